/** The JSON body of a request to the Workbench. server.ts calls it, for what changes something. */
import type { IncomingMessage } from 'node:http'
import { decodeJson } from '@motia/core/json'
import { Refusal } from './refusal.ts'

const MAX_BYTES = 1024 * 1024

/**
 * A form of another site cannot send this content type without asking first, and nobody answers that.
 * @throws Refusal 400, 413, 415
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'the body has to be application/json')
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES)
      throw new Refusal(413, `the body is larger than ${MAX_BYTES} bytes`, undefined, { connection: 'close' })
    chunks.push(chunk)
  }
  try {
    return decodeJson(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new Refusal(400, 'the body is no JSON')
  }
}
