/**
 * A connection to SQLite, over libsql: prepared statements that give rows as tuples, and the driver's traps kept here.
 * It aborts the process on booleans and cuts texts at NUL, so parameters are texts without NUL, numbers and null.
 */
import { pathToFileURL } from 'node:url'
import Database from 'libsql'

export type Column = string | number | null
export type Row = readonly Column[]

/** Prepared when a verb of it is used first. */
export interface Statement<R extends Row = never> {
  /** How many rows changed. For statements that return no rows. */
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
  const db = new Database(location, { timeout: options.busyMs })
  return {
    prepare: <R extends Row>(sql: string) => toStatement<R>(db, sql),
    exec: (sql) => void db.exec(sql),
    inTransaction: () => db.inTransaction,
    close: () => void db.close(),
  }
}

/**
 * libsql's `get` begins where the statement was left: after another verb it gives rows of before, after an error that
 * error again. So each verb has a statement to itself, and that of `get` is replaced after an error. One array instead
 * of spread parameters saves a copy.
 */
function toStatement<R extends Row>(db: Database.Database, sql: string): Statement<R> {
  let runs: Database.Statement | undefined
  let gets: Database.Statement | undefined
  let alls: Database.Statement | undefined
  return {
    run(params) {
      runs ??= prepareToRun(db, sql)
      return runs.run(params as Column[]).changes
    },
    get(params) {
      gets ??= db.prepare(sql).raw()
      try {
        return gets.get(params as Column[]) as R | undefined
      } catch (error) {
        gets = undefined
        throw error
      }
    },
    all(params) {
      alls ??= db.prepare(sql).raw()
      return alls.all(params as Column[]) as R[]
    },
  }
}

/** A statement that returns rows would stay open after `run`, and no commit go through. */
function prepareToRun(db: Database.Database, sql: string): Database.Statement {
  const prepared = db.prepare(sql)
  if (prepared.reader) throw new Error(`a statement that returns rows was run without reading them: ${sql}`)
  return prepared
}
