/** What an api handler gets: the request's parts after their schemas, the rest read when asked for. */
import { parseCookies } from '@motia/core/cookie'
import type { FastifyRequest } from 'fastify'
import type { Parts } from '../runtimes/node/invoke/validation.ts'
import { rawBodyOf } from './bodies/bodies.ts'

export class HandlerRequest {
  readonly body: unknown
  readonly params: unknown
  readonly query: unknown
  readonly #request: FastifyRequest
  readonly #parts: HandlerRequest['parts']
  #locals: object | undefined
  #cookies: Readonly<Record<string, string>> | undefined

  /** @param locals what middlewares left */
  constructor(request: FastifyRequest, parts: HandlerRequest['parts'], locals?: object) {
    this.#request = request
    this.#parts = parts
    this.#locals = locals
    this.body = parts.body
    this.params = parts.params
    this.query = parts.query
  }
  /** Exists for types only. */
  declare readonly parts: Parts

  get headers() {
    return this.#parts.headers ?? this.#request.headers
  }
  get cookies(): Readonly<Record<string, string>> {
    this.#cookies ??= parseCookies(this.#request.headers.cookie)
    return this.#cookies
  }
  get rawBody(): Uint8Array {
    return rawBodyOf(this.#request)
  }
  get method(): string {
    return this.#request.method
  }
  get url(): string {
    return this.#request.url
  }
  get ip(): string {
    return this.#request.ip
  }
  get locals(): object {
    this.#locals ??= {}
    return this.#locals
  }
  get path(): string {
    const { url } = this.#request
    const end = url.indexOf('?')
    return end === -1 ? url : url.slice(0, end)
  }
}
