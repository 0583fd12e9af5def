/** Failures of the same kind together; reader.ts calls it. */
import { createHash } from 'node:crypto'
import type { Failure } from '@motia/core/failure'
import type { ErrorFilter, ErrorGroup, FailureFilter, SpanRecord } from '../records.ts'
import type { Connection } from './connection.ts'
import { betweenTimes } from './id-range.ts'
import { selectSpans } from './read-spans.ts'
import { createWhere } from './where.ts'

interface KindRow {
  readonly step_id: string
  readonly error_kind: string | null
}

interface GroupRow extends KindRow {
  readonly count: number
  readonly final: number
  readonly first_at: number
  readonly last_at: number
  readonly run_id: string
  readonly trace_id: string
  readonly failure: string | null
  /** JSON array. */
  readonly times: string
}

/** The latest failures are grouped: enough to see what goes wrong now. */
const LATEST = 10_000
const FINGERPRINT_LENGTH = 16

export function readErrors(db: Connection, filter: ErrorFilter): ErrorGroup[] {
  const { from = 0, to = 0, trendBuckets = 0, limit } = filter
  const where = latestFailures(db, filter)
  const part = trendBuckets > 0 ? (to - from) / trendBuckets : 0
  const rows = db
    .prepare(`WITH seen AS (SELECT * FROM spans WHERE id IN (${where.sql})),
      groups AS (
        SELECT step_id, error_kind, count(*) AS count, sum(kind = 'request' OR status = 'failed') AS final,
          min(at) AS first_at, max(at) AS last_at, max(id) AS last_id,
          ${part > 0 ? 'json_group_array(at)' : "'[]'"} AS times
        FROM seen GROUP BY step_id, error_kind ORDER BY last_id DESC LIMIT ?)
    SELECT groups.*, run_id, trace_id, failure FROM groups JOIN spans ON spans.id = last_id
    ORDER BY last_id DESC`)
    .all(...where.params, limit) as GroupRow[]
  return rows.map((row) => toGroup(row, toTrend(JSON.parse(row.times) as number[], from, part, trendBuckets)))
}

/** Spans of one kind of failure, newest first. */
export function readFailures(db: Connection, { fingerprint, limit, ...time }: FailureFilter): SpanRecord[] {
  const where = latestFailures(db, time)
  const kinds = db
    .prepare(`SELECT DISTINCT step_id, error_kind FROM spans WHERE id IN (${where.sql})`)
    .all(...where.params) as KindRow[]
  const kind = kinds.find((row) => fingerprintOf(row) === fingerprint)
  if (!kind) return []
  const rest = `WHERE id IN (${where.sql}) AND step_id = ? AND error_kind IS ? ORDER BY id DESC LIMIT ?`
  return selectSpans(db, rest, [...where.params, kind.step_id, kind.error_kind, limit])
}

/** Ids of the spans that are looked at. */
function latestFailures(db: Connection, filter: Pick<ErrorFilter, 'stepId' | 'from' | 'to'>) {
  const where = createWhere()
  where.and('failed = 1')
  where.and('step_id = ?', filter.stepId)
  where.within(betweenTimes(db, 'spans', filter))
  return {
    sql: `SELECT id FROM spans ${where.sql()} ORDER BY id DESC LIMIT ${LATEST}`,
    params: where.params(),
  }
}

/** The same for the same step and kind, whatever else is stored. */
function fingerprintOf({ step_id, error_kind }: KindRow): string {
  const text = JSON.stringify([step_id, error_kind])
  return createHash('sha256').update(text).digest('hex').slice(0, FINGERPRINT_LENGTH)
}

function toTrend(times: readonly number[], from: number, partMs: number, parts: number): number[] {
  const trend = new Array<number>(parts).fill(0)
  for (const at of times) {
    const part = Math.floor((at - from) / partMs)
    if (part >= 0 && part < parts) trend[part] = (trend[part] ?? 0) + 1
  }
  return trend
}

function toGroup(row: GroupRow, trend: number[]): ErrorGroup {
  const failure = row.failure === null ? undefined : (JSON.parse(row.failure) as Failure)
  return {
    fingerprint: fingerprintOf(row),
    stepId: row.step_id,
    count: row.count,
    final: row.final,
    firstAt: row.first_at,
    lastAt: row.last_at,
    lastRunId: row.run_id,
    lastTraceId: row.trace_id,
    // A request answered with 5xx by hand.
    failure: failure ?? { name: 'Error', message: 'failed without an error' },
    trend,
  }
}
