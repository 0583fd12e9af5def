/** Errors of SQLite as errors of the catalogue, and all errors as data that crosses the thread's border. */
import { type ErrorCode, MotiaError, motiaError } from '@motia/core/errors'

/** What SQLite says when the disk, the file or a lock is at fault, not the commit. */
const UNAVAILABLE =
  /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|BUSY|LOCKED|NOMEM|PERM|AUTH|PROTOCOL)/

/** An error as structured data. */
export interface ErrorData {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

/** Whether no other commit would fare better now. */
function isUnavailable(error: unknown): boolean {
  const { code, message, syscall } = error as { code?: unknown; message?: unknown; syscall?: unknown }
  if (typeof syscall === 'string' || (typeof code === 'string' && UNAVAILABLE.test(code))) return true
  return typeof message === 'string' && message.startsWith('ConnectionFailed')
}

/** For the way out of the thread: every error is one of the catalogue, so that nobody tries a hopeless commit again. */
export function toErrorData(thrown: unknown): ErrorData {
  const { message, code, hint } = thrown instanceof MotiaError ? thrown : toMotiaError(thrown)
  return { message, code, hint }
}

/** On the other side. */
export function fromErrorData({ message, code, hint }: ErrorData): MotiaError {
  return new MotiaError(code, message, hint)
}

function toMotiaError(thrown: unknown): MotiaError {
  const { message, code } = thrown as { message?: unknown; code?: unknown }
  const cause = code ? `${message} (${code})` : String(message ?? thrown)
  return motiaError(isUnavailable(thrown) ? 'MOTIA_STORE_UNAVAILABLE' : 'MOTIA_STORE_REFUSED', { cause })
}
