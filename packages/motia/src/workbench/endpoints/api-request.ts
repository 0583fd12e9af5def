/** Sends a request to the project's own API, as a client would, and tells what came back and how long it took. */
import { randomBytes } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { motiaError } from '@motia/core/errors'
import { KEEP_HEADER } from '@motia/core/telemetry'
import { Refusal } from '../refusal.ts'
import type { WireResponse } from '../wire/endpoints.ts'
import type { ApiRequest } from './parse-request.ts'

const TIMEOUT_MS = 60_000
const MAX_BYTES = 1024 ** 2

/**
 * @param apiUrl where the API answers
 * @param keepKey has it recorded also under load
 * @throws Refusal 503 if nobody does, 504 if not in time
 */
export async function sendRequest(
  apiUrl: string,
  request: ApiRequest,
  keepKey?: string,
  timeoutMs = TIMEOUT_MS,
): Promise<WireResponse> {
  const traceId = randomBytes(16).toString('hex')
  const own = {
    traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    ...(keepKey !== undefined && { [KEEP_HEADER]: keepKey }),
  }
  const beganAt = performance.now()
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  try {
    const head = await sendHead(apiUrl, request, own, abort.signal)
    const headMs = performance.now() - beganAt
    const { bytes, isCut } = await readUpTo(head, MAX_BYTES)
    return {
      status: head.statusCode ?? 0,
      headers: toPairs(head.rawHeaders),
      ...toBody(bytes),
      isCut,
      bytes: isCut ? Math.max(bytes.length, Number(head.headers['content-length'] ?? 0)) : bytes.length,
      headMs,
      totalMs: performance.now() - beganAt,
      traceId,
    }
  } finally {
    clearTimeout(timer)
  }
}

function sendHead(
  apiUrl: string,
  { method, path, headers, body }: ApiRequest,
  own: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { hostname, port } = new URL(apiUrl)
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: hostname.replace(/^\[|\]$/g, ''),
        port,
        method,
        path,
        headers: { ...headers, ...length, ...own },
        signal,
        agent: false,
      },
      resolve,
    )
    sent.once('error', (error: NodeJS.ErrnoException) => reject(toRefusal(error, signal)))
    // As bytes: a text would have the headers encoded like itself.
    sent.end(body === undefined ? undefined : Buffer.from(body))
  })
}

/** What streams on is read no further, nor what has not ended in time. */
async function readUpTo(
  message: IncomingMessage,
  max: number,
): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > max) break
    }
  } catch {
    return { bytes: Buffer.concat(chunks).subarray(0, max), isCut: true }
  }
  return { bytes: Buffer.concat(chunks).subarray(0, max), isCut: length > max }
}

function toBody(bytes: Buffer): { readonly body: string; readonly isBase64: boolean } {
  try {
    // What is cut may end within a character.
    const body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true })
    if (!body.includes('\u0000')) return { body, isBase64: false }
  } catch {
    // no text
  }
  return { body: bytes.toString('base64'), isBase64: true }
}

function toPairs(raw: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] as string, raw[i + 1] as string])
  return pairs
}

function toRefusal(error: NodeJS.ErrnoException, signal: AbortSignal): Refusal {
  if (signal.aborted) return new Refusal(504, 'the API did not answer in time')
  const { message, code, hint } = motiaError('MOTIA_APP_DOWN', { cause: error.code ?? error.message })
  return new Refusal(503, message, { code, hint, headers: { 'retry-after': '1' } })
}
