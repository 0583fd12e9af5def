/** Which request bodies the API server takes, by content type, and what handlers get of them. */
import { isUtf8 } from 'node:buffer'
import type { Json } from '@motia/core/json'
import type { UploadLimits } from '@motia/core/upload'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BodyError } from './body-error.ts'
import { parseFormBody } from './form-body.ts'
import { parseJsonBody } from './json-body.ts'
import { boundaryOf, readMultipartBody } from './multipart-body.ts'
import { attachUploads, declareUploads, type Uploads } from './uploads.ts'

const NO_BYTES = Buffer.alloc(0)
/** A property of Fastify's request: declared once, so that all requests keep one shape. */
const RAW = 'motiaRawBody'
const JSON_TYPES = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i
const UTF8 = /^(?:utf-?8|us-ascii)$/i

/** The body's bytes as they came; none of a form with files, which are too many to keep. */
export function rawBodyOf(request: FastifyRequest): Buffer {
  return (request as { [RAW]?: Buffer })[RAW] ?? NO_BYTES
}

/** Whether the body's bytes are JSON: they can be handed on unread. */
export function isJsonBody({ body, headers }: Pick<FastifyRequest, 'body' | 'headers'>): boolean {
  return body !== undefined && JSON_TYPES.test(headers['content-type']?.toLowerCase() ?? '')
}

/** What triggering the step by id would take: JSON, which has no form of bytes. */
export function bodyAsPayload({ body }: Pick<FastifyRequest, 'body'>): Json {
  return body === undefined || Buffer.isBuffer(body) ? 'null' : JSON.stringify(body)
}

export function acceptBodies(fastify: FastifyInstance, uploads: Uploads): void {
  fastify.decorateRequest(RAW, null)
  declareUploads(fastify)
  fastify.removeAllContentTypeParsers()
  accept(fastify, JSON_TYPES, parseJsonBody)
  accept(fastify, 'application/x-www-form-urlencoded', parseFormBody)
  accept(fastify, /^text\//, parseText)
  accept(fastify, '*', (bytes) => (bytes.length === 0 ? undefined : bytes))
  fastify.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, payload: Payload) => {
    refuseCoding(request)
    const { 'content-type': type = '', 'content-length': length } = request.headers
    const { bodyLimit, config } = request.routeOptions
    const limits = { bodyLimit, upload: (config as { upload?: UploadLimits }).upload }
    const folder = uploads.open()
    const bytes = length === undefined ? undefined : Number(length)
    const body = await readMultipartBody(payload, boundaryOf(type), bytes, limits, folder)
    attachUploads(request, folder)
    return body
  })
}

type Payload = FastifyRequest['raw']

/** Bodies that are read whole. */
function accept(fastify: FastifyInstance, type: string | RegExp, parse: (bytes: Buffer) => unknown): void {
  const isText = type !== '*'
  fastify.addContentTypeParser(type, { parseAs: 'buffer' }, (request, given, done) => {
    const bytes = given as Buffer
    ;(request as { [RAW]?: Buffer })[RAW] = bytes
    let body: unknown
    try {
      refuseCoding(request)
      if (isText) refuseCharset(request)
      body = parse(bytes)
    } catch (error) {
      return done(error as Error, undefined)
    }
    done(null, body)
  })
}

function parseText(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined
  if (!isUtf8(bytes)) throw new BodyError(400, 'the body is not UTF-8')
  return bytes.toString('utf8')
}

function refuseCoding({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding']
  if (coding === undefined || coding.toLowerCase() === 'identity') return
  throw new BodyError(415, `the body is encoded (${coding}): send it as it is`)
}

function refuseCharset({ headers }: FastifyRequest): void {
  const type = headers['content-type']
  if (type === undefined || !type.includes(';')) return
  const charset = CHARSET.exec(type)?.[1]
  if (charset !== undefined && !UTF8.test(charset))
    throw new BodyError(415, `the body is in ${charset}: only UTF-8 is read`)
}
