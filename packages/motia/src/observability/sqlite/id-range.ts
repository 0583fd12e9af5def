/**
 * Finds rows by time without an index of times: rows are appended as they arrive, so that ids rise with `at`, but for
 * those that were under way for a while. The readers beside it use it.
 */
import type { Connection } from './connection.ts'

/** Nothing is under way for longer: a collector that cannot send drops what is older. */
const SLACK_MS = 60_000

/** Conditions for what was recorded from `from` on and before `to`: on ids to be quick, on times to be right. */
export function betweenTimes(
  db: Connection,
  table: 'logs' | 'spans',
  { from, to }: { readonly from?: number; readonly to?: number },
): { readonly sql: string; readonly params: number[] } {
  const parts: string[] = []
  const params: number[] = []
  if (from !== undefined) {
    parts.push('id >= ? AND at >= ?')
    params.push(firstIdFrom(db, table, from - SLACK_MS), from)
  }
  if (to !== undefined) {
    parts.push('id < ? AND at < ?')
    params.push(firstIdFrom(db, table, to + SLACK_MS), to)
  }
  return { sql: parts.join(' AND '), params }
}

/** About the first id whose row is from then or later; beyond the last one if there is none. */
function firstIdFrom(db: Connection, table: 'logs' | 'spans', at: number): number {
  const ends = db.prepare(
    `SELECT (SELECT min(id) FROM ${table}) AS low, (SELECT max(id) FROM ${table}) AS high`,
  )
  const found = ends.get() as { low: number | null; high: number | null }
  const next = db.prepare(`SELECT id, at FROM ${table} WHERE id >= ? ORDER BY id LIMIT 1`)
  let low = found.low ?? 0
  let high = (found.high ?? 0) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = next.get(middle) as { id: number; at: number } | undefined
    if (row === undefined || row.at >= at) high = middle
    else low = row.id + 1
  }
  return low
}
