/**
 * What a handler answered, made ready to be sent: checked and encoded before anything is committed, since what cannot
 * be sent is a failure of the step. Used by the API server, and by workers for what they send there.
 */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { motiaError } from '@motia/core/errors'
import { encodeJson } from '@motia/core/json'
import type { EncodedResponse, Response } from '@motia/core/outcome'
import { type Piece, Pieces, toPieceSource } from './pieces.ts'

export type Body = string | Uint8Array | Pieces | undefined

export interface PreparedResponse {
  readonly status: number
  readonly headers: Response['headers']
  /** Text without a `content-type` among the headers is JSON. */
  readonly body: Body
}

/** @throws what the step did wrong */
export function prepareResponse(
  { status, headers: given, body }: Response,
  stepId: string,
): PreparedResponse {
  const headers = toHeaders(given)
  const encoded = encodeBody(body, headers, stepId)
  try {
    assertSendable(status, headers, stepId)
  } catch (error) {
    if (encoded instanceof Pieces) encoded.close()
    throw error
  }
  return { status, headers, body: encoded }
}

/** As the worker protocol carries it. */
export function toEncodedResponse(
  { status, headers }: PreparedResponse,
  body: Exclude<Body, Pieces>,
): EncodedResponse {
  if (body === undefined) return { status, headers }
  const { data, ...encoding } = encodePiece(body)
  return { status, headers, body: data, ...encoding }
}

/** Text as it is, bytes as base64. */
export function encodePiece(piece: Piece): { readonly data: string; readonly encoding?: 'base64' } {
  if (typeof piece === 'string') return { data: piece }
  const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
  return { data: bytes.toString('base64'), encoding: 'base64' }
}

/** @throws on a status that is no final answer, and on headers that HTTP cannot carry */
export function assertSendable(status: number, headers: Response['headers'], stepId: string): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw motiaError('MOTIA_OPTION', { what: `${stepId} answered with status ${status}, none of 200 to 599` })
  }
  assertHeaders(headers)
}

/** @throws on a name or value that HTTP cannot carry */
export function assertHeaders(headers: Response['headers']): void {
  for (const name in headers) {
    validateHeaderName(name)
    for (const value of [headers[name]].flat()) validateHeaderValue(name, value as string)
  }
}

/** The platform's `Headers`, as its `Response` has them, are taken too. */
export function toHeaders(given: Response['headers']): Response['headers'] {
  const { entries, getSetCookie } = given as { entries?: unknown; getSetCookie?: unknown }
  if (typeof entries !== 'function') return given
  const headers: Record<string, string | readonly string[]> = Object.fromEntries(entries.call(given))
  const cookies: string[] = typeof getSetCookie === 'function' ? getSetCookie.call(given) : []
  return cookies.length > 1 ? { ...headers, 'set-cookie': cookies } : headers
}

/** Bytes, pieces and text that says its type go as they are, everything else as JSON. */
function encodeBody(body: unknown, headers: Response['headers'], stepId: string): Body {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'object') {
    if (body instanceof Uint8Array) return body
    if (body instanceof Pieces) return body
    const source = toPieceSource(body)
    if (source) return new Pieces(source, stepId)
  }
  if (typeof body === 'string' && hasContentType(headers)) return body
  try {
    const text = JSON.stringify(body)
    if (text !== undefined) return text
  } catch {
    // said better, with its place, by what follows
  }
  return encodeJson(body, `response of ${stepId}`)
}

function hasContentType(headers: Response['headers']): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}
