/** When a pool needs one worker more: when work has waited for a while. Pure but for what it remembers. */
import { reservedSlots } from '@motia/core/limits'

/** What the workers of a pool have to do. */
export interface CrewLoad {
  readonly ready: number
  readonly starting: number
  /** Ready, and heard from. */
  readonly open: number
  readonly slots: number
  readonly free: number
  /** Attempts that no worker has begun. */
  readonly unbegun: number
  /** Attempts that have ended, in the pool's life. */
  readonly ended: number
}

/** So long has work to wait before another worker is started. */
const WAIT_MS = 100

export class Growth {
  #waitsSince: number | undefined
  #endedThen = 0

  /** Work waits now, if not long enough yet. */
  get isWaiting(): boolean {
    return this.#waitsSince !== undefined
  }

  /** Whether to start a worker. */
  observe(load: CrewLoad, time: number): boolean {
    if (load.starting > 0 || !waits(load)) {
      this.#waitsSince = undefined
      return false
    }
    // Slots are taken and freed so fast that nothing waits for long: another worker would only take the processors.
    const isQuick = load.open > 0 && load.ended - this.#endedThen >= load.slots
    if (this.#waitsSince === undefined || isQuick) {
      this.#waitsSince = time
      this.#endedThen = load.ended
      return false
    }
    if (time - this.#waitsSince < WAIT_MS) return false
    this.#waitsSince = undefined
    return true
  }
}

/** Workers that start, or are to be replaced, will be there without growth. */
function waits({ ready, open, slots, free, unbegun }: CrewLoad): boolean {
  if (ready === 0) return false
  return open === 0 ? unbegun > 0 : free <= reservedSlots(slots)
}
