/**
 * What a handler answered, made ready to be sent: checked and encoded before anything is committed, since what cannot
 * be sent is a failure of the step. Used by both kinds of route.
 */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { motiaError } from '@motia/core/errors'
import { encodeJson } from '@motia/core/json'
import type { Response } from '@motia/core/outcome'
import type { FastifyReply } from 'fastify'
import { sendSoon } from './send-queue.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'
const BYTES_TYPE = 'application/octet-stream'

export type Body = string | Uint8Array | NodeJS.ReadableStream | ReadableStream | undefined

export interface PreparedResponse {
  readonly status: number
  readonly headers: Response['headers']
  readonly body: Body
}

/** @throws what the step did wrong */
export function prepareResponse(response: Response, stepId: string): PreparedResponse {
  const { status } = response
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw motiaError('MOTIA_OPTION', { what: `${stepId} answered with status ${status}, none of 200 to 599` })
  }
  const headers = toHeaders(response.headers)
  return { status, headers, body: encodeBody(response.body, headers, stepId) }
}

export function sendResponse(to: FastifyReply, { status, headers, body }: PreparedResponse): void {
  const reply = to.code(status)
  for (const name in headers) reply.header(name, headers[name])
  if (body !== undefined && !reply.hasHeader('content-type')) {
    reply.header('content-type', typeof body === 'string' ? JSON_TYPE : BYTES_TYPE)
  }
  sendSoon(reply, body)
}

/** @throws on a name or value that HTTP cannot carry */
export function assertHeaders(headers: Response['headers']): void {
  for (const name in headers) {
    validateHeaderName(name)
    for (const value of [headers[name]].flat()) validateHeaderValue(name, value as string)
  }
}

/** The platform's `Headers`, as its `Response` has them, are taken too. */
function toHeaders(given: Response['headers']): Response['headers'] {
  const { entries } = given as { entries?: unknown }
  const headers = typeof entries === 'function' ? Object.fromEntries(entries.call(given)) : given
  assertHeaders(headers)
  return headers
}

/** Bytes, streams and text that says its type go as they are, everything else as JSON. */
function encodeBody(body: unknown, headers: Response['headers'], stepId: string): Body {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'object') {
    if (body instanceof Uint8Array) return body
    if (isStream(body)) return body
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

function isStream(body: object): body is NodeJS.ReadableStream | ReadableStream {
  const { pipe, getReader } = body as { pipe?: unknown; getReader?: unknown }
  return typeof pipe === 'function' || typeof getReader === 'function'
}

function hasContentType(headers: Response['headers']): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}
