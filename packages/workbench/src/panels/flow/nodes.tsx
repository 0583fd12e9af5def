/** What the nodes of the graph look like: a card for a step, a pill for a topic, a dashed box for what is not there. */
import { useQuery } from '@tanstack/react-query'
import { Handle, type Node, type NodeProps } from '@xyflow/react'
import { CircleAlert, Layers, Play, Radio } from 'lucide-react'
import type { WireStep } from 'motia/workbench/wire/steps'
import { memo } from 'react'
import { useLive } from '../../api/live.ts'
import { infoQuery } from '../../api/queries.ts'
import type { FlowNode } from '../../model/flow/flow-graph.ts'
import type { Direction } from '../../model/flow/layout.ts'
import { toHealth } from '../../model/steps/step-health.ts'
import { toTrigger } from '../../model/steps/step-trigger.ts'
import { describeCron } from '../../model/time/cron-words.ts'
import { LanguageMark, MethodBadge } from '../../parts/badge.tsx'
import { HealthMark, KindIcon } from '../../parts/step-marks.tsx'
import { toShortCount } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/words.ts'
import { ENTRY, EXIT } from './handles.ts'
import css from './nodes.module.css'
import { WORDS } from './words.ts'

export type NodeCard = Node<{
  readonly node: FlowNode
  readonly direction: Direction
  readonly isOpened: boolean
}>

type CardProps = NodeProps<NodeCard>

/** Steps are the same objects as long as nothing about them changed. */
function isSame({ data: a }: CardProps, { data: b }: CardProps): boolean {
  return (
    a.node.id === b.node.id &&
    a.node.step === b.node.step &&
    a.direction === b.direction &&
    a.isOpened === b.isOpened
  )
}

const StepCard = memo(function StepCard({ data: { node, direction, isOpened } }: CardProps) {
  const { step, name } = node
  return (
    <div className={css.step} data-opened={isOpened || undefined} data-flash>
      <Handles direction={direction} />
      <div className={css.head}>
        {step && <KindIcon kind={step.kind} />}
        <strong title={name}>{name}</strong>
        {step && <LanguageMark language={step.language} file={step.file} />}
      </div>
      {step && (
        <>
          <div className={css.trigger}>
            <Trigger step={step} />
            <Waiting step={step} />
          </div>
          <Foot step={step} />
        </>
      )}
    </div>
  )
}, isSame)

function Trigger({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const language = useLanguage()
  const { data: info } = useQuery(infoQuery())
  const trigger = toTrigger(step)
  if (trigger.kind === 'api') {
    return (
      <>
        <MethodBadge method={trigger.method} />
        <code>{trigger.path}</code>
      </>
    )
  }
  if (trigger.kind === 'cron') {
    const meaning = describeCron(trigger.schedule, language)
    if (meaning === undefined) return <code>{trigger.schedule}</code>
    return (
      <span className={css.name} title={trigger.schedule}>
        {meaning}
      </span>
    )
  }
  const names = trigger.kind === 'event' ? trigger.topics : trigger.from
  if (names.length === 0) {
    const isByHand = trigger.kind === 'noop'
    const text = step.id === info?.errorStep ? words.onErrors : isByHand ? words.byHand : words.byId
    return <span className={css.name}>{text}</span>
  }
  const text = names.join(', ')
  return trigger.kind === 'event' ? <code>{text}</code> : <span className={css.name}>{words.from(text)}</span>
}

/** What runs now, and what waits to. */
function Waiting({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const { queued, running } = useCounts(step)
  if (queued === 0 && running === 0) return null
  return (
    <span className={css.waiting}>
      {running > 0 && (
        <span className={css.running} title={words.running(running)}>
          <Play aria-hidden="true" />
          {toShortCount(running)}
        </span>
      )}
      {queued > 0 && (
        <span title={words.queued(queued)}>
          <Layers aria-hidden="true" />
          {toShortCount(queued)}
        </span>
      )}
    </span>
  )
}

function Foot({ step }: { readonly step: WireStep }) {
  const words = useWords(WORDS)
  const { executions, failed } = step.recent
  return (
    <div className={css.foot}>
      <HealthMark health={toHealth(step)} />
      <span className={css.figures}>
        {failed > 0 && <span className={css.failed}>{words.failed(failed)}</span>}
        {executions > 0 && <span>{words.perHour(executions)}</span>}
      </span>
    </div>
  )
}

/** As the latest pulse says, which is newer than what was read of the steps. */
function useCounts({ id, queued, counts }: WireStep): { readonly queued: number; readonly running: number } {
  const { pulse } = useLive()
  if (!pulse) return { queued, running: counts.running ?? 0 }
  const own = pulse.counts.filter(({ stepId }) => stepId === id)
  const of = (status: string) => own.find((each) => each.status === status)?.count ?? 0
  return { queued: of('queued'), running: of('running') }
}

const TopicPill = memo(function TopicPill({ data: { node, direction, isOpened } }: CardProps) {
  return (
    <div className={css.topic} data-opened={isOpened || undefined}>
      <Handles direction={direction} />
      <Radio aria-hidden="true" />
      <span title={node.name}>{node.name}</span>
    </div>
  )
}, isSame)

const MissingBox = memo(function MissingBox({ data: { node, direction, isOpened } }: CardProps) {
  const words = useWords(WORDS)
  return (
    <div className={css.missing} data-opened={isOpened || undefined}>
      <Handles direction={direction} />
      <strong title={node.name}>{node.name}</strong>
      <span>
        <CircleAlert aria-hidden="true" />
        {words.missing}
      </span>
    </div>
  )
}, isSame)

function Handles({ direction }: { readonly direction: Direction }) {
  return (
    <>
      <Handle type="target" position={ENTRY[direction]} className={css.handle ?? ''} isConnectable={false} />
      <Handle type="source" position={EXIT[direction]} className={css.handle ?? ''} isConnectable={false} />
    </>
  )
}

export const NODE_TYPES = { step: StepCard, topic: TopicPill, missing: MissingBox }
