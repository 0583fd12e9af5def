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
import type { Connection } from '../../sqlite/connection.ts'
import { toStatus } from './codes.ts'
import { INPUT_SQL, RESULT_SQL } from './payloads.ts'
import { createRunFilters, type RunFilters } from './runs-filter.ts'

export interface RunReads {
  get(runId: string): RunRecord | undefined
  list(filter: RunFilter): RunSummary[]
  /** Of these rows of `runs`, newest first. */
  summaries(seqs: readonly number[]): RunSummary[]
  trace(traceId: string): RunRecord[]
  attempts(runId: string): AttemptRecord[]
  counts(): StepCount[]
  unrouted(): UnroutedRecord[]
}

/** `'kr'` alone says nothing, `KeyError: 'kr'` does; `Error` adds nothing to what any error says. */
const ERROR = `CASE WHEN r.failure ->> '$.message' GLOB '?* ?*' OR r.failure ->> '$.name' = 'Error'
  THEN r.failure ->> '$.message'
  ELSE rtrim((r.failure ->> '$.name') || ': ' || (r.failure ->> '$.message'), ': ') END`
const SUMMARY = `r.id, s.name, r.trace_id, r.parent_run_id, r.cause, r.status, r.reason, r.attempts, r.created_at,
  r.due_at, r.started_at, r.finished_at, ${ERROR}`
const RECORD = `${SUMMARY}, ${INPUT_SQL}, ${RESULT_SQL}, r.failure, r.after_ids, r.strikes, r.conflicts`
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

export function createRunReads(db: Connection, filters: RunFilters = createRunFilters(db)): RunReads {
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
  const bySeqs = db.prepare<SummaryRow>(
    `SELECT ${SUMMARY} ${FROM} WHERE r.seq IN (SELECT value FROM json_each(?)) ORDER BY r.seq DESC`,
  )
  const summaries = (seqs: readonly number[]) =>
    seqs.length === 0 ? [] : bySeqs.all([JSON.stringify(seqs)]).map(toSummary)

  return {
    get(runId) {
      const row = byId.get([runId])
      return row && toRecord(row)
    },
    list(filter) {
      const found = summaries(filters.seqsOf(filter))
      // by another connection, a run may have gone on since it was found
      return filter.statuses ? found.filter(({ status }) => filter.statuses?.includes(status)) : found
    },
    summaries,
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
