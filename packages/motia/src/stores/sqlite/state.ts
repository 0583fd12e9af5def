/** The ability `state`: reading durable key-value groups. Groups match whole, never by prefix. */
import type { StoredItem, StoredValue } from '@motia/core/store'
import type { Connection } from '../../sqlite/connection.ts'

const NOTHING: StoredValue = { version: 0 }

export interface StateReads {
  get(group: string, key: string): StoredValue
  /** Ordered by key. */
  list(group: string): StoredItem[]
}

export function createStateReads(db: Connection): StateReads {
  const select = db.prepare<[string, number]>('SELECT value, version FROM state WHERE grp = ? AND key = ?')
  const selectAll = db.prepare<[string, string, number]>(
    'SELECT key, value, version FROM state WHERE grp = ? ORDER BY key',
  )
  return {
    get(group, key) {
      const row = select.get([group, key])
      return row ? { value: row[0], version: row[1] } : NOTHING
    },
    list: (group) => selectAll.all([group]).map(([key, value, version]) => ({ key, value, version })),
  }
}
