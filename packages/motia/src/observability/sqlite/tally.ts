/** What was counted of a step, as the rows of `counters` and `rollups` hold it: added up, and taken apart. */
import type { StepTotals } from '@motia/core/events'
import { addHistogram, emptyBuckets, toHistogram } from '../buckets.ts'
import type { Column } from './connection.ts'

/** The columns that both tables have, in the order of `toColumns`. */
export const TALLY_COLUMNS = 'ended, failed, retried, kept, total_ms, waited_ms, durations, waits'

export interface TallyRow {
  readonly ended: number
  readonly failed: number
  readonly retried: number
  readonly kept: number
  readonly total_ms: number
  readonly waited_ms: number
  /** JSON. */
  readonly durations: string
  readonly waits: string
}

/** A sum of counts. Histograms are counts by bucket. */
export interface Tally {
  ended: number
  failed: number
  retried: number
  kept: number
  totalMs: number
  waitedMs: number
  readonly durations: number[]
  readonly waits: number[]
}

export function emptyTally(): Tally {
  const figures = { ended: 0, failed: 0, retried: 0, kept: 0, totalMs: 0, waitedMs: 0 }
  return { ...figures, durations: emptyBuckets(), waits: emptyBuckets() }
}

/** Adds what was counted, or takes it away. */
export function addTotals(
  tally: Tally,
  totals: Omit<StepTotals, 'stepId' | 'kind'>,
  times: 1 | -1 = 1,
): void {
  tally.ended += times * totals.ended
  tally.failed += times * totals.failed
  tally.retried += times * totals.retried
  tally.kept += times * totals.kept
  tally.totalMs += times * totals.totalMs
  tally.waitedMs += times * totals.waitedMs
  addHistogram(tally.durations, totals.durations, times)
  addHistogram(tally.waits, totals.waits, times)
}

/** Adds one sum to another. */
export function addTally(tally: Tally, other: Tally): void {
  const { durations, waits } = other
  addTotals(tally, { ...other, durations: toHistogram(durations), waits: toHistogram(waits) })
}

export function fromRow(row: TallyRow): Omit<StepTotals, 'stepId' | 'kind'> {
  const { ended, failed, retried, kept } = row
  return {
    ended,
    failed,
    retried,
    kept,
    totalMs: row.total_ms,
    waitedMs: row.waited_ms,
    durations: JSON.parse(row.durations) as StepTotals['durations'],
    waits: JSON.parse(row.waits) as StepTotals['waits'],
  }
}

export function toColumns(tally: Tally): Column[] {
  const { ended, failed, retried, kept, totalMs, waitedMs } = tally
  const histograms = [toHistogram(tally.durations), toHistogram(tally.waits)]
  return [ended, failed, retried, kept, totalMs, waitedMs, ...histograms.map((one) => JSON.stringify(one))]
}
