/** Connections over Node's own SQLite, where it is whole: nothing to install, on every platform that Node runs on. */
import type { Connect, Connection, Row, Statement } from './connection.ts'
import { toSqliteError } from './sqlite-error.ts'

/** What we use of `node:sqlite`: the oldest Node that we run on has no types of it. */
interface NodeSqlite {
  readonly DatabaseSync: new (path: string, options: object) => NodeDatabase
  readonly StatementSync: { readonly prototype: NodeStatement }
}

interface NodeDatabase {
  readonly isTransaction: boolean
  prepare(sql: string): NodeStatement
  exec(sql: string): void
  close(): void
}

interface NodeStatement {
  run(...params: Row): { readonly changes: number | bigint }
  get(...params: Row): unknown
  all(...params: Row): unknown[]
  columns(): readonly unknown[]
  setReturnArrays(isRaw: boolean): void
}

/** @throws if this Node has none, or one that lacks what we need: 22.16 is the first with tuples, full text search with it */
export function openNodeDriver(): Connect {
  const sqlite = load()
  if (typeof sqlite?.StatementSync.prototype.setReturnArrays !== 'function')
    throw new Error(`Node ${process.versions.node} has no SQLite, or not all of it`)
  return (path, { readonly: readOnly = false, busyMs: timeout }) => {
    const options = { readOnly, timeout, enableForeignKeyConstraints: false }
    return toConnection(named(() => new sqlite.DatabaseSync(path, options)))
  }
}

/** Node 22 warns, once a process, that it is experimental: that one warning would be the first that a user reads. */
function load(): NodeSqlite | undefined {
  const { emitWarning } = process
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental')) emitWarning(warning, ...(rest as []))
  }) as typeof emitWarning
  try {
    return process.getBuiltinModule('node:sqlite' as 'node:fs') as unknown as NodeSqlite | undefined
  } finally {
    process.emitWarning = emitWarning
  }
}

function toConnection(db: NodeDatabase): Connection {
  return {
    prepare: <R extends Row>(sql: string) => toStatement<R>(db, sql, true),
    prepareObjects: <R extends object>(sql: string) => toStatement<R>(db, sql, false),
    exec: (sql) => named(() => db.exec(sql)),
    inTransaction: () => db.isTransaction,
    close: () => db.close(),
  }
}

function toStatement<R>(db: NodeDatabase, sql: string, isRaw: boolean): Statement<R> {
  let prepared: NodeStatement | undefined
  let returnsRows = false
  const prepare = () => {
    prepared = db.prepare(sql)
    prepared.setReturnArrays(isRaw)
    returnsRows = prepared.columns().length > 0
    return prepared
  }
  return {
    run(params) {
      try {
        prepared ??= prepare()
        if (returnsRows) throw new Error(`a statement that returns rows was run without reading them: ${sql}`)
        return Number(prepared.run(...params).changes)
      } catch (error) {
        throw toSqliteError(error)
      }
    },
    get(params) {
      try {
        return (prepared ?? prepare()).get(...params) as R | undefined
      } catch (error) {
        throw toSqliteError(error)
      }
    },
    all(params) {
      try {
        return (prepared ?? prepare()).all(...params) as R[]
      } catch (error) {
        throw toSqliteError(error)
      }
    },
  }
}

function named<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw toSqliteError(error)
  }
}
