/** Queries of system events; reader.ts calls them. */
import type { SystemEvent } from '@motia/core/events'
import type { EventFilter, EventRecord } from '../records.ts'
import type { Connection } from './connection.ts'
import { createWhere } from './where.ts'

export function readEvents(db: Connection, filter: EventFilter): EventRecord[] {
  const where = createWhere()
  where.and('id < ?', filter.before)
  const { types } = filter
  if (types) where.and(`type IN (${types.map(() => '?').join(', ')})`, ...types)
  const rows = db
    .prepare(`SELECT id, body FROM events ${where.sql()} ORDER BY id DESC LIMIT ?`)
    .all(...where.params(), filter.limit) as { id: number; body: string }[]
  return rows.map(({ id, body }) => ({ id, event: JSON.parse(body) as SystemEvent }))
}
