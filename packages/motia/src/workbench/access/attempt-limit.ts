/**
 * Slows down whoever guesses passwords: so many wrong ones a minute from one address, and so many in all, and then none is
 * looked at. An address that guesses locks out no other until many do. access.ts asks.
 */
import { Refusal } from '../refusal.ts'

export interface AttemptLimit {
  /** @throws Refusal 429, with the seconds to wait */
  check(address: string): void
  /** One was wrong. */
  failed(address: string): void
}

interface Failure {
  readonly at: number
  readonly address: string
}

const MAX_BY_ADDRESS = 10
const MAX_IN_ALL = 100
const WINDOW_MS = 60_000

export function createAttemptLimit(now: () => number = Date.now): AttemptLimit {
  /** Oldest first; never more than the most in all, since nothing is looked at then. */
  let failures: Failure[] = []
  return {
    check(address) {
      const since = now() - WINDOW_MS
      failures = failures.filter(({ at }) => at > since)
      const own = failures.filter((failure) => failure.address === address)
      const [oldest] = failures.length >= MAX_IN_ALL ? failures : own.length >= MAX_BY_ADDRESS ? own : []
      if (!oldest) return
      const seconds = String(Math.ceil((oldest.at - since) / 1000))
      throw new Refusal(429, 'too many wrong passwords or tokens were tried', {
        hint: `Try again in ${seconds} s.`,
        headers: { 'retry-after': seconds },
      })
    },
    failed(address) {
      failures.push({ at: now(), address })
    },
  }
}
