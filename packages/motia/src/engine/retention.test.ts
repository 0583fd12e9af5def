import type { PruneBefore } from '@motia/core/store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startRetention } from './retention.ts'

const NOW = 1_000_000_000
beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

function start(deletes: readonly (number | Error)[]) {
  const asked: { before: PruneBefore; limit: number; at: number }[] = []
  const stop = startRetention({
    runs: {
      async prune(before, limit) {
        const deleted = deletes[asked.length] ?? 0
        asked.push({ before, limit, at: Date.now() - NOW })
        if (deleted instanceof Error) throw deleted
        return deleted
      },
    },
    succeededMs: 1000,
    failedMs: 5000,
    now: Date.now,
  })
  return { asked, stop }
}

describe('retention', () => {
  it('deletes what is older than its kind is kept, a batch at a time until nothing is left', async () => {
    const { asked } = start([500, 500, 3])
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked).toHaveLength(3)
    const [first] = asked
    expect(first?.before).toEqual({ succeeded: Date.now() - 1000 - 950, failed: Date.now() - 5000 - 950 })
    expect(asked.map(({ limit }) => limit)).toEqual([500, 500, 500])
  })

  it('pauses between batches, so that it is nobody in the way', async () => {
    const { asked } = start([500, 500, 0])
    await vi.advanceTimersByTimeAsync(1000)
    const [first = 0, second = 0, third = 0] = asked.map(({ at }) => at)
    expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(50)
  })

  it('looks again every minute, also after the store was away', async () => {
    const { asked } = start([0, new Error('away'), 0, 0])
    await vi.advanceTimersByTimeAsync(3 * 60_000 + 1000)
    expect(asked).toHaveLength(4)
  })

  it('ends when it is stopped, also while it deletes', async () => {
    const { asked, stop } = start([500, 500, 500])
    await vi.advanceTimersByTimeAsync(50)
    stop()
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(asked).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
