/** What is sent to a server that should not be taken, as data, and what is to come of it. */

/** A request as bytes, since many of them are such that no client would send them. */
export interface InputCase {
  readonly what: string
  readonly bytes: Buffer
  /** After that: wait for the answer, send no more but stay, or leave. */
  readonly after?: 'stay' | 'leave'
}

export interface BadCase extends InputCase {
  /** The status, or any of these; `closed` if the connection may end without an answer. */
  readonly expect: Expected
  /** What the answer's body has as `code`. */
  readonly code?: string
}

export type Expected = number | 'closed' | readonly (number | 'closed')[]

export interface InputClass {
  readonly name: string
  readonly bad: readonly BadCase[]
  /** Neighbours of these that are fine: answered with 200. */
  readonly accepted: readonly InputCase[]
  /** The accepted call no handler that counts. */
  readonly isCounted?: false
}

export interface Shape {
  readonly method?: string
  readonly path?: string
  readonly type?: string | undefined
  readonly headers?: readonly string[]
  /** In place of its length; `null` for none. */
  readonly length?: string | null
}

/** A well-formed request, but for what is given. Header lines end in CRLF; the connection is to be closed. */
export function toRequest(body: string | Buffer, shape: Shape = {}): Buffer {
  const { method = 'POST', path = '/echo', headers = [], length } = shape
  const type = 'type' in shape ? shape.type : 'application/json'
  const content = Buffer.from(body)
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    ...(type === undefined ? [] : [`content-type: ${type}`]),
    ...(length === null ? [] : [`content-length: ${length ?? content.length}`]),
    ...headers,
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content])
}

/** Cases that differ in their body. */
export function bodies(given: readonly (string | Buffer)[], expect: Expected, shape?: Shape): BadCase[] {
  return given.map((body) => ({ what: name(body), bytes: toRequest(body, shape), expect }))
}

/** The same for neighbours. */
export function fine(given: readonly (string | Buffer)[], shape?: Shape): InputCase[] {
  return given.map((body) => ({ what: name(body), bytes: toRequest(body, shape) }))
}

/** Requests as they are written here, lines ending in `\n`. */
export function raw(what: string, text: string, expect: Expected): BadCase {
  return { what, bytes: Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'), expect }
}

function name(body: string | Buffer): string {
  const text = Buffer.isBuffer(body) ? body.toString('hex') : body
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 50)}… (${text.length})` : text)
}
