/**
 * Compresses answers that are sent whole, and the files of `web/`, for clients that take it, as the config says. Called
 * by route-table.ts. Answers in pieces go as they come: each is to be seen at once.
 */
import { pipeline, Readable } from 'node:stream'
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CompressionConfig } from '../../config/config.ts'

type Encoding = 'br' | 'gzip'

/** Best first where a client likes both as much. */
const ENCODINGS: readonly Encoding[] = ['br', 'gzip']
/** Types that get smaller: texts, and what is one by another name. */
const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|[\w.+-]+\/[\w.+-]*\+(?:json|xml|text)|application\/(?:json|xml|javascript|ecmascript|graphql|wasm|x-ndjson|ndjson|jsonl|manifest|x-www-form-urlencoded|rtf|vnd\.ms-fontobject)|font\/(?:ttf|otf|collection)|image\/(?:bmp|svg\+xml|x-icon|vnd\.microsoft\.icon))(?:\s*;|\s*$)/i
/** Answers are made once: the last per cent would cost many times as much. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

export function compressAnswers(fastify: FastifyInstance, { threshold }: CompressionConfig): void {
  fastify.addHook('onSend', (request, reply, payload: unknown, done) => {
    if (!mayCompress(request, reply)) return void done()
    addVary(reply)
    const size = sizeOf(payload, reply)
    const encoding = size >= threshold ? chooseEncoding(request.headers['accept-encoding']) : undefined
    if (!encoding) return done()
    if (payload instanceof Readable) {
      label(reply, encoding)
      const compressor = encoding === 'br' ? createBrotliCompress(BROTLI) : createGzip()
      return done(
        null,
        pipeline(payload, compressor, () => {}),
      ) // what breaks it breaks the answer
    }
    const finish = (error: Error | null, bytes: Buffer) => {
      if (error || bytes.length >= size) return done() // it is sent as it is
      label(reply, encoding)
      done(null, bytes)
    }
    const bytes = payload as string | Buffer
    if (encoding === 'br') brotliCompress(bytes, BROTLI, finish)
    else gzip(bytes, finish)
  })
}

function mayCompress({ method }: FastifyRequest, reply: FastifyReply): boolean {
  const { statusCode } = reply
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304 || statusCode === 206) return false
  if (reply.hasHeader('content-encoding') || reply.hasHeader('content-range')) return false
  const type = reply.getHeader('content-type')
  if (typeof type !== 'string' || !COMPRESSIBLE.test(type)) return false
  return !/(?:^|[\s,])no-transform(?:$|[\s,])/i.test(String(reply.getHeader('cache-control') ?? ''))
}

/** Of a stream that does not say it, infinite. */
function sizeOf(payload: unknown, reply: FastifyReply): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload)
  if (payload instanceof Uint8Array) return payload.length
  if (!(payload instanceof Readable)) return 0
  const length = reply.getHeader('content-length')
  return length === undefined ? Number.POSITIVE_INFINITY : Number(length)
}

/** The one that the client likes best (RFC 9110, 12.5.3); none where it would rather have the answer as it is. */
export function chooseEncoding(accepted: string | undefined): Encoding | undefined {
  if (accepted === undefined) return undefined
  const weights = new Map<string, number>()
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...params] = part.split(';').map((text) => text.trim())
    const q = params.find((param) => param.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    if (name !== '' && weight >= 0 && weight <= 1) weights.set(name, weight)
  }
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const best = ENCODINGS.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a))
  return weightOf(best) > 0 && weightOf(best) >= (weights.get('identity') ?? 0) ? best : undefined
}

function label(reply: FastifyReply, encoding: Encoding): void {
  reply.header('content-encoding', encoding).removeHeader('content-length')
  const etag = reply.getHeader('etag')
  if (typeof etag === 'string' && etag.startsWith('"')) reply.header('etag', `W/${etag}`) // other bytes, same meaning
}

function addVary(reply: FastifyReply): void {
  const before = [reply.getHeader('vary') ?? []].flat().join(', ')
  if (/(?:^|[\s,])(?:accept-encoding|\*)(?:$|[\s,])/i.test(before)) return
  reply.header('vary', before === '' ? 'accept-encoding' : `${before}, accept-encoding`)
}
