/**
 * How often clients may ask a step, in fixed windows that begin with a client's first request. Kept in this process, for
 * the life of the server, whatever becomes of its table of routes.
 */
import { type Failure, toFailure } from '@motia/core/failure'
import type { LimitedRequest, RateLimit } from '@motia/core/step'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from '../answers.ts'
import { HandlerRequest } from '../request.ts'

/** Of one step; of more, those whose window began first are forgotten. */
const MAX_CLIENTS = 20_000

interface Window {
  count: number
  endsAt: number
}

/** Counts the requests of one step's clients. */
export class RateCounter {
  /** In the order of their ends. */
  readonly #windows = new Map<string, Window>()

  /** Counts one more. @returns the client's window */
  count(client: string, windowMs: number, now: number): Readonly<Window> {
    const known = this.#windows.get(client)
    if (known && known.endsAt > now && known.endsAt <= now + windowMs) {
      known.count++
      return known
    }
    this.#windows.delete(client)
    this.#forget(now)
    const begun = { count: 1, endsAt: now + windowMs }
    this.#windows.set(client, begun)
    return begun
  }

  get clients(): number {
    return this.#windows.size
  }

  #forget(now: number): void {
    for (const [client, { endsAt }] of this.#windows) {
      if (endsAt > now && this.#windows.size < MAX_CLIENTS) return
      this.#windows.delete(client)
    }
  }
}

/** The counters of all steps. */
export interface RateCounters {
  of(stepId: string): RateCounter
}

export function createRateCounters(): RateCounters {
  const counters = new Map<string, RateCounter>()
  return {
    of(stepId) {
      const counter = counters.get(stepId) ?? new RateCounter()
      counters.set(stepId, counter)
      return counter
    },
  }
}

/** A hook for a step's route, before its body is read. @param tell hears of requests that get no further */
export function limitRate(
  { max, window, by }: RateLimit,
  counter: RateCounter,
  tell: (request: FastifyRequest, reply: FastifyReply, status: number, failure?: Failure) => void,
) {
  const clientOf = (request: FastifyRequest): string => {
    if (typeof by !== 'function') return request.ip
    const client = by(new HandlerRequest(request, request) as unknown as LimitedRequest)
    return client === undefined ? request.ip : `:${client}` // no address begins so
  }
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const now = Date.now()
    let client: string
    try {
      client = clientOf(request)
    } catch (error) {
      tell(request, reply, 500, toFailure(error))
      throw error
    }
    const { count, endsAt } = counter.count(client, window, now)
    const resetS = Math.ceil((endsAt - now) / 1000)
    reply.header('ratelimit-limit', max)
    reply.header('ratelimit-remaining', Math.max(0, max - count))
    reply.header('ratelimit-reset', resetS)
    if (count <= max) {
      done()
      return
    }
    const body = {
      error: 'Too Many Requests',
      message: `at most ${max} ${max === 1 ? 'request' : 'requests'} in ${toWords(window)}`,
    }
    sendProblem(reply, { status: 429, body, headers: { 'retry-after': String(resetS) } })
    tell(request, reply, 429)
  }
}

function toWords(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`
}
