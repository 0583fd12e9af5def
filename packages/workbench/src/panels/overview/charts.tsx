/** Executions and percentiles over the window, beside each other. uPlot comes when it is needed. */
import { getRouteApi } from '@tanstack/react-router'
import type { WireMetrics } from 'motia/workbench/wire/metrics'
import { useMemo } from 'react'
import { type Measure, toExecutionBars, toPercentileLines } from '../../model/figures/charts.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Segments } from '../../parts/field.tsx'
import { later } from '../../parts/later.tsx'
import { toCount, toDuration, toShortCount } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import css from './overview.module.css'
import { WORDS } from './words.ts'

/** Apart from the panel, and on its way while the figures are. */
const Chart = later(import('../../parts/chart.tsx').then(({ Chart }) => Chart))
const route = getRouteApi('/')

export function Charts({ metrics }: { readonly metrics: WireMetrics }) {
  return (
    <div className={css.pair}>
      <Executions metrics={metrics} />
      <Latency metrics={metrics} />
    </div>
  )
}

function Executions({ metrics: { series, total } }: { readonly metrics: WireMetrics }) {
  const words = useWords(WORDS)
  const { times, lines } = useMemo(() => {
    const { times, succeeded, failed, stacked } = toExecutionBars(series)
    const [low = [], high = []] = stacked
    return {
      times,
      lines: [
        { label: words.failed, color: '--chart-bad', isBar: true, values: high, told: failed },
        { label: words.succeeded, color: '--chart-ok', isBar: true, values: low, told: succeeded },
      ],
    }
  }, [series, words])
  return (
    <Card title={words.chartExecutions} isFlush>
      {total.executions === 0 ? (
        <Empty title={words.noExecutions}>{words.noExecutionsText}</Empty>
      ) : (
        <Chart
          label={words.chartExecutions}
          times={times}
          lines={lines}
          toText={toShort}
          meanwhile={<div className={css.chartRoom} />}
        />
      )}
    </Card>
  )
}

function Latency({ metrics: { series } }: { readonly metrics: WireMetrics }) {
  const words = useWords(WORDS)
  const { chart = 'duration' } = route.useSearch()
  const navigate = route.useNavigate()
  const { times, lines, isEmpty } = useMemo(() => {
    const { times, p50, p95, p99, isEmpty } = toPercentileLines(series, chart)
    const lines = [
      { label: words.p99, color: '--muted', values: p99 },
      { label: words.p95, color: '--accent', values: p95 },
      { label: words.p50, color: '--busy', values: p50 },
    ]
    return { times, lines, isEmpty }
  }, [series, chart, words])
  const choice = (
    <Segments<Measure>
      label={words.chartWhat}
      value={chart}
      options={[
        { value: 'duration', label: words.durationShort },
        { value: 'wait', label: words.waitShort },
      ]}
      onChange={(next) => void navigate({ search: (old) => ({ ...old, chart: next }), replace: true })}
    />
  )
  const isWait = chart === 'wait'
  return (
    <Card title={words.chartLatency} aside={choice} isFlush>
      {isEmpty ? (
        <Empty title={isWait ? words.noWaits : words.noExecutions}>
          {isWait ? words.noWaitsText : words.noExecutionsText}
        </Empty>
      ) : (
        <Chart
          label={words.chartLatency}
          times={times}
          lines={lines}
          toText={toDuration}
          meanwhile={<div className={css.chartRoom} />}
        />
      )}
    </Card>
  )
}

function toShort(value: number): string {
  return value < 10_000 ? toCount(value) : toShortCount(value)
}
