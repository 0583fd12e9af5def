/**
 * How an attempt ended, as a value: what a runtime hands to the engine. Also the response of an api step,
 * which is an outcome's result in HTTP's words (ACCEPTANCE D6).
 */
import type { Effects } from './effect.ts'
import { motiaError } from './errors.ts'
import type { Failure } from './failure.ts'
import type { Json } from './json.ts'

export type MaybePromise<T> = T | Promise<T>

/** Whether a value has to be awaited: a promise of any library, since a query builder's is often its own. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

/** Why an attempt failed; decides whether it is tried again (run.ts). */
export type FailureReason = 'error' | 'non-retryable' | 'validation' | 'timeout'

export type Outcome =
  | {
      readonly status: 'succeeded'
      readonly result: Json
      readonly effects: Effects
      /** The answer of an api step that a request triggered, in a worker: `result` says nothing then. */
      readonly response?: EncodedResponse
    }
  | {
      readonly status: 'failed'
      readonly reason: FailureReason
      readonly failure: Failure
      /** Committed only if the run is the error step's (ACCEPTANCE D10). */
      readonly effects?: Effects
    }

/** An HTTP answer. `body` of `undefined` or `null` has no content. */
export interface Response<S extends number = number, B = unknown> {
  readonly status: S
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: B
}

/** The same on its way between processes: `body` as text, or base64 for bytes. */
export interface EncodedResponse {
  readonly status: number
  readonly headers: Response['headers']
  readonly body?: string
  readonly encoding?: 'base64'
}

const RESPONSE = Symbol.for('motia.response')
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308]

/** An answer with a status of its own. Returning it commits, whatever the status. */
export function response<const S extends number, B = undefined>(
  status: S,
  body?: B,
  headers: Response['headers'] = {},
): Response<S, B> {
  const made = { status, body: body as B, headers }
  Object.defineProperty(made, RESPONSE, { value: true })
  return made
}

/**
 * Sends the client elsewhere: 302 by default; 303 after a form, 301 or 308 for good.
 * @param url absolute, or a path; what HTTP cannot carry (umlauts, spaces) is encoded
 * @throws `MOTIA_OPTION` on a line break, or a status that is no redirect
 */
export function redirect(
  url: string,
  status = 302,
  headers: Response['headers'] = {},
): Response<number, undefined> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  if (typeof url !== 'string' || /[\u0000-\u001f\u007f]/.test(url))
    throw motiaError('MOTIA_OPTION', { what: `redirect to ${JSON.stringify(url)}, which is no URL` })
  if (!REDIRECTS.includes(status))
    throw motiaError('MOTIA_OPTION', { what: `redirect with ${status}, none of ${REDIRECTS.join(', ')}` })
  const location = url.replace(/\p{Cs}/gu, '\uFFFD').replace(/[^\u0021-\u007e]+/g, encodeURIComponent)
  return response(status, undefined, { ...headers, location })
}

/** What an api handler returned, as an answer: an envelope, nothing (204), or a value (200). */
export function toResponse(returned: unknown): Response {
  if (returned === undefined || returned === null) return { status: 204, headers: {}, body: undefined }
  if (!isEnvelope(returned)) return { status: 200, headers: {}, body: returned }
  return { status: returned.status, headers: returned.headers ?? {}, body: returned.body }
}

function isEnvelope(value: unknown): value is Partial<Response> & { status: number } {
  if (typeof value !== 'object' || value === null) return false
  if ((value as { [RESPONSE]?: true })[RESPONSE]) return true
  const status = (value as { status?: unknown }).status
  if (!Number.isInteger(status) || (status as number) < 100 || (status as number) > 599) return false
  return 'body' in value || 'headers' in value
}
