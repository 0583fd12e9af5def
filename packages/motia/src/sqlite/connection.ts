/**
 * A connection to SQLite, as both drivers give it to the store and to telemetry: connect.ts opens one. Rows are tuples, or
 * objects where asked for. Parameters are texts without NUL, numbers and null, and nothing else: drivers differ on the rest.
 */
export type Column = string | number | null
export type Row = readonly Column[]

/** Prepared when a verb of it is used first. What SQLite refuses is thrown with its name as `code`: `SQLITE_BUSY`. */
export interface Statement<R = never> {
  /** How many rows changed. For statements that return no rows. */
  run(params: Row): number
  get(params: Row): R | undefined
  all(params: Row): R[]
}

export interface Connection {
  prepare<R extends Row = never>(sql: string): Statement<R>
  /** Its rows are objects, by the columns' names. */
  prepareObjects<R extends object>(sql: string): Statement<R>
  /** Several statements, without parameters. */
  exec(sql: string): void
  inTransaction(): boolean
  close(): void
}

export interface ConnectOptions {
  /** Needs a file that is there. */
  readonly readonly?: boolean
  /** How long to wait for locks of others. */
  readonly busyMs: number
}

/** A driver: the file, or `:memory:`. */
export type Connect = (path: string, options: ConnectOptions) => Connection
