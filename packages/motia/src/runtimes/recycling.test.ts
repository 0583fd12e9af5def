import { describe, expect, it } from 'vitest'
import { type LifeLimits, recycleCause } from './recycling.ts'

const HOUR = 3_600_000
const LIFE = { startedAt: 0, held: { given: 1_234 }, rss: 1_500 * 1024 ** 2 }
const causeOf = (limits: LifeLimits, now = 2 * HOUR) => recycleCause(LIFE, limits, now)

describe('a worker is replaced', () => {
  it('when it is too old', () => {
    expect(causeOf({ maxAgeMs: 2 * HOUR })).toBe('recycled: 2 h old')
    expect(causeOf({ maxAgeMs: 2 * HOUR + 1 })).toBeUndefined()
  })

  it('when it has been given enough attempts', () => {
    expect(causeOf({ maxRuns: 1_000 })).toBe('recycled: 1,234 runs')
    expect(causeOf({ maxRuns: 1_235 })).toBeUndefined()
  })

  it('when it takes too much memory, unless it did so from its start', () => {
    expect(causeOf({ maxMemoryBytes: 1024 ** 3 })).toBe('recycled: 1,500 MB of memory')
    expect(causeOf({ maxMemoryBytes: 2 * 1024 ** 3 })).toBeUndefined()
    expect(causeOf({ maxMemoryBytes: 1024 ** 3 }, 29_999)).toBeUndefined()
  })

  it('never without a limit', () => {
    expect(causeOf({})).toBeUndefined()
    expect(causeOf({ maxAgeMs: 0, maxMemoryBytes: 0 })).toBeUndefined()
  })
})
