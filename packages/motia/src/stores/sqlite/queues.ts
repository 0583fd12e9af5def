/** Queues as seen from outside: since when their oldest runs wait. For readers. */
import type { OldestQueued } from '@motia/core/store-reader'
import type { Connection } from '../../sqlite/connection.ts'
import { CODE } from './codes.ts'

/** By step, in the order of their ids. A run that was redriven or released counts from its first due time. */
export function createOldestQueued(db: Connection): () => OldestQueued[] {
  const oldest = db.prepare<[string, number]>(`SELECT s.name, (SELECT max(r.created_at, coalesce(r.due_at, 0))
    FROM runs r WHERE r.step = c.step AND r.status = ${CODE.queued} ORDER BY r.seq LIMIT 1) AS since
    FROM counts c JOIN steps s ON s.id = c.step
    WHERE c.status = ${CODE.queued} AND c.count > 0 AND since IS NOT NULL ORDER BY s.name`)
  return () => oldest.all([]).map(([stepId, at]) => ({ stepId, at }))
}
