/** Failures of the same kind together; reader.ts calls it. */
import type { Failure } from '@motia/core/failure'
import type { ErrorGroup } from '../records.ts'
import type { Connection } from './connection.ts'

interface GroupRow {
  readonly step_id: string
  readonly count: number
  readonly final: number
  readonly first_at: number
  readonly last_at: number
  readonly run_id: string
  readonly trace_id: string
  readonly failure: string | null
}

/** The latest failures are grouped: enough to see what goes wrong now. */
const LATEST = 10_000

export function readErrors(db: Connection, filter: { stepId?: string; limit: number }): ErrorGroup[] {
  const ofStep = filter.stepId === undefined ? '' : 'AND step_id = ?'
  const sql = `WITH groups AS (
      SELECT count(*) AS count, sum(kind = 'request' OR status = 'failed') AS final,
        min(at) AS first_at, max(at) AS last_at, max(id) AS last_id
      FROM spans WHERE id IN (SELECT id FROM spans WHERE failed = 1 ${ofStep} ORDER BY id DESC LIMIT ${LATEST})
      GROUP BY step_id, error_kind ORDER BY last_id DESC LIMIT ?)
    SELECT groups.*, step_id, run_id, trace_id, failure FROM groups JOIN spans ON spans.id = last_id
    ORDER BY last_id DESC`
  const params = filter.stepId === undefined ? [filter.limit] : [filter.stepId, filter.limit]
  return (db.prepare(sql).all(...params) as GroupRow[]).map(toGroup)
}

function toGroup(row: GroupRow): ErrorGroup {
  const failure = row.failure === null ? undefined : (JSON.parse(row.failure) as Failure)
  return {
    stepId: row.step_id,
    count: row.count,
    final: row.final,
    firstAt: row.first_at,
    lastAt: row.last_at,
    lastRunId: row.run_id,
    lastTraceId: row.trace_id,
    // A request answered with 5xx by hand.
    failure: failure ?? { name: 'Error', message: 'failed without an error' },
  }
}
