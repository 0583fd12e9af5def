/**
 * Keeps the telemetry file within its bounds: deletes the oldest rows, by age and before the file would grow beyond its
 * size, a few at a time, and gives pages back. tables.ts calls it before it writes, and when asked to.
 */
import type { Connection, Statement } from './connection.ts'
import { deleteSomeRollups, pruneRollups } from './rollups.ts'
import type { WordIndex } from './word-index.ts'

export interface Bounds {
  readonly maxAgeMs: number
  /** Of the file and its write-ahead log together. */
  readonly maxBytes: number
}

export interface Room {
  /** Deletes the oldest until that many bytes fit. */
  make(bytes: number): void
  /** Deletes some of what is too old; true if there is more. */
  prune(nowMs: number): boolean
}

export const PAGE_BYTES = 4_096
/** System events are few, and small: the newest of these are kept. */
const MAX_EVENTS = 10_000
/** Rows deleted by one statement: a few milliseconds. */
const BATCH_ROWS = 500
const BATCHES_PER_PRUNE = 10
/** Free pages beyond this share go back to the file system. */
const FREE_SHARE = 0.25
const VACUUM_PAGES = 500
/** Neither log lines nor spans crowd the other out beyond this. */
const MAX_RATIO = 8

/** Pages after which the log is merged into the file: what the bound leaves besides the file itself. */
export function walPagesOf(maxBytes: number): number {
  return Math.max(16, Math.min(1_000, Math.floor(maxBytes / 32 / PAGE_BYTES)))
}

/** Bytes that one transaction may write, so that the log stays small. */
export function transactionBytesOf(maxBytes: number): number {
  return Math.max(64 * 1024, Math.min(4 * 1024 * 1024, Math.floor(maxBytes / 32)))
}

export function createRoom(db: Connection, { maxAgeMs, maxBytes }: Bounds, words: WordIndex): Room {
  // The log holds up to its limit, one transaction, and the pages that a deletion touches.
  const budgetPages = Math.floor((maxBytes * 7) / 8 / PAGE_BYTES)
  const pageCount = db.prepare('PRAGMA page_count').raw()
  const freeCount = db.prepare('PRAGMA freelist_count').raw()
  const tables = { logs: tableOf(db, 'logs'), spans: tableOf(db, 'spans') }
  const deleteEvents = db.prepare('DELETE FROM events WHERE at < ? OR id <= (SELECT max(id) FROM events) - ?')

  const pages = () => scalar(pageCount)
  const freePages = () => scalar(freeCount)

  function deleteSomeOldest(): number {
    const logs = tables.logs.ends()
    const spans = tables.spans.ends()
    const logsFirst =
      logs.rows > MAX_RATIO * spans.rows ||
      (spans.rows <= MAX_RATIO * logs.rows && logs.oldestAt <= spans.oldestAt)
    const deleted = (logsFirst ? tables.logs : tables.spans).deleteOldest(Infinity)
    if (logsFirst) words.forget()
    return deleted || deleteSomeRollups(db)
  }

  return {
    make(bytes) {
      const needed = Math.ceil(bytes / PAGE_BYTES)
      while (pages() - freePages() + needed > budgetPages && deleteSomeOldest() > 0);
    },
    prune(nowMs) {
      const cutoff = Math.floor(nowMs - maxAgeMs)
      deleteEvents.run(cutoff, MAX_EVENTS)
      pruneRollups(db, nowMs)
      let batches = 0
      for (const table of [tables.logs, tables.spans]) {
        while (batches < BATCHES_PER_PRUNE && table.deleteOldest(cutoff) > 0) batches++
      }
      words.forget()
      const free = freePages()
      if (free > pages() * FREE_SHARE) db.exec(`PRAGMA incremental_vacuum(${Math.min(free, VACUUM_PAGES)})`)
      return batches >= BATCHES_PER_PRUNE
    },
  }
}

function tableOf(db: Connection, name: 'logs' | 'spans') {
  const ends = db
    .prepare(
      `SELECT coalesce((SELECT max(id) FROM ${name}) - min(id) + 1, 0), (SELECT at FROM ${name} ORDER BY id LIMIT 1) FROM ${name}`,
    )
    .raw()
  const deleteOldest = db.prepare(
    `DELETE FROM ${name} WHERE id IN (SELECT id FROM ${name} ORDER BY id LIMIT ${BATCH_ROWS}) AND at < ?`,
  )
  return {
    ends() {
      const [rows, oldestAt] = ends.get() as [number, number | null]
      return { rows, oldestAt: oldestAt ?? Infinity }
    },
    /** Of the oldest rows those from before then; how many. */
    deleteOldest: (beforeMs: number): number =>
      deleteOldest.run(Math.min(beforeMs, Number.MAX_SAFE_INTEGER)).changes,
  }
}

function scalar(statement: Statement): number {
  return (statement.get() as [number])[0]
}
