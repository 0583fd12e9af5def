/** How a step fared within the window: figures, and both charts. uPlot comes when there is something to draw. */
import { useQuery } from '@tanstack/react-query'
import type { WireMetrics, WireWindow } from 'motia/workbench/wire/metrics'
import type { WireStep } from 'motia/workbench/wire/steps'
import { useMemo } from 'react'
import { metricsQuery } from '../../api/queries.ts'
import { toExecutionBars, toPercentileLines } from '../../model/figures/charts.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { later } from '../../parts/later.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Stat, Stats } from '../../parts/stat.tsx'
import { toCount, toDuration, toPercent, toShortCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './step.module.css'
import { WORDS } from './words.ts'

/** Apart from the panel, and on its way while the figures are. */
const Chart = later(import('../../parts/chart.tsx').then(({ Chart }) => Chart))

export function Figures({ step, window }: { readonly step: WireStep; readonly window: WireWindow }) {
  const words = useWords(WORDS)
  const query = useQuery(metricsQuery(window, step.id))
  return (
    <Loaded query={query}>
      {(metrics) => (
        <>
          <Totals step={step} metrics={metrics} />
          {metrics.total.executions === 0 ? (
            <Card isFlush>
              <Empty title={words.nothingRan}>{words.nothingRanText}</Empty>
            </Card>
          ) : (
            <div className={css.charts}>
              <Executions metrics={metrics} />
              <Durations metrics={metrics} />
            </div>
          )}
        </>
      )}
    </Loaded>
  )
}

function Totals({ step, metrics: { total } }: { readonly step: WireStep; readonly metrics: WireMetrics }) {
  const words = useWords(WORDS)
  const { executions, failed, retried, successRate, duration, wait } = total
  const isApi = step.kind === 'api'
  return (
    <Stats>
      <Stat
        name={isApi ? words.requests : words.executions}
        figure={toCount(executions)}
        detail={words.perWindow(step.figures.executions)}
      />
      <Stat
        name={words.success}
        figure={toPercent(successRate)}
        mood={failed > 0 ? undefined : executions > 0 ? 'ok' : undefined}
      />
      <Stat
        name={words.failed}
        figure={toCount(failed)}
        mood={failed > 0 ? 'bad' : undefined}
        detail={isApi ? undefined : words.retried(retried)}
      />
      <Stat
        name={words.duration}
        figure={toDuration(duration?.p95Ms)}
        detail={duration && words.percentiles(toDuration(duration.p50Ms), toDuration(duration.p99Ms))}
      />
      {!isApi && (
        <Stat
          name={words.wait}
          figure={toDuration(wait?.p95Ms)}
          detail={wait && words.percentiles(toDuration(wait.p50Ms), toDuration(wait.p99Ms))}
        />
      )}
    </Stats>
  )
}

function Executions({ metrics: { series } }: { readonly metrics: WireMetrics }) {
  const words = useWords(WORDS)
  const { times, lines } = useMemo(() => {
    const bars = toExecutionBars(series)
    const [low = [], high = []] = bars.stacked
    return {
      times: bars.times,
      lines: [
        { label: words.failed, color: '--chart-bad', isBar: true, values: high, told: bars.failed },
        { label: words.succeeded, color: '--chart-ok', isBar: true, values: low, told: bars.succeeded },
      ],
    }
  }, [series, words])
  return (
    <Card title={words.chartExecutions} isFlush>
      <Chart
        label={words.chartExecutions}
        times={times}
        lines={lines}
        toText={toShortCount}
        height={150}
        meanwhile={<div className={css.chartRoom} />}
      />
    </Card>
  )
}

function Durations({ metrics: { series } }: { readonly metrics: WireMetrics }) {
  const words = useWords(WORDS)
  const { times, lines } = useMemo(() => {
    const { times, p50, p95, p99 } = toPercentileLines(series, 'duration')
    const lines = [
      { label: 'p99', color: '--muted', values: p99 },
      { label: 'p95', color: '--accent', values: p95 },
      { label: 'p50', color: '--busy', values: p50 },
    ]
    return { times, lines }
  }, [series])
  return (
    <Card title={words.chartDuration} isFlush>
      <Chart
        label={words.chartDuration}
        times={times}
        lines={lines}
        toText={toDuration}
        height={150}
        meanwhile={<div className={css.chartRoom} />}
      />
    </Card>
  )
}
