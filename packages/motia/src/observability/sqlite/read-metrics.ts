/** How each step fares: requests from the counters, attempts of durable runs from their spans; reader.ts calls it. */
import type { AttemptMetrics, RequestMetrics, StepMetrics } from '../records.ts'
import type { Connection } from './connection.ts'
import { toDurations } from './read-figures.ts'
import { addTotals, emptyTally, fromRow, type TallyRow } from './tally.ts'

interface CounterRow extends TallyRow {
  readonly step_id: string
  readonly since: number
}

/** Latest attempts of a step that its figures are taken from. */
const LATEST = 500

/** Jumps from step to step along the index, instead of going through all spans. */
const STEPS = `WITH RECURSIVE steps(id) AS (
    SELECT min(step_id) FROM spans
    UNION ALL SELECT (SELECT min(step_id) FROM spans WHERE step_id > steps.id) FROM steps WHERE id IS NOT NULL
  ) SELECT id FROM steps WHERE id IS NOT NULL`

export function readMetrics(db: Connection): StepMetrics[] {
  const requests = new Map(
    (db.prepare("SELECT * FROM counters WHERE kind = 'request'").all() as CounterRow[]).map((row) => [
      row.step_id,
      toRequestMetrics(row),
    ]),
  )
  const seen = (db.prepare(STEPS).all() as { id: string }[]).map(({ id }) => id)
  const latest = db.prepare(
    "SELECT duration_ms, failed FROM spans WHERE step_id = ? AND kind = 'attempt' ORDER BY id DESC LIMIT ?",
  )
  return [...new Set([...requests.keys(), ...seen])].sort().map((stepId) => {
    const counted = requests.get(stepId)
    const attempts = toAttemptMetrics(latest.all(stepId, LATEST) as { duration_ms: number; failed: number }[])
    return { stepId, ...(counted && { requests: counted }), ...(attempts && { attempts }) }
  })
}

function toRequestMetrics(row: CounterRow): RequestMetrics {
  const { since, ended, failed } = row
  const tally = emptyTally()
  addTotals(tally, fromRow(row))
  const nothing = { meanMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0 }
  const durations = toDurations(tally.durations, tally.totalMs) ?? nothing
  return { requests: ended, failed, successRate: ended === 0 ? 1 : 1 - failed / ended, since, ...durations }
}

function toAttemptMetrics(
  rows: readonly { duration_ms: number; failed: number }[],
): AttemptMetrics | undefined {
  if (rows.length === 0) return undefined
  const durations = rows.map((row) => row.duration_ms).sort((a, b) => a - b)
  // Nearest rank: the smallest that this share of all do not exceed.
  const percentile = (share: number) => durations[Math.ceil(share * durations.length) - 1] ?? 0
  return {
    attempts: rows.length,
    failed: rows.reduce((sum, row) => sum + row.failed, 0),
    meanMs: durations.reduce((sum, ms) => sum + ms, 0) / durations.length,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
  }
}
