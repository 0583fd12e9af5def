/** When a dead app is replaced: at once, unless it keeps dying. Pure, the clock passed in; app-keeper.ts asks. */

/** An app that was up for this long is no sign of a circle, however it ended: one request may have ended it. */
const HEALTHY_MS = 1000
const FIRST_DELAY_MS = 250
const MAX_DELAY_MS = 15_000

export interface Restarts {
  /**
   * Milliseconds to wait before the next start, for an app that died now.
   * @param readyAt when it was up, if it ever was
   */
  died(readyAt: number | undefined, now: number): number
}

/** 0 for the first death, then doubling from a quarter of a second while lives stay short. */
export function createRestarts(): Restarts {
  let shortLives = 0
  return {
    died(readyAt, now) {
      const wasHealthy = readyAt !== undefined && now - readyAt >= HEALTHY_MS
      shortLives = wasHealthy ? 1 : shortLives + 1
      if (shortLives === 1) return 0
      return Math.min(FIRST_DELAY_MS * 2 ** (shortLives - 2), MAX_DELAY_MS)
    },
  }
}
