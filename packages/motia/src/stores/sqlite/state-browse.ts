/** State to look through: groups, and their items a page at a time. For readers. */
import type { ListedItem, StateFilter, StateGroup, StatePage } from '@motia/core/store-reader'
import type { Connection } from '../../sqlite/connection.ts'
import { containsPattern } from './like.ts'

export interface StateBrowse {
  groups(): StateGroup[]
  items(filter: StateFilter): StatePage
}

/** UTF-8 bytes from which a value is no longer part of a list. */
const LISTED_BYTES = 16_384
/** Items looked through by one statement, and how long a text is looked for by one call. */
const CHUNK = 500
const LOOK_MS = 350

type ItemRow = readonly [key: string, version: number, bytes: number, value: string | null, isHit: number]

export function createStateBrowse(db: Connection): StateBrowse {
  const groups = db.prepare<[string, number]>('SELECT grp, count(*) FROM state GROUP BY grp ORDER BY grp')
  const page = db.prepare<ItemRow>(`SELECT key, version, bytes,
      CASE WHEN isHit AND bytes < ${LISTED_BYTES} THEN value END, isHit FROM (
    SELECT key, version, value, length(CAST(value AS BLOB)) AS bytes,
      ?3 = '%%' OR key LIKE ?3 ESCAPE '\\' OR value LIKE ?4 ESCAPE '\\' AS isHit
    FROM state WHERE grp = ?1 AND key > ?2 ORDER BY key LIMIT ?5)`)

  /** Items behind a key, in order, with hits told apart; `undefined` once the time is up. */
  const look = function* ({ group, text = '', after = '', limit }: StateFilter) {
    const until = performance.now() + LOOK_MS
    const patterns = [containsPattern(text), containsPattern(JSON.stringify(text).slice(1, -1))] as const
    const size = text === '' ? limit + 1 : CHUNK
    let rows: ItemRow[] = []
    do {
      rows = page.all([group, rows.at(-1)?.[0] ?? after, ...patterns, size])
      yield* rows
      if (rows.length === size && performance.now() >= until) yield
    } while (rows.length === size)
  }

  return {
    groups: () => groups.all([]).map(([group, keys]) => ({ group, keys })),
    items(filter) {
      const items: ListedItem[] = []
      let last = ''
      for (const row of look(filter)) {
        if (!row || items.length === filter.limit) return { items, after: last }
        if (row[4]) items.push(toItem(row))
        last = row[0]
      }
      return { items }
    },
  }
}

function toItem([key, version, bytes, value]: ItemRow): ListedItem {
  return { key, version, bytes, ...(value !== null && { value }) }
}
