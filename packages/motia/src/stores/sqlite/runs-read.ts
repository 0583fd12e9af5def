/** Reading runs: in the thread for the engine, and in other processes (reader.ts). Needs no tables but SQL's own. */
import type { Failure } from '@motia/core/failure'
import type {
  AttemptRecord,
  RunFilter,
  RunRecord,
  RunSummary,
  StepCount,
  UnroutedRecord,
} from '@motia/core/store'
import { CODE, toStatus } from './codes.ts'
import type { Connection, Row, Statement } from './connection.ts'
import { INPUT_SQL, RESULT_SQL } from './payloads.ts'

export interface RunReads {
  get(runId: string): RunRecord | undefined
  list(filter: RunFilter): RunSummary[]
  trace(traceId: string): RunRecord[]
  attempts(runId: string): AttemptRecord[]
  counts(): StepCount[]
  unrouted(): UnroutedRecord[]
}

const SUMMARY = `r.id, s.name, r.trace_id, r.parent_run_id, r.cause, r.status, r.reason, r.attempts, r.created_at,
  r.due_at, r.started_at, r.finished_at, r.failure ->> '$.message'`
const RECORD = `${SUMMARY}, ${INPUT_SQL}, ${RESULT_SQL}, r.failure, r.after_ids, r.strikes, r.conflicts`
const COUNT_OF = `SELECT coalesce(sum(c.count), 0) FROM counts c JOIN steps s ON s.id = c.step
  WHERE c.status = ?1 AND (?2 IS NULL OR s.name = ?2)`
const FROM = 'FROM runs r JOIN steps s ON s.id = r.step'

type SummaryRow = readonly [
  runId: string,
  stepId: string,
  traceId: string,
  parentRunId: string | null,
  cause: string,
  status: number,
  reason: string | null,
  attemptsUsed: number,
  createdAt: number,
  dueAt: number | null,
  startedAt: number | null,
  finishedAt: number | null,
  error: string | null,
]
type RecordRow = readonly [
  ...SummaryRow,
  input: string,
  result: string | null,
  failure: string | null,
  after: string | null,
  strikes: number,
  conflicts: number,
]

export function createRunReads(db: Connection): RunReads {
  const byId = db.prepare<RecordRow>(`SELECT ${RECORD} ${FROM} WHERE r.id = ?`)
  const byTrace = db.prepare<RecordRow>(`SELECT ${RECORD} ${FROM} WHERE r.trace_id = ? ORDER BY r.seq`)
  const attempts = db.prepare<[number, number, number, AttemptRecord['outcome'], string]>(
    `SELECT attempt, started_at, finished_at, outcome, failure FROM attempts
    WHERE run = (SELECT seq FROM runs WHERE id = ?) ORDER BY id`,
  )
  const counts = db.prepare<[string, number, number]>(
    'SELECT s.name, c.status, c.count FROM counts c JOIN steps s ON s.id = c.step WHERE c.count > 0',
  )
  const unrouted = db.prepare<[string, number, number, number, string]>(
    'SELECT target, count, first_at, last_at, last_trace_id FROM unrouted ORDER BY last_at DESC, target',
  )
  const countOf = db.prepare<[number]>(COUNT_OF)
  /** Without an index for the status: looks for as many as there are, not through the whole table. */
  const atMost = ({ status, stepId, limit }: RunFilter) =>
    status === undefined ? limit : Math.min(limit, countOf.get([CODE[status], stepId ?? null])?.[0] ?? 0)
  const lists = new Map<string, Statement<SummaryRow>>()
  const list = (filter: RunFilter) => {
    const limit = atMost(filter)
    if (limit === 0) return []
    const { sql, params } = toListQuery({ ...filter, limit })
    const statement = lists.get(sql) ?? db.prepare<SummaryRow>(sql)
    lists.set(sql, statement)
    return statement.all(params)
  }

  return {
    get(runId) {
      const row = byId.get([runId])
      return row && toRecord(row)
    },
    list: (filter) => list(filter).map(toSummary),
    trace: (traceId) => byTrace.all([traceId]).map(toRecord),
    attempts: (runId) =>
      attempts.all([runId]).map(([attempt, startedAt, finishedAt, outcome, failure]) => ({
        attempt,
        startedAt,
        finishedAt,
        outcome,
        failure: JSON.parse(failure) as Failure,
      })),
    counts: () => counts.all([]).map(([stepId, code, count]) => ({ stepId, status: toStatus(code), count })),
    unrouted: () =>
      unrouted.all([]).map(([target, count, firstAt, lastAt, lastTraceId]) => ({
        target,
        count,
        firstAt,
        lastAt,
        lastTraceId,
      })),
  }
}

/** One SQL text for each combination of filters. Statuses are literals, so that partial indexes apply. */
function toListQuery({ stepId, status, traceId, before, limit }: RunFilter): { sql: string; params: Row } {
  const where: string[] = []
  const params: (string | number)[] = []
  const add = (condition: string, param: string) => {
    where.push(condition)
    params.push(param)
  }
  if (traceId !== undefined) add('r.trace_id = ?', traceId)
  if (stepId !== undefined) add('r.step = (SELECT id FROM steps WHERE name = ?)', stepId)
  if (before !== undefined) add('r.seq < (SELECT seq FROM runs WHERE id = ?)', before)
  if (status !== undefined) {
    const code = CODE[status]
    where.push(`r.status = ${code}`)
    if (code >= CODE.waiting) where.push(`r.status >= ${CODE.waiting}`)
  }
  const conditions = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
  return {
    sql: `SELECT ${SUMMARY} ${FROM} ${conditions} ORDER BY r.seq DESC LIMIT ?`,
    params: [...params, limit],
  }
}

function toSummary(row: SummaryRow): RunSummary {
  const [runId, stepId, traceId, parentRunId, cause, code, reason] = row
  const [, , , , , , , attemptsUsed, createdAt, dueAt, startedAt, finishedAt, error] = row
  const status = toStatus(code)
  const times = { createdAt, dueAt, startedAt, finishedAt }
  return { runId, stepId, traceId, parentRunId, cause, status, reason, attemptsUsed, ...times, error }
}

function toRecord(row: RecordRow): RunRecord {
  const [input, result, failure, after, strikes, conflicts] = row.slice(13) as [
    string,
    string | null,
    string | null,
    string | null,
    number,
    number,
  ]
  return {
    ...toSummary(row as unknown as SummaryRow),
    input,
    result,
    failure: failure === null ? null : (JSON.parse(failure) as Failure),
    after: after === null ? [] : (JSON.parse(after) as string[]),
    strikes,
    conflicts,
  }
}
