/** Which request bodies the API server takes: JSON, as bytes and parsed; none at all; nothing else. */
import { isUtf8 } from 'node:buffer'
import { mayHoldPrototypeKey } from '@motia/core/json'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const NO_BYTES = Buffer.alloc(0)
/** A property of Fastify's request: declared once, so that all requests keep one shape. */
const RAW = 'motiaRawBody'

/** The body's bytes as they came. */
export function rawBodyOf(request: FastifyRequest): Buffer {
  return (request as { [RAW]?: Buffer })[RAW] ?? NO_BYTES
}

/** An error that becomes an answer of 400. */
class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly statusCode = 400
}

export function acceptBodies(fastify: FastifyInstance): void {
  fastify.decorateRequest(RAW, null)
  fastify.removeAllContentTypeParsers()
  const json = { parseAs: 'buffer' } as const
  fastify.addContentTypeParser(/^application\/(?:[\w.+-]+\+)?json(?:;|$)/, json, (request, bytes, done) => {
    ;(request as { [RAW]?: Buffer })[RAW] = bytes as Buffer
    try {
      done(null, parseBody(bytes as Buffer))
    } catch (error) {
      done(error as Error, undefined)
    }
  })
}

function parseBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  if (!isUtf8(bytes)) throw new BodyError('the body is not valid JSON: it is not UTF-8')
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new BodyError(`the body is not valid JSON: ${(error as Error).message}`)
  }
  if (mayHoldPrototypeKey(text) || text.includes('"prototype"')) refusePoison(value)
  return value
}

/** Keys that would change prototypes where somebody copies the body. Depth is no matter: it is the sender's. */
function refusePoison(body: unknown): void {
  const left = [body]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, '__proto__')) throw new BodyError('the body holds a "__proto__" key')
    const { constructor: maker } = value as { constructor?: unknown }
    if (typeof maker === 'object' && maker !== null && Object.hasOwn(maker, 'prototype'))
      throw new BodyError('the body holds a "constructor" with a "prototype"')
    for (const item of Object.values(value)) left.push(item)
  }
}
