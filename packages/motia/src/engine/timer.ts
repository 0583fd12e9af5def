/** One sleeping timer for everything that is due at a time: delays, backoffs, waits. */

export interface Timer {
  /** At that time or earlier. */
  wakeAt(at: number): void
  stop(): void
}

const LONGEST_SLEEP_MS = 60_000

/** @param onDue resolves to when the next thing is due, if anything is */
export function createTimer(onDue: () => Promise<number | undefined>, now: () => number): Timer {
  let timer: NodeJS.Timeout | undefined
  let wakesAt = Number.POSITIVE_INFINITY
  let isStopped = false

  const wakeAt = (at: number) => {
    if (isStopped || at >= wakesAt) return
    clearTimeout(timer)
    wakesAt = at
    timer = setTimeout(() => void fire(), Math.min(Math.max(0, at - now()), LONGEST_SLEEP_MS))
  }
  const fire = async () => {
    wakesAt = Number.POSITIVE_INFINITY
    try {
      const next = await onDue()
      if (next !== undefined) wakeAt(next)
    } catch {
      wakeAt(now() + 1000) // the store is away; its own error is told where commits fail
    }
  }
  return {
    wakeAt,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
