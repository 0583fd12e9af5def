/** When a worker has lived long enough: by age, by what it has done, by the memory it takes. Pure; crew.ts asks. */
import { formatDuration } from '@motia/core/duration'

/** 0 or absent: no limit. */
export interface LifeLimits {
  readonly maxAgeMs?: number
  readonly maxRuns?: number
  readonly maxMemoryBytes?: number
}

/** A worker's life so far. */
export interface Life {
  readonly startedAt: number
  readonly held: { readonly given: number }
  /** Bytes of memory, as it last told; 0 if it never did. */
  readonly rss: number
}

/** A project that needs more than the limit from the start would have its workers replaced all the time. */
const MIN_LIFE_MS = 30_000

/** Why a worker is to be replaced, in telemetry's words, if it is. */
export function recycleCause(
  { startedAt, held, rss }: Life,
  limits: LifeLimits,
  now: number,
): string | undefined {
  const { maxAgeMs, maxRuns, maxMemoryBytes } = limits
  const ageMs = now - startedAt
  if (maxAgeMs && ageMs >= maxAgeMs) return `recycled: ${formatDuration(ageMs)} old`
  if (maxRuns && held.given >= maxRuns) return `recycled: ${held.given.toLocaleString('en-US')} runs`
  if (maxMemoryBytes && rss >= maxMemoryBytes && ageMs >= MIN_LIFE_MS) {
    return `recycled: ${Math.round(rss / 1024 ** 2).toLocaleString('en-US')} MB of memory`
  }
  return undefined
}
