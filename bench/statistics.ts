/** Medians, percentiles and ratios of samples. */

/** The value that a share of all are not above, by the nearest rank; NaN of none. @param share from 0 to 1 */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

/** The middle value, or the mean of the two middle ones; NaN of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** Lowest, middle and highest value. */
export interface Spread {
  readonly low: number
  readonly median: number
  readonly high: number
}

export function spreadOf(values: readonly number[]): Spread {
  return { low: Math.min(...values), median: median(values), high: Math.max(...values) }
}

/**
 * Ours to theirs: the ratio of the medians, and the lowest and highest ratio of two samples taken in the same round,
 * which differ by what the machine did meanwhile.
 */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  const rounds = ours.slice(0, theirs.length).map((value, round) => value / (theirs[round] as number))
  return { ...spreadOf(rounds), median: median(ours) / median(theirs) }
}
