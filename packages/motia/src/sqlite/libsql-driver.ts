/**
 * Connections over libsql, where Node has no SQLite of its own, and its traps: it aborts the process on booleans, and
 * cuts texts at NUL. Loaded when it is needed, since it has no binary for some platforms.
 */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type Libsql from 'libsql'
import type { Connect, Row, Statement } from './connection.ts'

const require = createRequire(import.meta.url)

/** @throws if there is no binary of it for this platform */
export function openLibsqlDriver(): Connect {
  const Database = require('libsql') as typeof Libsql
  return (path, { readonly: isReadonly, busyMs }) => {
    const location = isReadonly ? `${pathToFileURL(path).href}?mode=ro` : path
    const db = new Database(location, { timeout: busyMs })
    return {
      prepare: <R extends Row>(sql: string) => toStatement<R>(db, sql, true),
      prepareObjects: <R extends object>(sql: string) => toStatement<R>(db, sql, false),
      exec: (sql) => void db.exec(sql),
      inTransaction: () => db.inTransaction,
      close: () => void db.close(),
    }
  }
}

/**
 * libsql's `get` begins where the statement was left: after another verb it gives rows of before, after an error that
 * error again. So each verb has a statement to itself, and that of `get` is replaced after an error. One array instead
 * of spread parameters saves a copy.
 */
function toStatement<R>(db: Libsql.Database, sql: string, isRaw: boolean): Statement<R> {
  const prepare = () => (isRaw ? db.prepare(sql).raw() : db.prepare(sql))
  let runs: Libsql.Statement | undefined
  let gets: Libsql.Statement | undefined
  let alls: Libsql.Statement | undefined
  return {
    run(params) {
      runs ??= prepareToRun(db, sql)
      return runs.run(params).changes
    },
    get(params) {
      gets ??= prepare()
      try {
        return gets.get(params) as R | undefined
      } catch (error) {
        gets = undefined
        throw error
      }
    },
    all(params) {
      alls ??= prepare()
      return alls.all(params) as R[]
    },
  }
}

/** A statement that returns rows would stay open after `run`, and no commit go through. */
function prepareToRun(db: Libsql.Database, sql: string): Libsql.Statement {
  const prepared = db.prepare(sql)
  if (prepared.reader) throw new Error(`a statement that returns rows was run without reading them: ${sql}`)
  return prepared
}
