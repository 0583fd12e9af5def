/**
 * A failure that crossed a border: the same plain shape from every language, in the store, on the wire and in the
 * payload of the error step.
 */

/** The step that gets failures, unless the configuration's `onError` names another. */
export const DEFAULT_ERROR_STEP = 'handle-step-error'

export interface Failure {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  /** Set for validation failures. */
  readonly issues?: readonly { readonly path: string; readonly message: string; readonly in?: string }[]
  /** The answer that an HttpError stands for. */
  readonly http?: {
    readonly status: number
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
  }
}

/** Anything that was thrown, as a readable failure: also strings, plain objects and nothing. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Error || looksLikeError(thrown)) {
    const { name, message, stack, code } = thrown as Error & { code?: unknown }
    const http = name === 'HttpError' ? toHttp(thrown as { status?: unknown }) : undefined
    return {
      name: typeof name === 'string' && name ? name : 'Error',
      message: String(message),
      ...(typeof stack === 'string' && { stack }),
      ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
      ...(http && { http }),
    }
  }
  return { name: 'NonError', message: `a value that is no Error was thrown: ${describe(thrown)}` }
}

/** By shape, since the class may come from another copy of this package. */
function toHttp(error: { status?: unknown; body?: unknown; headers?: unknown }): Failure['http'] {
  const { status, body, headers } = error
  if (typeof status !== 'number' || !Number.isInteger(status)) return undefined
  return {
    status,
    ...(body !== undefined && { body }),
    ...(headers !== undefined && { headers: headers as Record<string, string> }),
  }
}

function looksLikeError(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { message?: unknown }).message === 'string'
  )
}

function describe(value: unknown): string {
  if (typeof value !== 'object') return String(value)
  try {
    return JSON.stringify(value) ?? 'nothing'
  } catch {
    return Object.prototype.toString.call(value)
  }
}
