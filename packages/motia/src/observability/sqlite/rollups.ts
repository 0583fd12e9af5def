/**
 * Counts over time, in four resolutions that are kept for ever longer, so that their number is bounded: some 2,600 rows
 * for a step that never rests. The ledger adds to them, room.ts has them pruned, read-figures.ts reads them.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@motia/core/duration'
import type { Connection } from './connection.ts'
import { addTotals, fromRow, TALLY_COLUMNS, type Tally, type TallyRow, toColumns } from './tally.ts'

export interface Rollups {
  /** Inside the transaction of the batch. */
  add(stepId: string, kind: string, news: Tally, atMs: number): void
}

/** The finest first. A resolution is kept for a bit longer than the window that is drawn from it. */
export const RESOLUTIONS = [
  { spanMs: 5 * SECOND_MS, keptMs: 15 * MINUTE_MS },
  { spanMs: MINUTE_MS, keptMs: 25 * HOUR_MS },
  { spanMs: 15 * MINUTE_MS, keptMs: 8 * DAY_MS },
  { spanMs: 2 * HOUR_MS, keptMs: 8 * DAY_MS },
] as const

export function createRollups(db: Connection): Rollups {
  const key = 'span_ms = ? AND at = ? AND step_id = ? AND kind = ?'
  const get = db.prepare(`SELECT ${TALLY_COLUMNS} FROM rollups WHERE ${key}`)
  const put = db.prepare(`INSERT OR REPLACE INTO rollups (span_ms, at, step_id, kind, ${TALLY_COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  return {
    add(stepId, kind, news, atMs) {
      for (const { spanMs } of RESOLUTIONS) {
        const at = Math.floor(atMs / spanMs) * spanMs
        const row = get.get(spanMs, at, stepId, kind) as TallyRow | undefined
        put.run(spanMs, at, stepId, kind, ...toColumns(row ? sum(news, row) : news))
      }
    },
  }
}

function sum(news: Tally, row: TallyRow): Tally {
  const tally = { ...news, durations: [...news.durations], waits: [...news.waits] }
  addTotals(tally, fromRow(row))
  return tally
}

/** Deletes what is too old. */
export function pruneRollups(db: Connection, nowMs: number): void {
  const expired = db.prepare('DELETE FROM rollups WHERE span_ms = ? AND at < ?')
  for (const { spanMs, keptMs } of RESOLUTIONS) expired.run(spanMs, Math.floor(nowMs - keptMs))
}

/** Where nothing else is left to make room with: the finest first. @returns how many */
export function deleteSomeRollups(db: Connection): number {
  const key = 'span_ms, at, step_id, kind'
  const oldest = `SELECT ${key} FROM rollups ORDER BY ${key} LIMIT 500`
  return db.prepare(`DELETE FROM rollups WHERE (${key}) IN (${oldest})`).run().changes
}
