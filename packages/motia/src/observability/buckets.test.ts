import { describe, expect, it } from 'vitest'
import {
  addHistogram,
  BUCKET_COUNT,
  bucketOf,
  bucketStartMs,
  emptyBuckets,
  estimatePercentile,
  toHistogram,
} from './buckets.ts'

describe('buckets', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [0.0099, 0],
    [0.01, 1],
    [0.035, 3],
    [0.04, 4],
    [0.08, 8],
    [0.09, 8],
    [0.1, 9],
    [1e12, BUCKET_COUNT - 1],
    [Number.POSITIVE_INFINITY, BUCKET_COUNT - 1],
  ])('%d ms falls into bucket %d', (durationMs, bucket) => {
    expect(bucketOf(durationMs)).toBe(bucket)
  })

  it('begin where the one before ends, a quarter later at most', () => {
    for (let bucket = 1; bucket < BUCKET_COUNT; bucket++) {
      const start = bucketStartMs(bucket)
      expect(bucketOf(start * 1.0001)).toBe(bucket)
      expect(bucketOf(start * 0.9999)).toBe(bucket - 1)
      if (bucket >= 4) expect(bucketStartMs(bucket + 1) / start).toBeLessThanOrEqual(1.25)
    }
  })

  it('estimate percentiles within a quarter, whatever the distribution', () => {
    const durations = Array.from({ length: 10_000 }, (_, i) => 0.3 + (i / 10_000) ** 6 * 900)
    const buckets = emptyBuckets()
    for (const durationMs of durations)
      buckets[bucketOf(durationMs)] = (buckets[bucketOf(durationMs)] ?? 0) + 1
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = durations[share * 10_000 - 1] as number
      const estimated = estimatePercentile(buckets, share) as number
      expect(estimated / exact).toBeGreaterThan(0.8)
      expect(estimated / exact).toBeLessThan(1.25)
    }
  })

  it('know no percentile of nothing', () => {
    expect(estimatePercentile([], 0.5)).toBeUndefined()
    expect(estimatePercentile(emptyBuckets(), 0.5)).toBeUndefined()
  })

  it('are written down without those that count nothing, and added up again', () => {
    const buckets = emptyBuckets()
    buckets[3] = 2
    buckets[119] = 1
    const histogram = toHistogram(buckets)
    expect(histogram).toEqual([3, 2, 119, 1])
    addHistogram(buckets, histogram)
    expect(toHistogram(buckets)).toEqual([3, 4, 119, 2])
    addHistogram(buckets, histogram, -1)
    addHistogram(buckets, [9999, 5, -1, 5, 0.5, 5, 3])
    expect(toHistogram(buckets)).toEqual(histogram)
  })
})
