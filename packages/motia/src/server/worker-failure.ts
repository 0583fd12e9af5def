/** What went wrong with a handler in a worker, as something thrown here, and back. */
import { HttpError } from '@motia/core/errors'
import type { Failure } from '@motia/core/failure'

/** No worker took the request: nothing has failed. */
export class NoWorkerError extends Error {
  override readonly name = 'NoWorkerError'
}

const failures = new WeakMap<object, Failure>()

/** The failure as an error that middlewares may catch: an HttpError if it was one. */
export function toThrown(failure: Failure): Error {
  const { http, name, message, code, issues } = failure
  const error = http
    ? new HttpError(http.status, http.body, (http as { headers?: Record<string, string> }).headers)
    : Object.assign(new Error(message), {
        name,
        ...(code !== undefined && { code }),
        ...(issues && { issues }),
      })
  failures.set(error, failure)
  return error
}

/** The failure that a thrown error is, if it came from a worker. */
export function failureBehind(thrown: unknown): Failure | undefined {
  return typeof thrown === 'object' && thrown !== null ? failures.get(thrown) : undefined
}
