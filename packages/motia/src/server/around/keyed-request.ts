/**
 * A request that names an `Idempotency-Key`: its handler runs once, and the same request again gets the same answer.
 * Within the middlewares, which see every request. Made by route.ts; without the header nothing of it exists.
 *
 *   first ─► handler ─► commit: effects and answer, whole ─► answer
 *   again ─► 409 while the first is under way, 422 if it is another request, else the first one's answer
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { HttpError } from '@motia/core/errors'
import type { EncodedResponse, MaybePromise } from '@motia/core/outcome'
import type { NewAnswer, StoredAnswer } from '@motia/core/store-answers'
import type { FastifyRequest } from 'fastify'
import type { Inline } from '../../engine/inline.ts'
import { type PreparedResponse, toEncodedResponse } from '../../runtimes/node/invoke/encode-response.ts'
import { Pieces } from '../../runtimes/node/invoke/pieces.ts'
import { rawBodyOf } from '../bodies/bodies.ts'
import { prepareAnswer, ReadyAnswer } from '../ready-answer.ts'
import { fromEncoded } from '../response.ts'

/** Tells an answer that was given before. */
const REPLAYED_HEADER = 'idempotent-replayed'
const KEY_HEADER = 'idempotency-key'
/** As header values are: visible, and not too long for an index. */
const KEY = /^[\x21-\x7e]{1,255}$/
const MAX_ANSWER_BYTES = 64 * 1024
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

export interface KeyedRoute {
  readonly stepId: string
  readonly method: string
  readonly path: string
}

export interface KeyedWorld {
  readonly inline: Pick<Inline, 'findAnswer'>
  /** Keys of requests under way in this process. */
  readonly keysUnderWay: Set<string>
}

/** Whether requests of a method may name a key: the others change nothing. */
export function mayBeKeyed(method: string): boolean {
  return !SAFE.includes(method)
}

export class KeyedRequest {
  readonly #route: KeyedRoute
  readonly #world: KeyedWorld
  readonly #from: FastifyRequest
  #key: string | undefined
  #request = ''
  #response: EncodedResponse | 'not kept' | undefined

  constructor(route: KeyedRoute, world: KeyedWorld, from: FastifyRequest) {
    this.#route = route
    this.#world = world
    this.#from = from
  }

  /** `undefined` for a request without a key. */
  static of(route: KeyedRoute, world: KeyedWorld, from: FastifyRequest): KeyedRequest | undefined {
    return from.headers[KEY_HEADER] === undefined ? undefined : new KeyedRequest(route, world, from)
  }

  /** The handler's answer, or the earlier one. @throws 400, 409, 422 as an HttpError */
  async answerOnce(handle: () => MaybePromise<unknown>): Promise<ReadyAnswer> {
    const key = this.#key ?? this.#take()
    this.#request ||= await fingerprint(this.#from)
    this.#response = undefined
    const earlier = await this.#world.inline.findAnswer(key)
    if (earlier) return new ReadyAnswer(this.replay(earlier))
    const prepared = prepareAnswer(await handle(), this.#route.stepId)
    this.#response = toKept(prepared)
    return new ReadyAnswer(prepared)
  }

  /** What is to be committed with the effects. An answer that is not kept matters only if there are some. */
  toAnswer(hasEffects: boolean): NewAnswer | undefined {
    const response = this.#response
    if (this.#key === undefined || response === undefined) return undefined
    if (response !== 'not kept') return { key: this.#key, request: this.#request, response }
    return hasEffects ? { key: this.#key, request: this.#request } : undefined
  }

  /** An earlier answer, again. @throws 422 if it was another request's, 409 if it was not kept */
  replay({ request, response }: StoredAnswer): PreparedResponse {
    if (request !== this.#request) {
      throw refuse(422, 'the idempotency key was used for another request')
    }
    if (!response) {
      throw refuse(409, 'this request was carried out before; its answer was too large to keep')
    }
    const { status, headers, body } = fromEncoded(response, this.#route.stepId)
    return { status, headers: { ...headers, [REPLAYED_HEADER]: 'true' }, body }
  }

  /** It is no longer under way. */
  release(): void {
    if (this.#key !== undefined) this.#world.keysUnderWay.delete(this.#key)
  }

  #take(): string {
    const given = this.#from.headers[KEY_HEADER]
    if (typeof given !== 'string' || !KEY.test(given)) {
      throw refuse(400, 'the idempotency key must be 1 to 255 visible ASCII characters')
    }
    const { method, path } = this.#route
    const sender = this.#from.headers.authorization ?? ''
    const key = sha256(JSON.stringify([method, path, sha256(sender), given]))
    const { keysUnderWay } = this.#world
    if (keysUnderWay.has(key)) {
      throw refuse(409, 'a request with this idempotency key is under way', { 'retry-after': '1' })
    }
    keysUnderWay.add(key)
    this.#key = key
    return key
  }
}

/** A failure of the server is no answer to keep: the request may be tried again. */
function toKept(prepared: PreparedResponse): EncodedResponse | 'not kept' | undefined {
  const { status, body } = prepared
  if (status >= 500) return undefined
  if (body instanceof Pieces) return 'not kept'
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0)
  return bytes > MAX_ANSWER_BYTES ? 'not kept' : toEncodedResponse(prepared, body)
}

/** Where it went and what it said: the bytes of its body, or of a form its fields and files. */
async function fingerprint(from: FastifyRequest): Promise<string> {
  const hash = createHash('sha256').update(`${from.url}\0`)
  const bytes = rawBodyOf(from)
  if (bytes.length > 0 || from.body === undefined) return hash.update(bytes).digest('base64url')
  const files: string[] = []
  const fields = JSON.stringify(from.body, (_name, value: unknown) => {
    const { path, ...file } = (value ?? {}) as { path?: unknown; size?: unknown }
    if (typeof path !== 'string' || typeof file.size !== 'number') return value
    files.push(path)
    return file
  })
  hash.update(fields)
  for (const path of files) for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('base64url')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function refuse(status: number, message: string, headers = {}): HttpError {
  const error = { 400: 'Bad Request', 409: 'Conflict', 422: 'Unprocessable Content' }[status]
  return new HttpError(status, { error, message }, headers)
}
