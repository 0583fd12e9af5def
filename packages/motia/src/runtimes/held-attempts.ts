/**
 * The attempts that a worker has been given and that have not ended, by their numbers on its channel. Counts what the
 * pool asks for at every turn, so that nobody has to look through them. Part of worker-process.ts.
 */
import type { AttemptReport, AttemptRequest, AttemptServices } from '@motia/core/runtime'
import type { OpenStream } from './response-stream.ts'

/** An attempt that a worker has been given. */
export interface Held {
  readonly request: AttemptRequest
  readonly services: AttemptServices
  readonly sentAt: number
  /** The same on the clock of begin-watch.ts. */
  readonly givenAt: number
  begunAt: number | undefined
  /** When it was asked back, on the clock of begin-watch.ts: it begins no more, unless it was about to. */
  askedBackAt: number | undefined
  /** Tells how it ended; once its answer is a stream, how that did. */
  report: (report: AttemptReport) => void
  /** Milliseconds since the epoch; Infinity for a stream. */
  deadline: number
  stream: OpenStream | undefined
  /** How many of its calls are waited for; it uses no slot while there is one. */
  calls: number
}

export class HeldAttempts {
  readonly #byNumber = new Map<number, Held>()
  #lastNumber = 0
  /** Attempts that wait for a call. */
  #parked = 0
  #unbegun = 0

  get size(): number {
    return this.#byNumber.size
  }

  /** Attempts that use a slot. */
  get load(): number {
    return this.#byNumber.size - this.#parked
  }

  /** Attempts whose handlers were not about to be called when the worker was last heard. */
  get unbegun(): number {
    return this.#unbegun
  }

  /** When the oldest of them was given. */
  get unbegunSince(): number | undefined {
    if (this.#unbegun === 0) return undefined
    for (const held of this.#byNumber.values()) if (held.begunAt === undefined) return held.givenAt
    return undefined
  }

  unbegunAttempts(): [number, Held][] {
    return this.#unbegun === 0 ? [] : [...this.#byNumber].filter(([, held]) => held.begunAt === undefined)
  }

  /** The latest deadline of those that have one. */
  get lastDeadline(): number {
    let last = 0
    for (const { deadline } of this.#byNumber.values())
      if (Number.isFinite(deadline)) last = Math.max(last, deadline)
    return last
  }

  /** How many it has been given in its life. */
  get given(): number {
    return this.#lastNumber
  }

  /** Gives its number. */
  add(
    request: AttemptRequest,
    services: AttemptServices,
    report: (report: AttemptReport) => void,
    sentAt: number,
    givenAt: number,
  ): number {
    const n = ++this.#lastNumber
    const { deadline } = request
    this.#byNumber.set(n, {
      request,
      services,
      sentAt,
      givenAt,
      begunAt: undefined,
      askedBackAt: undefined,
      report,
      deadline,
      stream: undefined,
      calls: 0,
    })
    this.#unbegun++
    return n
  }

  get(n: number): Held | undefined {
    return this.#byNumber.get(n)
  }

  begin(numbers: readonly number[], at: number): void {
    for (const n of numbers) {
      const held = this.#byNumber.get(n)
      if (!held || held.begunAt !== undefined) continue
      held.begunAt = at
      this.#unbegun--
    }
  }

  /** The worker is no longer responsible for it. */
  take(n: number): Held | undefined {
    const held = this.#byNumber.get(n)
    if (!held) return undefined
    if (held.calls > 0) this.#parked--
    if (held.begunAt === undefined) this.#unbegun--
    this.#byNumber.delete(n)
    return held
  }

  takeAll(): Held[] {
    const all = [...this.#byNumber.values()]
    this.#byNumber.clear()
    this.#parked = 0
    this.#unbegun = 0
    return all
  }

  /** It waits for a call; whether it did not before. */
  park(held: Held): boolean {
    if (held.calls++ > 0) return false
    this.#parked++
    return true
  }

  unpark(n: number, held: Held): void {
    if (--held.calls === 0 && this.#byNumber.get(n) === held) this.#parked--
  }

  /** In the order they were given. */
  [Symbol.iterator](): Iterator<[number, Held]> {
    return this.#byNumber.entries()
  }
}
