/**
 * Connections to the telemetry file: one that writes, others that read. Parameters may be given one by one or as a list;
 * rows are objects, or tuples after `raw()`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from '../../sqlite/connect.ts'
import type { Connection as Opened, Row } from '../../sqlite/connection.ts'

export type { Column } from '../../sqlite/connection.ts'

export interface Connection {
  prepare(sql: string): Statement
  exec(sql: string): void
  readonly inTransaction: boolean
  close(): void
}

export interface Statement {
  run(...params: Params): { readonly changes: number }
  get(...params: Params): unknown
  all(...params: Params): unknown[]
  raw(): Statement
}

type Params = Row | readonly [Row]

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
  let db: Opened | undefined
  try {
    db = connect(path, { busyMs: BUSY_MS })
    // Has to come first: a file that exists keeps its mode.
    db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    db.exec('PRAGMA journal_mode = WAL')
    // A power cut may cost the last moments of telemetry, never the file.
    db.exec('PRAGMA synchronous = NORMAL')
    db.exec(`PRAGMA wal_autocheckpoint = ${walPages}`)
    db.exec('PRAGMA journal_size_limit = 0')
    migrate(db)
    return toConnection(db)
  } catch (error) {
    db?.close()
    throw isUnusable(error) ? new UnusableFileError((error as Error).message, { cause: error }) : error
  }
}

/** The file has to exist. */
export function connectReader(path: string): Connection {
  return toConnection(connect(path, { readonly: true, busyMs: BUSY_MS }))
}

function toConnection(db: Opened): Connection {
  return {
    prepare: (sql) => toStatement(db, sql),
    exec: db.exec,
    get inTransaction() {
      return db.inTransaction()
    },
    close: db.close,
  }
}

function toStatement(db: Opened, sql: string): Statement {
  const objects = db.prepareObjects(sql)
  const toStatementOf = (rows: Pick<typeof objects, 'get' | 'all'>): Statement => ({
    run: (...params) => ({ changes: objects.run(toRow(params)) }),
    get: (...params) => rows.get(toRow(params)),
    all: (...params) => rows.all(toRow(params)),
    raw: () => toStatementOf(db.prepare<Row>(sql)),
  })
  return toStatementOf(objects)
}

function toRow(params: Params): Row {
  const [first] = params
  return Array.isArray(first) ? (first as Row) : (params as Row)
}

/** Whether an error of the driver means that the file itself is bad, whoever uses it. */
export function isUnusable(error: unknown): boolean {
  if (error instanceof UnusableFileError) return true
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code !== 'string') return false
  return /^SQLITE_(NOTADB|CORRUPT)/.test(code) || /no such (table|column)/.test(String(message))
}

function migrate(db: Opened): void {
  const [found = 0] = db.prepare<[number]>('PRAGMA user_version').get([]) ?? []
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
