/** The node that was opened: beside the graph where there is room, else over it. */
import { ArrowRight, Play, X } from 'lucide-react'
import type { WireStep } from 'motia/workbench/wire/steps'
import type { ReactNode } from 'react'
import { type FlowGraph, type FlowNode, toNodeName } from '../../model/flow/flow-graph.ts'
import { toHealth } from '../../model/steps/step-health.ts'
import { toTriggerText } from '../../model/steps/step-trigger.ts'
import { Badge, LanguageMark } from '../../parts/badge.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { HealthBadge, KindIcon } from '../../parts/step-marks.tsx'
import { useIsWide } from '../../parts/width.ts'
import { toCount, toDuration } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './details.module.css'
import { Neighbours } from './neighbours.tsx'
import { WORDS } from './words.ts'

export function NodeDetails({
  node,
  graph,
  onOpen,
}: {
  readonly node: FlowNode | undefined
  readonly graph: FlowGraph
  readonly onOpen: (name: string | undefined) => void
}) {
  const words = useWords(WORDS)
  const isWide = useIsWide()
  if (!node) return null
  const close = () => onOpen(undefined)
  const content = (
    <div className={css.content}>
      {node.step ? <Summary step={node.step} /> : <Other node={node} />}
      <Neighbours node={node} graph={graph} onOpen={(next) => onOpen(toNodeName(next))} />
    </div>
  )
  if (!isWide) {
    return (
      <Dialog isOpen isDrawer title={node.name} onClose={close}>
        {content}
      </Dialog>
    )
  }
  return (
    <aside className={css.aside} aria-label={node.name}>
      <header className={css.head}>
        <h2>{node.name}</h2>
        <Button tone="ghost" label={words.close} icon={<X aria-hidden="true" />} onClick={close} />
      </header>
      {content}
    </aside>
  )
}

function Summary({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const { id, kind, language, file, line, options, recent, queued } = step
  const trigger = toTriggerText(step)
  return (
    <>
      <p className={css.marks}>
        <KindIcon kind={kind} />
        <span>{kind}</span>
        <LanguageMark language={language} file={file} />
        <HealthBadge health={toHealth(step)} />
      </p>
      {typeof options.description === 'string' && <p>{options.description}</p>}
      {trigger && <code className={css.trigger}>{trigger}</code>}
      <code className={css.file}>{line === undefined ? file : `${file}:${line}`}</code>
      <dl className={css.figures}>
        <Figure name={words.executions}>{toCount(recent.executions)}</Figure>
        <Figure name={words.failures} isBad={recent.failed > 0}>
          {toCount(recent.failed)}
        </Figure>
        <Figure name={words.p95}>{toDuration(recent.duration?.p95Ms)}</Figure>
        {kind !== 'api' && kind !== 'noop' && <Figure name={words.waiting}>{toCount(queued)}</Figure>}
      </dl>
      <div className={css.actions}>
        <ButtonLink tone="primary" to="/steps/$id" params={{ id }} icon={<ArrowRight aria-hidden="true" />}>
          {words.open}
        </ButtonLink>
        <ButtonLink to="/runs" search={{ step: id }}>
          {words.runs}
        </ButtonLink>
        {kind === 'api' && (
          <ButtonLink to="/endpoints" search={{ step: id }} icon={<Play aria-hidden="true" />}>
            {words.endpoint}
          </ButtonLink>
        )}
      </div>
    </>
  )
}

function Figure({
  name,
  isBad = false,
  children,
}: {
  readonly name: string
  readonly isBad?: boolean
  readonly children: ReactNode
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isBad ? css.bad : undefined}>{children}</dd>
    </div>
  )
}

function Other({ node }: { readonly node: FlowNode }) {
  const words = useWords(WORDS)
  if (node.kind === 'topic') {
    return (
      <>
        <p className={css.marks}>
          <Badge>{words.topic}</Badge>
        </p>
        <p className={css.text}>{words.topicText}</p>
      </>
    )
  }
  return (
    <>
      <p className={css.marks}>
        <Badge mood="bad">{words.missing}</Badge>
      </p>
      <p className={css.text}>{words.missingText}</p>
      <div className={css.actions}>
        <ButtonLink to="/unrouted">{words.unrouted}</ButtonLink>
      </div>
    </>
  )
}
