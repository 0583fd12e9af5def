/** Slows down whoever guesses passwords: so many wrong ones a minute, by anyone, and then none is looked at. access.ts asks. */
import { Refusal } from '../refusal.ts'

export interface AttemptLimit {
  /** @throws Refusal 429, with the seconds to wait */
  check(): void
  /** One was wrong. */
  failed(): void
}

const MAX_FAILURES = 10
const WINDOW_MS = 60_000

export function createAttemptLimit(now: () => number = Date.now): AttemptLimit {
  /** When, oldest first. */
  let failures: number[] = []
  return {
    check() {
      const since = now() - WINDOW_MS
      failures = failures.filter((at) => at > since)
      const [oldest] = failures
      if (oldest === undefined || failures.length < MAX_FAILURES) return
      const seconds = String(Math.ceil((oldest - since) / 1000))
      throw new Refusal(429, 'too many wrong passwords or tokens were tried', {
        hint: `Try again in ${seconds} s.`,
        headers: { 'retry-after': seconds },
      })
    },
    failed() {
      failures.push(now())
    },
  }
}
