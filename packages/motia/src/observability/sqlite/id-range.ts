/**
 * Finds rows by time without an index of times: rows are appended as they arrive, so that ids rise with `at`, but for
 * those that were under way for a while. The readers beside it use it.
 */
import type { Connection } from './connection.ts'
import { type Condition, createWhere } from './where.ts'

/** Nothing is under way for longer: a collector that cannot send drops what is older. */
const SLACK_MS = 60_000

export interface Times {
  readonly from?: number
  readonly to?: number
}

/** Conditions for what was recorded from `from` on and before `to`: on ids to be quick, on times to be right. */
export function betweenTimes(db: Connection, table: 'logs' | 'spans', times: Times): Condition {
  const { from, to } = times
  const { above, below } = idsBetween(db, table, times)
  const where = createWhere()
  if (from !== undefined) where.and('id > ? AND at >= ?', above, from)
  if (to !== undefined) where.and('id < ? AND at < ?', below, to)
  return where.condition()
}

/** Ids that what was recorded then lies between. */
export function idsBetween(
  db: Connection,
  table: 'logs' | 'spans',
  { from, to }: Times,
): { readonly above: number; readonly below: number } {
  return {
    above: from === undefined ? 0 : firstIdFrom(db, table, from - SLACK_MS) - 1,
    below: to === undefined ? Number.MAX_SAFE_INTEGER : firstIdFrom(db, table, to + SLACK_MS),
  }
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
