/**
 * The answer of an attempt that comes piece by piece, as the server sees it: pieces are asked for as they are consumed,
 * so that neither side holds many. worker-process.ts opens one when a worker announces it.
 */
import type { Outcome } from '@motia/core/outcome'
import type { AttemptReport, ResponseStream } from '@motia/core/runtime'

/** The worker that makes the pieces. */
export interface StreamSource {
  pull(chunks: number): void
  /** Nobody wants the rest. */
  cancel(): void
  /** It said nothing more: the attempt is over all the same. */
  giveUp(outcome: Outcome): void
}

export type StreamHead = Pick<ResponseStream, 'status' | 'headers' | 'effects'>

type Piece = string | Uint8Array

/** Pieces that may be on their way or wait here. */
const WINDOW = 8
/** A stream that nobody wants any more may still end by itself, and say what it staged, within this. */
const CANCELLED_MS = 1_000
const CANCELLED: Outcome = {
  status: 'failed',
  reason: 'non-retryable',
  failure: { name: 'Error', message: 'the stream was cancelled' },
}
const LAST = { done: true, value: undefined } as const

export class OpenStream {
  readonly stream: ResponseStream
  readonly #source: StreamSource
  readonly #arrived: Piece[] = []
  readonly #end = createGate<AttemptReport>()
  #ended: AttemptReport | undefined
  #news = createGate<void>()
  #isAskedFor = false
  #isLeft = false
  #isCancelled = false

  constructor(head: StreamHead, source: StreamSource) {
    this.#source = source
    // No generator: its `return` would wait for the piece that a `next` waits for.
    const pieces: AsyncIterator<Piece, undefined> = {
      next: () => this.#next(),
      return: async () => this.#leave(),
    }
    const { status, headers, effects } = head
    this.stream = {
      status,
      headers,
      effects,
      pieces: { [Symbol.asyncIterator]: () => pieces },
      end: this.#end.passed,
      cancel: () => this.#cancel(),
    }
  }

  push(piece: Piece): void {
    if (this.#isLeft) return
    this.#arrived.push(piece)
    this.#tell()
  }

  /** The attempt is over, for whatever reason. */
  finish(report: AttemptReport): void {
    this.#ended = report
    this.#end.open(report)
    this.#tell()
  }

  async #next(): Promise<IteratorResult<Piece, undefined>> {
    if (!this.#isAskedFor) this.#pull(WINDOW)
    this.#isAskedFor = true
    for (;;) {
      if (this.#isLeft) return LAST
      const value = this.#arrived.shift()
      if (value !== undefined) {
        this.#pull(1)
        return { done: false, value }
      }
      if (this.#ended) {
        throwUnlessWhole(this.#ended)
        return LAST
      }
      await this.#news.passed
    }
  }

  #pull(chunks: number): void {
    if (!this.#ended && !this.#isCancelled) this.#source.pull(chunks)
  }

  #leave(): typeof LAST {
    this.#isLeft = true
    this.#cancel()
    this.#tell()
    return LAST
  }

  #cancel(): void {
    if (this.#ended || this.#isCancelled) return
    this.#isCancelled = true
    this.#source.cancel()
    setTimeout(() => {
      if (!this.#ended) this.#source.giveUp(CANCELLED)
    }, CANCELLED_MS).unref()
  }

  /** Whoever waits looks again. */
  #tell(): void {
    const { open } = this.#news
    this.#news = createGate()
    open()
  }
}

/** @throws why the pieces ended before the last one */
function throwUnlessWhole(report: AttemptReport): void {
  if (report.type === 'lost') throw new Error(`the worker ended before the stream did (${report.cause})`)
  if (report.type !== 'outcome') throw new Error('the worker was stopped before the stream ended')
  if (report.outcome.status === 'succeeded') return
  const { name, message } = report.outcome.failure
  throw Object.assign(new Error(message), { name })
}

interface Gate<T> {
  readonly passed: Promise<T>
  open(value: T): void
}

function createGate<T>(): Gate<T> {
  let open: (value: T) => void = () => {}
  const passed = new Promise<T>((resolve) => {
    open = resolve
  })
  return { passed, open }
}
