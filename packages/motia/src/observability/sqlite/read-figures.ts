/** Figures over time, from the rollups of what was counted in the app; reader.ts calls it. */
import { estimatePercentile } from '../buckets.ts'
import type { Durations, Figures, FiguresFilter, FiguresRecord, RequestCounts } from '../figures.ts'
import type { RequestCountsFilter } from '../records.ts'
import type { Connection } from './connection.ts'
import { RESOLUTIONS } from './rollups.ts'
import {
  addTally,
  addTotals,
  emptyTally,
  fromRow,
  TALLY_COLUMNS,
  type Tally,
  type TallyRow,
} from './tally.ts'
import { createWhere, isOneOf } from './where.ts'

interface RollupRow extends TallyRow {
  readonly at: number
  readonly step_id: string
}

export function readFigures(db: Connection, filter: FiguresFilter): FiguresRecord {
  const { begin, count } = toSeries(filter)
  const { bucketMs } = filter
  const total = emptyTally()
  const series = Array.from({ length: count }, emptyTally)
  const steps = new Map<string, Tally>()
  for (const row of selectRollups(db, filter)) {
    const totals = fromRow(row)
    const step = steps.get(row.step_id) ?? emptyTally()
    steps.set(row.step_id, step)
    const bucket = series[Math.floor((row.at - begin) / bucketMs)]
    addTotals(step, totals)
    if (bucket) addTotals(bucket, totals)
  }
  for (const step of steps.values()) addTally(total, step)
  return {
    ...nothingCounted(filter),
    total: toFigures(total),
    series: series.map((tally, i) => ({ at: begin + i * bucketMs, ...toFigures(tally) })),
    steps: [...steps]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([stepId, tally]) => ({ stepId, ...toFigures(tally) })),
  }
}

/** The answer while there is no file. */
export function nothingCounted(filter: FiguresFilter): FiguresRecord {
  const { begin, count } = toSeries(filter)
  const { bucketMs } = filter
  const nothing = toFigures(emptyTally())
  const series = Array.from({ length: count }, (_, i) => ({ at: begin + i * bucketMs, ...nothing }))
  return { from: begin, to: begin + count * bucketMs, bucketMs, total: nothing, series, steps: [] }
}

/** Requests by the finest resolution that reaches back far enough: borders are a report's, a second early or late. */
export function readRequestCounts(
  db: Connection,
  { from, to, stepIds }: RequestCountsFilter,
  nowMs: number,
): RequestCounts {
  const { spanMs } = RESOLUTIONS.find(({ keptMs }) => from >= nowMs - keptMs) ?? RESOLUTIONS[3]
  const where = createWhere()
  where.and('span_ms = ?', spanMs)
  where.and('at >= ?', Math.floor(from / spanMs) * spanMs)
  where.and('at < ?', to)
  where.and("kind = 'request'")
  where.within(isOneOf('step_id', stepIds))
  const sums = 'coalesce(sum(kept), 0) AS kept, coalesce(sum(ended), 0) AS "of"'
  const sql = `SELECT ${sums} FROM rollups ${where.sql()}`
  const { kept, of } = db.prepare(sql).get(...where.params()) as RequestCounts
  return { kept, of }
}

/** As many buckets as the time has room for; the last one holds its end. */
function toSeries({ from, to, bucketMs }: FiguresFilter): { begin: number; count: number } {
  const count = Math.max(1, Math.round((to - from) / bucketMs))
  return { begin: (Math.floor(to / bucketMs) + 1 - count) * bucketMs, count }
}

/** In the coarsest resolution that the buckets can be made of: what costs is the number of rows. */
function selectRollups(db: Connection, filter: FiguresFilter): RollupRow[] {
  const { begin, count } = toSeries(filter)
  const { bucketMs, stepId } = filter
  const resolution = RESOLUTIONS.findLast(({ spanMs }) => bucketMs % spanMs === 0) ?? RESOLUTIONS[0]
  const where = createWhere()
  where.and('span_ms = ?', resolution.spanMs)
  where.and('at >= ?', begin)
  where.and('at < ?', begin + count * bucketMs)
  where.and('step_id = ?', stepId)
  const sql = `SELECT at, step_id, ${TALLY_COLUMNS} FROM rollups ${where.sql()}`
  return db.prepare(sql).all(...where.params()) as RollupRow[]
}

function toFigures({ ended, failed, retried, totalMs, waitedMs, durations, waits }: Tally): Figures {
  const duration = toDurations(durations, totalMs)
  const wait = toDurations(waits, waitedMs)
  return {
    executions: ended,
    failed,
    retried,
    ...(ended > 0 && { successRate: (ended - failed) / ended }),
    ...(duration && { duration }),
    ...(wait && { wait }),
  }
}

/** `undefined` if nothing was counted. */
export function toDurations(buckets: readonly number[], sumMs: number): Durations | undefined {
  const count = buckets.reduce((sum, one) => sum + one, 0)
  if (count === 0) return undefined
  const percentile = (share: number) => estimatePercentile(buckets, share) ?? 0
  return { meanMs: sumMs / count, p50Ms: percentile(0.5), p95Ms: percentile(0.95), p99Ms: percentile(0.99) }
}
