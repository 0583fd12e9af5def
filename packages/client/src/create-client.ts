/** Makes a client: one method for each method of HTTP, over `fetch`. */
import type { ApiRoutes } from '@motia/core'
import { ApiError } from './api-error.ts'
import type { Client } from './client-type.ts'
import { type AnyOptions, toRequest } from './request.ts'

export interface ClientOptions {
  /** Where the API answers: `https://api.example.com`; in a browser, by default, where the page comes from. */
  readonly baseUrl?: string | URL
  /** Of every request; asked each time if it is a function, for a token that is renewed. */
  readonly headers?: MaybeAsked<Readonly<Record<string, string>>>
  /** In the place of the platform's. */
  readonly fetch?: (request: Request) => Promise<Response>
}

type MaybeAsked<T> = T | (() => T | Promise<T>)

interface Answer {
  readonly ok: boolean
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const

/**
 * A client of the routes `R`: those of the project that it is written in, or the `Routes` of another's
 * `.motia/routes.d.ts`.
 */
export function createClient<R = ApiRoutes>(options: ClientOptions = {}): Client<R> {
  const methods = METHODS.map((method) => [
    method,
    (path: string, given: AnyOptions = {}) =>
      toAnswerPromise(`${method.toUpperCase()} ${path}`, ask(method, path, given)),
  ])
  const ask = async (method: string, path: string, given: AnyOptions): Promise<Answer> => {
    const { headers, fetch: send = (request: Request) => globalThis.fetch(request) } = options
    const shared = typeof headers === 'function' ? await headers() : headers
    const base = options.baseUrl ?? globalThis.location?.origin
    if (base === undefined) throw new TypeError('createClient needs a baseUrl where there is no page')
    return toAnswer(await send(toRequest(base, method.toUpperCase(), path, given, shared)))
  }
  return Object.fromEntries(methods) as Client<R>
}

/** The promise, with `orThrow` beside `then`. */
function toAnswerPromise(request: string, promise: Promise<Answer>) {
  const orThrow = async () => {
    const { ok, status, body, headers } = await promise
    if (ok) return body
    throw new ApiError(request, status, body, headers)
  }
  return Object.assign(promise, { orThrow })
}

async function toAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response
  // A redirect that was not followed is no error.
  return { ok: status < 400, status, headers, body: await readBody(response) }
}

/** JSON as its value, text as text, a stream of events as a stream, all else as bytes; nothing as `undefined`. */
async function readBody(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (/^text\/event-stream/i.test(type)) return response.body
  if (/^application\/(?:[\w.+-]+\+)?json/i.test(type)) {
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  }
  if (/^text\//i.test(type)) return response.text()
  const bytes = new Uint8Array(await response.arrayBuffer())
  return bytes.length === 0 && type === '' ? undefined : bytes
}
