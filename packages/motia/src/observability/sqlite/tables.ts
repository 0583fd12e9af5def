/** The open telemetry file: stores entries in transactions, within its bounds. Throws; file.ts catches. */
import { type Connection, connectWriter } from './connection.ts'
import { createLedger, type Ledger, type Reports } from './ledger.ts'
import { type Bounds, createRoom, type Room, walPagesOf } from './room.ts'
import { type Entry, INSERT } from './rows.ts'
import { createWordIndex, type WordIndex } from './word-index.ts'

export interface Tables {
  /** All of them, or none. */
  store(entries: readonly Entry[], nowMs: number): void
  /** Deletes some of what is too old; true if there is more. */
  prune(nowMs: number): boolean
  /** Indexes some lines; true if there are more. */
  index(): boolean
  close(): void
}

/** What a slice of the index may take. */
const INDEX_BYTES = 32 * 1_024

/** @throws UnusableFileError */
export function openTables(path: string, bounds: Bounds, reports: Reports): Tables {
  const db = connectWriter(path, walPagesOf(bounds.maxBytes))
  try {
    const words = createWordIndex(db, bounds.maxBytes)
    return createTables(db, createRoom(db, bounds, words), createLedger(db, reports), words)
  } catch (error) {
    db.close()
    throw error
  }
}

function createTables(db: Connection, room: Room, ledger: Ledger, words: WordIndex): Tables {
  const insert = {
    spans: db.prepare(INSERT.spans),
    logs: db.prepare(INSERT.logs),
    events: db.prepare(INSERT.events),
  }

  function write(entries: readonly Entry[], nowMs: number): void {
    for (const entry of entries) {
      if (entry.table === 'counters') ledger.add(entry.event, nowMs)
      else insert[entry.table].run(entry.columns)
    }
  }

  return {
    store(entries, nowMs) {
      room.make(entries.reduce((sum, entry) => sum + entry.bytes, 0))
      let isCommitted = false
      db.exec('BEGIN IMMEDIATE')
      try {
        write(entries, nowMs)
        db.exec('COMMIT')
        isCommitted = true
      } finally {
        ledger.settle(isCommitted)
        if (!isCommitted && db.inTransaction) db.exec('ROLLBACK')
      }
    },
    prune: (nowMs) => room.prune(nowMs),
    index() {
      room.make(INDEX_BYTES)
      return words.fill()
    },
    close() {
      try {
        // The driver closes for good only when its statements are collected: until then the log would stay behind.
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      } finally {
        db.close()
      }
    },
  }
}
