/** What a call of the client means, as a request. Called by create-client.ts. */
import type { RequestOptions } from './client-type.ts'

/** As the types of a route leave them. */
export interface AnyOptions extends Omit<RequestOptions, 'headers'> {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** @throws TypeError without a parameter that the path names */
export function toRequest(
  base: string | URL,
  method: string,
  path: string,
  { params = {}, query = {}, headers: own = {}, body, signal, idempotencyKey }: AnyOptions,
  shared: Readonly<Record<string, string>> = {},
): Request {
  const headers = new Headers(shared)
  for (const [name, value] of Object.entries(own)) if (isGiven(value)) headers.set(name, toText(value))
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  const init: RequestInit & { duplex?: 'half' } = { method, headers, ...(signal && { signal }) }
  if (body !== undefined) {
    init.body = toBody(body, headers)
    if (body instanceof ReadableStream) init.duplex = 'half' // Node asks for it
  }
  return new Request(toUrl(base, path, params, query), init)
}

function toUrl(base: string | URL, path: string, params: object, query: object): URL {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/$/, '')}${fillPath(path, params)}`
  url.search = ''
  url.hash = ''
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value].flat()) if (isGiven(each)) url.searchParams.append(name, toText(each))
  }
  return url
}

/** `:name`, perhaps with an expression, and `*`, whose slashes stay; `::` is a colon. */
function fillPath(path: string, params: object): string {
  return path.replace(/::|:([A-Za-z_]\w*)(?:\([^)]*\))?|\*/g, (found, name: string = '*') => {
    if (found === '::') return ':'
    const value = (params as Record<string, unknown>)[name]
    if (!isGiven(value) || value === '') throw new TypeError(`${path} needs the parameter ${name}`)
    const encoded = encodeURIComponent(String(value))
    return name === '*' ? encoded.replaceAll('%2F', '/') : encoded
  })
}

/** What is sent as it is says its type itself; everything else is JSON. */
function toBody(body: unknown, headers: Headers): BodyInit {
  const isRaw =
    body instanceof FormData ||
    body instanceof Blob ||
    body instanceof URLSearchParams ||
    body instanceof ReadableStream ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    (typeof body === 'string' && headers.has('content-type'))
  if (isRaw) return body as BodyInit
  if (!headers.has('content-type')) headers.set('content-type', 'application/json')
  return JSON.stringify(body)
}

function toText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
