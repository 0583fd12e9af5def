/**
 * When the `concurrency` of steps held their runs back: lane.ts tells it when a step's last permit is taken and when one
 * is free again, and asks it of every run that it takes.
 *
 *   free ──filled──► full ──freed──► free ──filled soon──► full, since the first time
 */

/** The part of a run's wait that a limit was the cause of. */
export interface LimitWait {
  readonly from: number
  readonly ms: number
}

interface Stretch {
  from: number
  /** Undefined while it is full. */
  freedAt: number | undefined
}

/** A permit that is taken again so soon was free only for the time of a claim: who waited meanwhile waited for the limit. */
const REFILL_MS = 250

export class LimitWatch {
  /** The latest of each step that was ever full. */
  readonly #stretches = new Map<string, Stretch>()

  /** The step's last permit was taken. */
  filled(stepId: string, now: number): void {
    const last = this.#stretches.get(stepId)
    if (!last) {
      this.#stretches.set(stepId, { from: now, freedAt: undefined })
      return
    }
    if (last.freedAt !== undefined && now - last.freedAt > REFILL_MS) last.from = now
    last.freedAt = undefined
  }

  /** It has a permit again. */
  freed(stepId: string, now: number): void {
    const stretch = this.#stretches.get(stepId)
    if (stretch) stretch.freedAt = now
  }

  /** @param readyAt when the run could have begun */
  waitOf(stepId: string, readyAt: number, now: number): LimitWait | undefined {
    const stretch = this.#stretches.get(stepId)
    if (!stretch) return undefined
    const from = Math.max(readyAt, stretch.from)
    const ms = (stretch.freedAt ?? now) - from
    return ms > 0 ? { from, ms } : undefined
  }
}
