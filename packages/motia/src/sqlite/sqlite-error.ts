/** Errors of Node's SQLite with the names that libsql gives them: whoever catches one asks for its `code`. */

/** By primary result code (https://sqlite.org/rescode.html). */
const NAMES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  2: 'SQLITE_INTERNAL',
  3: 'SQLITE_PERM',
  4: 'SQLITE_ABORT',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  9: 'SQLITE_INTERRUPT',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  12: 'SQLITE_NOTFOUND',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  17: 'SQLITE_SCHEMA',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  21: 'SQLITE_MISUSE',
  23: 'SQLITE_AUTH',
  26: 'SQLITE_NOTADB',
}
const PRIMARY = 0xff

/** The same error. Anything else stays as it is. */
export function toSqliteError(error: unknown): unknown {
  const { errcode } = (error ?? {}) as { errcode?: unknown }
  if (typeof errcode !== 'number') return error
  return Object.assign(error as Error, { code: NAMES[errcode & PRIMARY] ?? 'SQLITE_ERROR' })
}
