/** How many runs may start, and of which steps: turns and permits, pure. */

/** Slots of a worker pool that a step without running runs can always get, as a share of all. */
const RESERVE_SHARE = 0.1

export interface StepLoad {
  readonly stepId: string
  /** Claimed by this process and not ended. */
  readonly running: number
  /** The step's `concurrency`, or Infinity. */
  readonly concurrency: number
}

export interface ClaimShare {
  readonly stepId: string
  readonly limit: number
}

/**
 * Shares free slots among the steps that have work waiting, a round at a time, so that a flood of one step delays
 * no other: the last slots are kept for steps that have nothing running.
 */
export function shareSlots(waiting: readonly StepLoad[], free: number, slots: number): ClaimShare[] {
  const shares = new Map<string, number>()
  const reserve = reservedSlots(slots)
  let left = free
  for (const load of waiting) {
    if (load.running > 0 || load.concurrency < 1 || left <= 0) continue
    shares.set(load.stepId, 1)
    left--
  }
  left = Math.min(left, free - reserve)
  let open = waiting.filter((load) => room(load, shares) > 0)
  while (left > 0 && open.length > 0) {
    const each = Math.max(1, Math.floor(left / open.length))
    for (const load of open) {
      const take = Math.min(each, left, room(load, shares))
      shares.set(load.stepId, (shares.get(load.stepId) ?? 0) + take)
      left -= take
    }
    open = open.filter((load) => room(load, shares) > 0)
  }
  return [...shares].filter(([, limit]) => limit > 0).map(([stepId, limit]) => ({ stepId, limit }))
}

/** Of a runtime's slots, those that only a step without running runs may take. */
export function reservedSlots(slots: number): number {
  return slots < 2 ? 0 : Math.max(1, Math.floor(slots * RESERVE_SHARE))
}

function room(load: StepLoad, shares: ReadonlyMap<string, number>): number {
  return load.concurrency - load.running - (shares.get(load.stepId) ?? 0)
}
