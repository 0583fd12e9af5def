/** Queries of spans; reader.ts calls them. */
import type { Failure } from '@motia/core/failure'
import type { AttemptSpan, SpanFilter, SpanRecord } from '../records.ts'
import type { Connection } from './connection.ts'
import { createWhere } from './where.ts'

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
}

/** A trace that never ends must not fill the memory of who looks at it. */
const MAX_SPANS = 2_000
/** Spans of a step, or of all, among which the slowest are looked for. */
const SLOWEST_AMONG = 20_000

export function readTraceSpans(db: Connection, traceId: string): SpanRecord[] {
  return select(db, 'WHERE trace_id = ? ORDER BY started_at, id LIMIT ?', [traceId, MAX_SPANS])
}

export function readRunSpans(db: Connection, runId: string): SpanRecord[] {
  return select(db, 'WHERE run_id = ? ORDER BY id LIMIT ?', [runId, MAX_SPANS])
}

export function readSpans(db: Connection, filter: SpanFilter): SpanRecord[] {
  const where = createWhere()
  where.and('step_id = ?', filter.stepId)
  where.and('kind = ?', filter.kind)
  where.and('id < ?', filter.before)
  if (filter.failed) where.and('failed = 1')
  return select(db, `${where.sql()} ORDER BY id DESC LIMIT ?`, [...where.params(), filter.limit])
}

export function readSlowest(db: Connection, filter: { stepId?: string; limit: number }): SpanRecord[] {
  const among =
    filter.stepId === undefined
      ? `SELECT id FROM spans ORDER BY id DESC LIMIT ${SLOWEST_AMONG}`
      : `SELECT id FROM spans WHERE step_id = ? ORDER BY id DESC LIMIT ${SLOWEST_AMONG}`
  const params = filter.stepId === undefined ? [filter.limit] : [filter.stepId, filter.limit]
  return select(db, `WHERE id IN (${among}) ORDER BY duration_ms DESC LIMIT ?`, params)
}

function select(db: Connection, rest: string, params: readonly (string | number | null)[]): SpanRecord[] {
  return (db.prepare(`SELECT * FROM spans ${rest}`).all(...params) as SpanRow[]).map(toSpan)
}

function toSpan(row: SpanRow): SpanRecord {
  const span = {
    id: row.id,
    at: row.at,
    runId: row.run_id,
    traceId: row.trace_id,
    stepId: row.step_id,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    ...(row.failure !== null && { failure: JSON.parse(row.failure) as Failure }),
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
