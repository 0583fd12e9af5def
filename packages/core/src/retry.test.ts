import { describe, expect, it } from 'vitest'
import { backoffMs, DEFAULT_RETRY, type RetryOption, resolveRetry } from './retry.ts'

describe('the retry option', () => {
  it('is four attempts by default, one when it says false', () => {
    expect(resolveRetry(undefined)).toEqual(DEFAULT_RETRY)
    expect(resolveRetry(false).attempts).toBe(1)
  })

  it('keeps the defaults of what it leaves out, and of what JavaScript passes as undefined', () => {
    expect(resolveRetry({ attempts: 2 })).toEqual({ ...DEFAULT_RETRY, attempts: 2 })
    const sloppy = { attempts: undefined, delay: 5 } as unknown as RetryOption
    expect(resolveRetry(sloppy)).toEqual({ ...DEFAULT_RETRY, delay: 5 })
  })
})

describe('the backoff', () => {
  const whole = { ...DEFAULT_RETRY, jitter: false, attempts: 20 }

  it('doubles from one second and stays below five minutes', () => {
    const delays = [1, 2, 3, 4, 8, 9, 10, 19].map((used) => backoffMs(whole, used, 0))
    expect(delays).toEqual([1000, 2000, 4000, 8000, 128_000, 256_000, 300_000, 300_000])
  })

  it('is a random share of it with full jitter', () => {
    expect([0, 0.5, 0.999].map((random) => backoffMs(DEFAULT_RETRY, 2, random))).toEqual([0, 1000, 1998])
  })

  it('ends when the attempts are used up', () => {
    expect(backoffMs(DEFAULT_RETRY, 3, 0)).toBe(0)
    expect(backoffMs(DEFAULT_RETRY, 4, 0)).toBeUndefined()
    expect(backoffMs(resolveRetry(false), 1, 0)).toBeUndefined()
  })

  it('is a whole number of milliseconds within its bounds for any policy', () => {
    const policy = { attempts: 2000, delay: 7, factor: 10, maxDelay: 60_000, jitter: true }
    for (const used of [1, 5, 400, 1999]) {
      const ms = backoffMs(policy, used, 0.7) as number
      expect(Number.isInteger(ms) && ms >= 0 && ms <= 60_000).toBe(true)
    }
  })
})
