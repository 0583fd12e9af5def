/**
 * Durations in buckets: bucket i counts those below 2^i × 0.1 ms (core/events.ts, `StepTotals`). totals.ts fills them
 * in the app, the reader of the telemetry file estimates percentiles from them.
 */

/** The last bucket also takes everything above: from 419 s on. */
export const BUCKET_COUNT = 24

const TENTHS_PER_MS = 10

/** Whole tenths of a millisecond have as many binary digits as their bucket's number. */
export function bucketOf(durationMs: number): number {
  const bucket = 32 - Math.clz32(durationMs * TENTHS_PER_MS)
  return bucket < BUCKET_COUNT ? bucket : BUCKET_COUNT - 1
}

/** Durations in the bucket are below this. */
export function bucketEndMs(bucket: number): number {
  return 2 ** bucket / TENTHS_PER_MS
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
      const start = bucket === 0 ? 0 : bucketEndMs(bucket - 1)
      return start + ((bucketEndMs(bucket) - start) * (wanted - below)) / count
    }
    below += count
  }
  return bucketEndMs(buckets.length - 1)
}
