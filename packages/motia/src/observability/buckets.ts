/**
 * Durations in buckets, four for each power of two, so that an estimate is off by less than a quarter. totals.ts fills
 * them in the app; the ledger adds them up, and the readers of the telemetry file estimate percentiles from them.
 *
 *   bucket   0    1    2    3   | 4    5    6    7   | 8    9    10   11  | 12 …  119
 *   from ms  0   .01  .02  .03  | .04  .05  .06  .07 | .08  .10  .12  .14 | .16 … 18,790,481 (5 hours), without an end
 */
import type { Histogram } from '@motia/core/events'

export const BUCKET_COUNT = 120

const PER_MS = 100
const MAX_UNITS = 2 ** 31

export function bucketOf(durationMs: number): number {
  const units = durationMs * PER_MS
  if (units < 4) return units > 0 ? Math.trunc(units) : 0
  if (units >= MAX_UNITS) return BUCKET_COUNT - 1
  const power = 31 - Math.clz32(units)
  return (power - 1) * 4 + ((units >>> (power - 2)) & 3)
}

/** Durations in the bucket are this long or longer, and below the start of the next. */
export function bucketStartMs(bucket: number): number {
  if (bucket < 4) return bucket / PER_MS
  return ((4 + (bucket & 3)) * 2 ** ((bucket >> 2) - 1)) / PER_MS
}

/** Only the buckets that count something. */
export function toHistogram(buckets: readonly number[]): Histogram {
  const histogram: number[] = []
  for (const [bucket, count] of buckets.entries()) if (count > 0) histogram.push(bucket, count)
  return histogram
}

/** Adds a histogram to counts by bucket, or takes it away. What is no bucket of ours does not count. */
export function addHistogram(buckets: number[], histogram: Histogram, times: 1 | -1 = 1): void {
  for (let i = 0; i + 1 < histogram.length; i += 2) {
    const bucket = histogram[i] as number
    const count = buckets[bucket]
    if (count !== undefined) buckets[bucket] = count + times * (histogram[i + 1] as number)
  }
}

export function emptyBuckets(): number[] {
  return new Array<number>(BUCKET_COUNT).fill(0)
}

/**
 * The duration that `share` of the counted ones stay below, interpolated within its bucket.
 * @param share 0.95 for the 95th percentile @returns milliseconds, `undefined` if nothing was counted
 */
export function estimatePercentile(buckets: readonly number[], share: number): number | undefined {
  const total = buckets.reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  const wanted = share * total
  let below = 0
  for (const [bucket, count] of buckets.entries()) {
    if (count > 0 && below + count >= wanted) {
      const start = bucketStartMs(bucket)
      return start + ((bucketStartMs(bucket + 1) - start) * (wanted - below)) / count
    }
    below += count
  }
  return bucketStartMs(BUCKET_COUNT)
}
