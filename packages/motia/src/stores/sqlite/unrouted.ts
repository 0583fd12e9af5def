/** Triggers that reached no step, counted by target. */
import type { Unrouted } from '@motia/core/store'
import type { Connection } from '../../sqlite/connection.ts'

export function createUnrouted(db: Connection) {
  const upsert = db.prepare(`INSERT INTO unrouted (target, count, first_at, last_at, last_trace_id)
    VALUES (?1, 1, ?2, ?2, ?3) ON CONFLICT DO UPDATE
    SET count = count + 1, last_at = excluded.last_at, last_trace_id = excluded.last_trace_id`)
  return {
    note(triggers: readonly Unrouted[], now: number): void {
      for (const { target, traceId } of triggers) upsert.run([target, now, traceId])
    },
  }
}
