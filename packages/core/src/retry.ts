/** When a failed attempt is tried again: pure, the clock and the dice passed in. */
import { MINUTE_MS, SECOND_MS } from './duration.ts'

/** Times in milliseconds; `attempts` in all, the first included. */
export interface RetryPolicy {
  readonly attempts: number
  readonly delay: number
  readonly factor: number
  readonly maxDelay: number
  /** A random share of the backoff (full jitter) instead of the whole of it. */
  readonly jitter: boolean
}

export type RetryOption = false | Partial<RetryPolicy>

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 4,
  delay: SECOND_MS,
  factor: 2,
  maxDelay: 5 * MINUTE_MS,
  jitter: true,
}

/** The defaults for what is left out, or `undefined`: a JavaScript caller's `attempts: undefined` must not mean ever. */
export function resolveRetry(option: RetryOption | undefined): RetryPolicy {
  if (option === false) return { ...DEFAULT_RETRY, attempts: 1 }
  const given = Object.entries(option ?? {}).filter(([, value]) => value !== undefined)
  return { ...DEFAULT_RETRY, ...Object.fromEntries(given) }
}

/**
 * Milliseconds until the next attempt, or `undefined` when the attempts are used up.
 * @param used attempts that have failed so far, the one that just did included
 * @param random in [0, 1)
 */
export function backoffMs(policy: RetryPolicy, used: number, random: number): number | undefined {
  if (used >= policy.attempts) return undefined
  const full = Math.min(policy.delay * policy.factor ** (used - 1), policy.maxDelay)
  return Math.round(policy.jitter ? full * random : full)
}
