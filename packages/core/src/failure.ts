/**
 * A failure that crossed a border: the same plain shape from every language, in the store, on the wire and in the
 * payload of the error step.
 */

export interface Failure {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  /** Set for validation failures. */
  readonly issues?: readonly { readonly path: string; readonly message: string }[]
}

/** Anything that was thrown, as a readable failure: also strings, plain objects and nothing. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Error || looksLikeError(thrown)) {
    const { name, message, stack, code } = thrown as Error & { code?: unknown }
    return {
      name: typeof name === 'string' && name ? name : 'Error',
      message: String(message),
      ...(typeof stack === 'string' && { stack }),
      ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    }
  }
  return { name: 'NonError', message: `a value that is no Error was thrown: ${describe(thrown)}` }
}

function looksLikeError(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { message?: unknown }).message === 'string'
  )
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
