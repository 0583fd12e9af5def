import { describe, expect, it } from 'vitest'
import { BUCKET_COUNT, bucketEndMs, bucketOf, estimatePercentile } from './buckets.ts'

describe('buckets', () => {
  it.each([
    [0, 0],
    [0.0999, 0],
    [0.1, 1],
    [0.1999, 1],
    [0.2, 2],
    [0.4, 3],
    [1, 4],
    [100, 10],
    [1e12, BUCKET_COUNT - 1],
  ])('%d ms falls into bucket %d', (durationMs, bucket) => {
    expect(bucketOf(durationMs)).toBe(bucket)
  })

  it('each end is the start of the next bucket', () => {
    for (let bucket = 0; bucket < BUCKET_COUNT - 1; bucket++) {
      expect(bucketOf(bucketEndMs(bucket))).toBe(bucket + 1)
      expect(bucketOf(bucketEndMs(bucket) - 0.001)).toBe(bucket)
    }
  })

  it('estimates percentiles within a factor of two, whatever the distribution', () => {
    const durations = Array.from({ length: 10_000 }, (_, i) => 0.3 + (i / 10_000) ** 6 * 900)
    const buckets = new Array<number>(BUCKET_COUNT).fill(0)
    for (const durationMs of durations)
      buckets[bucketOf(durationMs)] = (buckets[bucketOf(durationMs)] ?? 0) + 1
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = durations[share * 10_000 - 1] as number
      const estimated = estimatePercentile(buckets, share) as number
      expect(estimated).toBeGreaterThan(exact / 2)
      expect(estimated).toBeLessThan(exact * 2)
    }
  })

  it('knows no percentile of nothing, and takes shorter lists', () => {
    expect(estimatePercentile([], 0.5)).toBeUndefined()
    expect(estimatePercentile([0, 0], 0.5)).toBeUndefined()
    expect(estimatePercentile([0, 10], 0.5)).toBeCloseTo(0.15)
  })
})
