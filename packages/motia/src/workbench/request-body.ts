/** The JSON body of a request to the Workbench. server.ts calls it, for what changes something. */
import type { IncomingMessage } from 'node:http'
import { decodeJson } from '@motia/core/json'
import { Refusal } from './refusal.ts'

const MAX_BYTES = 1024 * 1024

/**
 * A form of another site cannot send this content type without asking first, and nobody answers that.
 * @throws Refusal 400, 413, 415
 */
export async function readBody(request: IncomingMessage, maxBytes = MAX_BYTES): Promise<unknown> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'the body has to be application/json')
  }
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  try {
    return decodeJson(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new Refusal(400, 'the body is no JSON')
  }
}

/** A body's object. @throws Refusal 400 */
export function toObject(value: unknown, name = 'the body'): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new Refusal(400, `${name} has to be a JSON object`)
}

/** A text in it that is not empty. @throws Refusal 400 */
export function toText(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new Refusal(400, `${name} has to be a text that is not empty`)
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, `the body is larger than ${maxBytes} bytes`, { headers: { connection: 'close' } })
}
