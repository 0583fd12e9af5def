/** When a dead app is replaced: at once, unless it keeps dying. Pure, the clock passed in; app-keeper.ts asks. */

/** An app that lived this long is healthy again. */
const HEALTHY_MS = 10_000
const FIRST_DELAY_MS = 500
const MAX_DELAY_MS = 15_000

export interface Restarts {
  /** Milliseconds to wait before the next start, for an app that was started at `startedAt` and died now. */
  died(startedAt: number, now: number): number
}

/** 0 for the first death, then doubling from half a second while lives stay short. */
export function createRestarts(): Restarts {
  let shortLives = 0
  return {
    died(startedAt, now) {
      shortLives = now - startedAt >= HEALTHY_MS ? 1 : shortLives + 1
      if (shortLives === 1) return 0
      return Math.min(FIRST_DELAY_MS * 2 ** (shortLives - 2), MAX_DELAY_MS)
    },
  }
}
