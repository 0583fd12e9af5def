/** Figures over time as what a chart draws. Pure; the overview and a step's page draw them. */
import type { WirePoint } from 'motia/workbench/wire/metrics'

/** Executions in each bucket: succeeded ones with the failed ones on top of them. */
export interface ExecutionBars {
  readonly times: readonly number[]
  readonly succeeded: readonly number[]
  readonly failed: readonly number[]
  /** As high as the bars are drawn: the lowest layer first. */
  readonly stacked: readonly (readonly number[])[]
}

export function toExecutionBars(series: readonly WirePoint[]): ExecutionBars {
  const failed = series.map((point) => point.failed)
  const succeeded = series.map((point) => Math.max(0, point.executions - point.failed))
  return { times: series.map(({ at }) => at), succeeded, failed, stacked: toStacked([succeeded, failed]) }
}

/** Each layer as high as the sum of it and those below. Drawn from the last to the first, they stand on each other. */
export function toStacked(layers: readonly (readonly number[])[]): number[][] {
  const sums: number[][] = []
  for (const layer of layers) {
    const below = sums.at(-1)
    sums.push(layer.map((value, index) => value + (below?.[index] ?? 0)))
  }
  return sums
}

/** What percentiles are of: executing, or waiting to. */
export type Measure = 'duration' | 'wait'

/** `null` where nothing was executed: a gap, not a zero. */
export interface PercentileLines {
  readonly times: readonly number[]
  readonly p50: readonly (number | null)[]
  readonly p95: readonly (number | null)[]
  readonly p99: readonly (number | null)[]
  /** Nothing at all to draw. */
  readonly isEmpty: boolean
}

export function toPercentileLines(series: readonly WirePoint[], measure: Measure): PercentileLines {
  return {
    times: series.map(({ at }) => at),
    p50: series.map((point) => point[measure]?.p50Ms ?? null),
    p95: series.map((point) => point[measure]?.p95Ms ?? null),
    p99: series.map((point) => point[measure]?.p99Ms ?? null),
    isEmpty: series.every((point) => point[measure] === undefined),
  }
}
