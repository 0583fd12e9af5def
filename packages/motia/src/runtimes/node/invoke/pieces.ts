/**
 * A response body that comes piece by piece, whatever it is made of: a stream of Node or of the web, an async iterable,
 * a generator. encode-response.ts makes one; the API server, or the worker's loop, pulls at the client's pace.
 */
import { Readable } from 'node:stream'
import { motiaError } from '@motia/core/errors'
import type { MaybePromise } from '@motia/core/outcome'

export type Piece = string | Uint8Array

/** What pieces are taken from. */
export interface PieceSource {
  next(): MaybePromise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  /** Gives up whatever it holds, also while a piece is waited for. */
  close(): unknown
}

export class Pieces {
  isClosed = false
  /** For whoever waits for something else than a piece. */
  onClose: (() => void) | undefined
  readonly #source: PieceSource
  readonly #stepId: string
  #stopWaiting: () => void = () => {}

  constructor(source: PieceSource, stepId: string) {
    this.#source = source
    this.#stepId = stepId
  }

  /** `undefined` at the end, or once closed. @throws what the source threw, and on what is neither text nor bytes */
  next(): Promise<Piece | undefined> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) return resolve(undefined)
      this.#stopWaiting = () => resolve(undefined) // the source may never come back
      this.#take().then(resolve, reject)
    })
  }

  /** Nobody wants the rest. Call it within the attempt's scope: what the source does then is the step's code. */
  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.#stopWaiting()
    this.onClose?.()
    this.#closeSource().catch(() => {}) // that it failed at giving up helps nobody
  }

  async #take(): Promise<Piece | undefined> {
    const { done, value } = await this.#source.next()
    if (done) return undefined
    if (typeof value === 'string' || value instanceof Uint8Array) return value
    const kind =
      value === null ? 'null' : Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
    throw motiaError('MOTIA_OPTION', {
      what: `a piece of the response of ${this.#stepId} is ${kind}, neither text nor bytes`,
    })
  }

  async #closeSource(): Promise<void> {
    await this.#source.close()
  }
}

/** The body as a source, if it is one: an array, a string or bytes are not. */
export function toPieceSource(body: object): PieceSource | undefined {
  const { pipe, getReader, next } = body as { pipe?: unknown; getReader?: unknown; next?: unknown }
  if (typeof pipe === 'function') return fromNodeStream(body as NodeJS.ReadableStream)
  if (typeof getReader === 'function') return fromWebStream(body as ReadableStream)
  if (Symbol.asyncIterator in body)
    return fromIterator((body as AsyncIterable<unknown>)[Symbol.asyncIterator]())
  if (typeof next === 'function' && Symbol.iterator in body)
    return fromIterator(body as unknown as Iterator<unknown>)
  return undefined
}

function fromNodeStream(stream: NodeJS.ReadableStream): PieceSource {
  const readable = stream instanceof Readable ? stream : new Readable().wrap(stream)
  // An error before the first piece is asked for, or after the last, must not end the process; iterating throws it.
  for (const emitter of new Set([stream, readable])) emitter.on('error', () => {})
  const iterator = readable[Symbol.asyncIterator]()
  return {
    next: () => iterator.next(),
    close: () => readable.destroy(), // the iterator's own `return` would wait for the piece
  }
}

function fromWebStream(stream: ReadableStream): PieceSource {
  const reader = stream.getReader()
  return { next: () => reader.read(), close: () => reader.cancel() }
}

function fromIterator(iterator: AsyncIterator<unknown> | Iterator<unknown>): PieceSource {
  return { next: () => iterator.next(), close: () => iterator.return?.() }
}
