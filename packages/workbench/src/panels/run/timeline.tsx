/** A trace as a waterfall: what the model made of it, drawn; rows fold, a long one scrolls by itself. */
import { isFinal } from '@motia/core/run'
import type { WireTrace } from 'motia/workbench/wire/runs'
import { useCallback, useMemo, useState } from 'react'
import { useKnownSteps } from '../../api/known-steps.ts'
import { toTicks } from '../../model/trace/time-scale.ts'
import { foldAtFirst, toWaterfall, unfolded, type Waterfall } from '../../model/trace/waterfall.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { useNow } from '../../parts/time.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { useIsNarrow } from '../../parts/width.ts'
import { useWords } from '../../words/words.ts'
import { Legend, Scale } from './scale.tsx'
import css from './timeline.module.css'
import { Row } from './waterfall-row.tsx'
import { RUN_WORDS } from './words.ts'

/** Heights in timeline.module.css. */
const ROW_PX = 30
const CARD_PX = 46
const SCALE_PX = 28
/** More than these scroll. */
const MAX_ROWS = 16

interface TimelineProps {
  readonly trace: WireTrace
  /** The run one looks at: it stands out. */
  readonly runId?: string
}

export function Timeline({ trace, runId }: TimelineProps) {
  const isLive = useMemo(() => hasOpenRun(trace.roots), [trace])
  return isLive ? (
    <Growing trace={trace} {...(runId !== undefined && { runId })} />
  ) : (
    <Still trace={trace} {...(runId !== undefined && { runId })} />
  )
}

function hasOpenRun(nodes: WireTrace['roots']): boolean {
  return nodes.some(({ run, children }) => (run && !isFinal(run.status)) || hasOpenRun(children))
}

function Growing(props: TimelineProps) {
  const now = useNow()
  return <Drawn {...props} fall={useMemo(() => toWaterfall(props.trace, now), [props.trace, now])} />
}

function Still(props: TimelineProps) {
  return <Drawn {...props} fall={useMemo(() => toWaterfall(props.trace, Date.now()), [props.trace])} />
}

function Drawn({ fall, runId }: TimelineProps & { readonly fall: Waterfall }) {
  const words = useWords(RUN_WORDS)
  const steps = useKnownSteps()
  const isNarrow = useIsNarrow()
  const [chosen, setFolded] = useState<ReadonlySet<string>>()
  const atFirst = useMemo(() => foldAtFirst(fall.rows, runId), [fall.rows, runId])
  const folded = chosen ?? atFirst
  const rows = useMemo(() => unfolded(fall.rows, folded), [fall.rows, folded])
  const ticks = toTicks(fall.scale, isNarrow ? 3 : 7)
  const toggle = useCallback(
    (id: string) =>
      setFolded((before) => {
        const next = new Set(before ?? atFirst)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [atFirst],
  )
  const rowPx = isNarrow ? CARD_PX : ROW_PX
  const height = Math.min(rows.length, MAX_ROWS) * rowPx + SCALE_PX
  if (fall.rows.length === 0) {
    return (
      <Card title={words.timeline}>
        <p className={css.nothing}>{words.timelineEmpty}</p>
      </Card>
    )
  }
  return (
    <Card
      title={words.timeline}
      isFlush
      aside={
        <>
          <Legend rows={fall.rows} />
          <span>{words.rows(fall.rows.length)}</span>
          {fall.rows.length > MAX_ROWS && <FoldAll fall={fall} folded={folded} onFold={setFolded} />}
        </>
      }
    >
      <div className={css.place} style={{ height }}>
        <VirtualList
          key={isNarrow ? 'cards' : 'rows'}
          label={words.timeline}
          rows={rows}
          keyOf={(row) => row.runId}
          row={(row) => (
            <Row
              row={row}
              fall={fall}
              ticks={ticks}
              step={steps.get(row.stepId)}
              isChosen={row.runId === runId}
              isFolded={folded.has(row.runId)}
              onFold={toggle}
            />
          )}
          rowHeight={rowPx}
          isEven
          head={{ height: SCALE_PX, content: <Scale fall={fall} ticks={ticks} /> }}
        />
      </div>
    </Card>
  )
}

function FoldAll({
  fall,
  folded,
  onFold,
}: {
  readonly fall: Waterfall
  readonly folded: ReadonlySet<string>
  readonly onFold: (folded: ReadonlySet<string>) => void
}) {
  const words = useWords(RUN_WORDS)
  if (folded.size > 0) {
    return (
      <Button tone="ghost" onClick={() => onFold(new Set())}>
        {words.unfoldAll}
      </Button>
    )
  }
  const all = fall.rows.filter(({ below, depth }) => below > 0 && depth > 0).map(({ runId }) => runId)
  if (all.length === 0) return null
  return (
    <Button tone="ghost" onClick={() => onFold(new Set(all))}>
      {words.foldAll}
    </Button>
  )
}
