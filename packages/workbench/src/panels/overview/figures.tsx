/** The figures at the top: of this moment from the pulse, of the window from the metrics. */
import type { WireMetrics, WirePercentiles } from 'motia/workbench/wire/metrics'
import { useLive } from '../../api/live.ts'
import { type StepRow, toDepth, toHealth, toRateTrend } from '../../model/figures/overview.ts'
import { Sparkline } from '../../parts/sparkline.tsx'
import { Stat, Stats } from '../../parts/stat.tsx'
import { toCount, toDuration, toPercent, toRate, toShortCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './overview.module.css'
import { WORDS } from './words.ts'

const TREND_SECONDS = 60
const MOODS = { well: 'ok', ailing: 'warn', failing: 'bad', paused: undefined, idle: undefined } as const

export function Figures({
  metrics,
  rows,
}: {
  readonly metrics: WireMetrics
  readonly rows: readonly StepRow[]
}) {
  const words = useWords(WORDS)
  const { total } = metrics
  const detail = (figures: WirePercentiles | undefined) =>
    figures ? (
      <Details
        parts={[`${words.p50} ${toDuration(figures.p50Ms)}`, `${words.p99} ${toDuration(figures.p99Ms)}`]}
      />
    ) : (
      words.none
    )
  return (
    <Stats>
      <Rate />
      <Stat
        name={words.executions}
        hint={words.executionsHint}
        figure={toCount(total.executions)}
        detail={words.retried(toCount(total.retried))}
      />
      <Stat
        name={words.success}
        hint={words.successHint}
        figure={toPercent(total.successRate)}
        mood={MOODS[toHealth(total.successRate)]}
        detail={words.successDetail(toShortCount(total.failed), toShortCount(total.executions))}
      />
      <Stat
        name={words.duration}
        hint={words.durationHint}
        figure={toDuration(total.duration?.p95Ms)}
        detail={detail(total.duration)}
      />
      <Stat
        name={words.wait}
        hint={words.waitHint}
        figure={toDuration(total.wait?.p95Ms)}
        detail={detail(total.wait)}
      />
      <Depth rows={rows} />
    </Stats>
  )
}

function Rate() {
  const words = useWords(WORDS)
  const { pulse, pulses } = useLive()
  return (
    <Stat
      name={words.rate}
      hint={words.rateHint}
      figure={toRate(pulse?.perSecond ?? 0)}
      detail={words.rateFailed(toRate(pulse?.failedPerSecond ?? 0))}
    >
      <Sparkline values={toRateTrend(pulses, TREND_SECONDS)} label={words.rateTrend} mood="ok" />
    </Stat>
  )
}

/** Until the first pulse as the steps said. */
function Depth({ rows }: { readonly rows: readonly StepRow[] }) {
  const words = useWords(WORDS)
  const { pulse } = useLive()
  const depth = pulse && toDepth(pulse.counts)
  const sum = (name: 'queued' | 'running') => rows.reduce((total, row) => total + row[name], 0)
  return (
    <Stat
      name={words.depth}
      hint={words.depthHint}
      figure={toCount(depth?.queued ?? sum('queued'))}
      detail={
        <Details
          parts={[
            words.depthRunning(toCount(depth?.running ?? sum('running'))),
            words.depthScheduled(toCount(depth?.scheduled ?? 0)),
          ]}
        />
      }
    />
  )
}

/** Parts that stay whole where there is no room for all in a line. */
function Details({ parts }: { readonly parts: readonly string[] }) {
  return (
    <span className={css.details}>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  )
}
