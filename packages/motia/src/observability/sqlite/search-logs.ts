/**
 * Looks for log lines by their words: lines that are not indexed yet are looked through, the others are candidates of
 * the index, newest part first, and looked at. Ends after a while: the page says where to go on. read-logs.ts calls it.
 */
import type { Column, Connection } from './connection.ts'
import type { Condition } from './where.ts'
import { tableOf } from './word-index.ts'
import type { Search, StoredLine } from './words.ts'

/** A row of `logs`, whole. */
export interface Row extends StoredLine {
  readonly id: number
}

export interface Hunt {
  /** Conditions of the filter besides the words. */
  readonly where: Condition
  /** Ids that are looked at: above, and below. */
  readonly above: number
  readonly below: number
  readonly order: 'ASC' | 'DESC'
  readonly limit: number
  readonly search: Search
}

/** What was found, in order, and up to which id it was looked for, if not to the end. */
export interface Catch<R extends Row> {
  readonly rows: R[]
  readonly reached?: number
}

interface Stretch {
  readonly above: number
  readonly below: number
  /** Of the index; none of what is not indexed. */
  readonly table?: string
}

/** The supervisor waits for a search. */
const MAX_MS = 250
const SCAN_LINES = 1_000
const FIRST_CANDIDATES = 200
const MORE_CANDIDATES = 2_000
const FEW_CANDIDATES = 200

export function huntLines<R extends Row>(db: Connection, hunt: Hunt): Catch<R> {
  // Parts are dropped and filled meanwhile.
  db.exec('BEGIN')
  try {
    return hunt.search.matches.length === 0 ? scan<R>(db, hunt) : huntIndexed<R>(db, hunt)
  } finally {
    if (db.inTransaction) db.exec('COMMIT')
  }
}

function scan<R extends Row>(db: Connection, hunt: Hunt): Catch<R> {
  return follow<R>(db, hunt, [{ above: hunt.above, below: hunt.below }], () => undefined)
}

function huntIndexed<R extends Row>(db: Connection, hunt: Hunt): Catch<R> {
  const select = ({ table, above, below }: Stretch, match: string, count: number): number[] => {
    const sql = `SELECT rowid FROM ${table} WHERE ${table} MATCH ? AND rowid > ? AND rowid < ?
      ORDER BY rowid ${hunt.order} LIMIT ?`
    return (db.prepare(sql).raw().all(match, above, below, count) as [number][]).map(([id]) => id)
  }
  const candidates: Candidates = (stretch, count) => {
    if (stretch.table === undefined) return undefined
    let ids: number[] = []
    for (const match of hunt.search.matches) {
      ids = select(stretch, match, count)
      // So few are looked at sooner than the index has told them apart.
      if (ids.length < Math.min(count, FEW_CANDIDATES)) break
    }
    return ids
  }
  try {
    return follow<R>(db, hunt, stretchesOf(db, hunt), candidates)
  } catch (error) {
    // Letters younger than the index's tables fall apart in it.
    if (/phrase queries are not supported/.test((error as Error).message)) return scan<R>(db, hunt)
    throw error
  }
}

/** The parts of the index and what is not indexed yet, in the order of the hunt. */
function stretchesOf(db: Connection, { above, below, order }: Hunt): Stretch[] {
  const parts = db.prepare('SELECT first, upto FROM word_indexes ORDER BY first').all()
  const known = parts as { first: number; upto: number }[]
  const indexed = known.map(({ first, upto }) => ({
    above: first - 1,
    below: upto + 1,
    table: tableOf(first),
  }))
  const all: Stretch[] = [...indexed, { above: known.at(-1)?.upto ?? 0, below: Number.MAX_SAFE_INTEGER }]
  const within = all
    .map((one) => ({ ...one, above: Math.max(one.above, above), below: Math.min(one.below, below) }))
    .filter((one) => one.below - one.above > 1)
  return order === 'ASC' ? within : within.reverse()
}

/** Ids that may be meant, at most `count`; `undefined` where there is no index of them. */
type Candidates = (stretch: Stretch, count: number) => number[] | undefined

function follow<R extends Row>(
  db: Connection,
  hunt: Hunt,
  stretches: readonly Stretch[],
  candidates: Candidates,
): Catch<R> {
  const endAt = performance.now() + MAX_MS
  const rows: R[] = []
  for (const stretch of stretches) {
    for (const batch of batchesOf<R>(db, hunt, stretch, candidates)) {
      for (const row of batch.rows) {
        if (hunt.search.accepts(row) && rows.push(row) === hunt.limit) return { rows, reached: row.id }
      }
      if (performance.now() > endAt) return { rows, reached: batch.reached }
    }
  }
  return { rows }
}

/** At least one, so that whoever goes through them looks at the time. */
function* batchesOf<R extends Row>(
  db: Connection,
  hunt: Hunt,
  stretch: Stretch,
  candidates: Candidates,
): Generator<{ rows: R[]; reached: number }> {
  const isForward = hunt.order === 'ASC'
  const end = isForward ? stretch.below - 1 : stretch.above + 1
  let left = stretch
  for (let count = Math.max(FIRST_CANDIDATES, hunt.limit); ; count = MORE_CANDIDATES) {
    const ids = candidates(left, count)
    const rows = ids ? selectById<R>(db, hunt, ids) : selectBetween<R>(db, hunt, left)
    const last = ids ? ids.at(-1) : rows.at(-1)?.id
    const isOver = last === undefined || (ids ? ids.length < count : rows.length < SCAN_LINES)
    yield { rows, reached: isOver ? end : last }
    if (isOver) return
    left = isForward ? { ...left, above: last } : { ...left, below: last }
  }
}

function selectById<R>(db: Connection, { where, order }: Hunt, ids: readonly number[]): R[] {
  if (ids.length === 0) return []
  const among = { sql: 'id IN (SELECT value FROM json_each(?))', params: [JSON.stringify(ids)] }
  return select<R>(db, [among, where], `ORDER BY id ${order}`)
}

function selectBetween<R>(db: Connection, { where, order }: Hunt, { above, below }: Stretch): R[] {
  const between = { sql: 'id > ? AND id < ?', params: [above, below] }
  return select<R>(db, [between, where], `ORDER BY id ${order} LIMIT ${SCAN_LINES}`)
}

function select<R>(db: Connection, conditions: readonly Condition[], rest: string): R[] {
  const present = conditions.filter(({ sql }) => sql !== '')
  const params: Column[] = present.flatMap((one) => [...one.params])
  const where = present.map(({ sql }) => `(${sql})`).join(' AND ')
  return db.prepare(`SELECT * FROM logs WHERE ${where} ${rest}`).all(...params) as R[]
}
