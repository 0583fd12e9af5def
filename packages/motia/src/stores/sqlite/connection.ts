/**
 * A connection to SQLite, over libsql: prepared statements that give rows as tuples. libsql aborts the process on
 * booleans and cuts texts at NUL, so parameters are texts without NUL, numbers and null.
 */
import { pathToFileURL } from 'node:url'
import Database from 'libsql'

export type Column = string | number | null
export type Row = readonly Column[]

export interface Statement<R extends Row = never> {
  /** Resolves to how many rows changed. */
  run(params: Row): number
  get(params: Row): R | undefined
  all(params: Row): R[]
}

export interface Connection {
  prepare<R extends Row = never>(sql: string): Statement<R>
  /** Several statements, without parameters. */
  exec(sql: string): void
  inTransaction(): boolean
  close(): void
}

/** Waits up to `busyMs` for locks of others. `readonly` needs an existing file. */
export function connect(path: string, options: { readonly?: boolean; busyMs: number }): Connection {
  const location = options.readonly ? `${pathToFileURL(path).href}?mode=ro` : path
  // libsql's types do not know that `timeout` is all it reads of the options
  const db = new Database(location, { timeout: options.busyMs })
  return {
    prepare: <R extends Row>(sql: string) => toStatement<R>(db.prepare(sql)),
    exec: (sql) => void db.exec(sql),
    inTransaction: () => db.inTransaction,
    close: () => void db.close(),
  }
}

function toStatement<R extends Row>(prepared: Database.Statement): Statement<R> {
  const statement = prepared.reader ? prepared.raw() : prepared
  // one array instead of spread parameters saves libsql a copy
  return {
    run: (params) => statement.run(params as Column[]).changes,
    get: (params) => statement.get(params as Column[]) as R | undefined,
    all: (params) => statement.all(params as Column[]) as R[],
  }
}
