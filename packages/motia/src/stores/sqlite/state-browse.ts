/** State to look through: groups, and their items a page at a time. For readers. */
import type { ListedItem, StateFilter, StateGroup, StatePage } from '@motia/core/store-reader'
import type { Connection } from './connection.ts'
import { containsPattern } from './like.ts'

export interface StateBrowse {
  groups(): StateGroup[]
  items(filter: StateFilter): StatePage
}

/** UTF-8 bytes from which a value is no longer part of a list. */
const LISTED_BYTES = 16_384
/** Items looked through by one statement, and how long a text is looked for by one call. */
const CHUNK = 2_000
const LOOK_MS = 350

type ItemRow = readonly [key: string, version: number, bytes: number, value: string | null, isHit: number]

export function createStateBrowse(db: Connection): StateBrowse {
  const groups = db.prepare<[string, number]>('SELECT grp, count(*) FROM state GROUP BY grp ORDER BY grp')
  const page = db.prepare<ItemRow>(`SELECT key, version, bytes,
      CASE WHEN isHit AND bytes < ${LISTED_BYTES} THEN value END, isHit FROM (
    SELECT key, version, value, length(CAST(value AS BLOB)) AS bytes,
      ?3 = '%%' OR key LIKE ?3 ESCAPE '\\' OR value LIKE ?4 ESCAPE '\\' AS isHit
    FROM state WHERE grp = ?1 AND key > ?2 ORDER BY key LIMIT ?5)`)

  /** Keys in order behind one, with what was looked for told apart. */
  const pagesOf = function* (group: string, text: string, after: string, size: number) {
    const patterns = [containsPattern(text), containsPattern(JSON.stringify(text).slice(1, -1))] as const
    for (let last = after; ; ) {
      const rows = page.all([group, last, ...patterns, size])
      yield rows
      if (rows.length < size) return
      last = rows.at(-1)?.[0] ?? last
    }
  }

  return {
    groups: () => groups.all([]).map(([group, keys]) => ({ group, keys })),
    items({ group, text = '', after = '', limit }) {
      const until = performance.now() + LOOK_MS
      const found: ListedItem[] = []
      let last = after
      for (const rows of pagesOf(group, text, after, text === '' ? limit + 1 : CHUNK)) {
        if (last !== after && performance.now() >= until) return { items: found, after: last }
        for (const row of rows) {
          if (row[4] && found.length === limit) return { items: found, after: last }
          if (row[4]) found.push(toItem(row))
          last = row[0]
        }
      }
      return { items: found }
    },
  }
}

function toItem([key, version, bytes, value]: ItemRow): ListedItem {
  return { key, version, bytes, ...(value !== null && { value }) }
}
