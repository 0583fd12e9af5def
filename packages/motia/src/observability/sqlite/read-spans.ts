/** Queries of spans; reader.ts calls them. */
import type { EffectsSeen } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { toAttemptPhases, toRequestPhases } from '../phases.ts'
import type { AttemptSpan, SpanFilter, SpanRecord } from '../records.ts'
import type { Connection } from './connection.ts'
import { betweenTimes } from './id-range.ts'
import { type Condition, createWhere, escapeLike, isOneOf } from './where.ts'

interface SpanRow {
  readonly id: number
  readonly kind: string
  readonly at: number
  readonly run_id: string
  readonly trace_id: string
  readonly parent_run_id: string | null
  readonly step_id: string
  readonly attempt: number | null
  readonly started_at: number
  readonly duration_ms: number
  readonly waited_ms: number | null
  readonly status: string
  readonly reason: string | null
  readonly due_at: number | null
  readonly method: string | null
  readonly path: string | null
  readonly failure: string | null
  readonly effects: string | null
  readonly queued_at: number | null
  readonly limit_at: number | null
  readonly limit_ms: number | null
  readonly commit_ms: number | null
}

/** A trace that never ends must not fill the memory of who looks at it. */
const MAX_SPANS = 2_000
/** What most of an id is. */
const ID = /^[0-9a-f]{12,32}$/
/** Spans of a step, or of all, among which the slowest are looked for. */
const SLOWEST_AMONG = 20_000

export function readTraceSpans(db: Connection, traceId: string): SpanRecord[] {
  return selectSpans(db, 'WHERE trace_id = ? ORDER BY started_at, id LIMIT ?', [traceId, MAX_SPANS])
}

export function readRunSpans(db: Connection, runId: string): SpanRecord[] {
  return selectSpans(db, 'WHERE run_id = ? ORDER BY id LIMIT ?', [runId, MAX_SPANS])
}

export function readSpans(db: Connection, filter: SpanFilter): SpanRecord[] {
  const where = createWhere()
  where.and('step_id = ?', filter.stepId)
  where.within(isOneOf('step_id', filter.stepIds))
  where.and('kind = ?', filter.kind)
  where.and('id < ?', filter.before)
  where.within(isOneOf('status', filter.statuses))
  where.within(betweenTimes(db, 'spans', filter))
  if (filter.failed) where.and('failed = 1')
  if (filter.unfailed) where.and('failed = 0')
  if (filter.text !== undefined) where.within(ID.test(filter.text) ? isId(filter.text) : isIn(filter.text))
  return selectSpans(db, `${where.sql()} ORDER BY id DESC LIMIT ?`, [...where.params(), filter.limit])
}

/** The begin of a run's or a trace's, by their indexes: nothing else looks like that. */
function isId(text: string): Condition {
  const ids = ['run_id', 'trace_id'].map((id) => `SELECT id FROM spans WHERE ${id} >= ? AND ${id} < ?`)
  return { sql: `id IN (${ids.join(' UNION ')})`, params: [text, `${text}g`, text, `${text}g`] }
}

/** Ids are looked at from their begin, as they are cut short where they are shown. */
function isIn(text: string): Condition {
  const anywhere = `%${escapeLike(text)}%`
  const atBegin = `${escapeLike(text)}%`
  const like = "LIKE ? ESCAPE '\\'"
  return {
    sql: `(path ${like} OR failure ->> 'message' ${like} OR run_id ${like} OR trace_id ${like})`,
    params: [anywhere, anywhere, atBegin, atBegin],
  }
}

export function readVersions(db: Connection): { spans: number; logs: number } {
  const newest =
    'SELECT coalesce((SELECT max(id) FROM spans), 0) AS spans, coalesce((SELECT max(id) FROM logs), 0) AS logs'
  const { spans, logs } = db.prepare(newest).get() as { spans: number; logs: number }
  return { spans, logs }
}

export function readSlowest(db: Connection, filter: { stepId?: string; limit: number }): SpanRecord[] {
  const among =
    filter.stepId === undefined
      ? `SELECT id FROM spans ORDER BY id DESC LIMIT ${SLOWEST_AMONG}`
      : `SELECT id FROM spans WHERE step_id = ? ORDER BY id DESC LIMIT ${SLOWEST_AMONG}`
  const params = filter.stepId === undefined ? [filter.limit] : [filter.stepId, filter.limit]
  return selectSpans(db, `WHERE id IN (${among}) ORDER BY duration_ms DESC LIMIT ?`, params)
}

/** What is stored of the spans that `rest` of the query asks for. */
export function selectSpans(
  db: Connection,
  rest: string,
  params: readonly (string | number | null)[],
): SpanRecord[] {
  return (db.prepare(`SELECT * FROM spans ${rest}`).all(...params) as SpanRow[]).map(toSpan)
}

function toSpan(row: SpanRow): SpanRecord {
  const phases = toPhases(row)
  const span = {
    id: row.id,
    at: row.at,
    runId: row.run_id,
    traceId: row.trace_id,
    stepId: row.step_id,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    ...(row.failure !== null && { failure: JSON.parse(row.failure) as Failure }),
    ...(row.effects !== null && { effects: JSON.parse(row.effects) as EffectsSeen }),
    ...(phases && { phases }),
  }
  if (row.kind === 'request') {
    return {
      kind: 'request',
      ...span,
      method: row.method ?? '',
      path: row.path ?? '',
      status: Number(row.status),
    }
  }
  return {
    kind: 'attempt',
    ...span,
    parentRunId: row.parent_run_id,
    attempt: row.attempt ?? 1,
    waitedMs: row.waited_ms ?? 0,
    status: row.status as AttemptSpan['status'],
    ...(row.reason !== null && { reason: row.reason as NonNullable<AttemptSpan['reason']> }),
    ...(row.due_at !== null && { dueAt: row.due_at }),
  }
}

function toPhases(row: SpanRow) {
  const times = {
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    queuedAt: row.queued_at,
    limitAt: row.limit_at,
    limitMs: row.limit_ms,
    commitMs: row.commit_ms,
  }
  return row.kind === 'request' ? toRequestPhases(times) : toAttemptPhases(times)
}
