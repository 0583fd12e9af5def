/**
 * Connections to the telemetry file, over libsql: one that writes, others that read. libsql aborts the process on
 * booleans, objects and the like as parameters, and cuts texts at NUL: hence `Column`, and rows.ts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import Database from 'libsql'

export type Column = string | number | null
export type Connection = Database.Database
export type Statement = Database.Statement

const MIGRATIONS = new URL('./migrations/', import.meta.url)
/** Short, because the supervisor waits with it: nobody else writes, and readers do not lock. */
const BUSY_MS = 250

/** The file is none of ours, or damaged, or from a newer version: set it aside. */
export class UnusableFileError extends Error {
  override readonly name = 'UnusableFileError'
}

/**
 * @param walPages the write-ahead log is merged into the file when it has grown to this
 * @throws UnusableFileError
 */
export function connectWriter(path: string, walPages: number): Connection {
  const db = new Database(path)
  try {
    db.pragma(`busy_timeout = ${BUSY_MS}`)
    // Has to come first: a file that exists keeps its mode.
    db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    // A power cut may cost the last moments of telemetry, never the file.
    db.pragma('synchronous = NORMAL')
    db.pragma(`wal_autocheckpoint = ${walPages}`)
    db.pragma('journal_size_limit = 0')
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw isUnusable(error) ? new UnusableFileError((error as Error).message, { cause: error }) : error
  }
}

/** The file has to exist. */
export function connectReader(path: string): Connection {
  const db = new Database(`${pathToFileURL(path).href}?mode=ro`)
  db.pragma(`busy_timeout = ${BUSY_MS}`)
  return db
}

/** Whether an error of the driver means that the file itself is bad, whoever uses it. */
export function isUnusable(error: unknown): boolean {
  if (error instanceof UnusableFileError) return true
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code !== 'string') return false
  return /^SQLITE_(NOTADB|CORRUPT)/.test(code) || /no such (table|column)/.test(String(message))
}

function migrate(db: Connection): void {
  const found = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
  const names = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  if (found > names.length) {
    throw new UnusableFileError(
      `it was written by a newer Motia (schema ${found}, this one knows ${names.length})`,
    )
  }
  for (const [index, name] of names.entries()) {
    if (index < found) continue
    const sql = readFileSync(new URL(name, MIGRATIONS), 'utf8')
    db.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
