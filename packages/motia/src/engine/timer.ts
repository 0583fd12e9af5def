/** One sleeping timer for everything that is due at a time: delays, backoffs, waits. */
import type { SetTimer } from '@motia/core/clock'

export interface Timer {
  /** At that time or earlier. */
  wakeAt(at: number): void
  stop(): void
}

const LONGEST_SLEEP_MS = 60_000

/** @param onDue resolves to when the next thing is due, if anything is. @param setTimer may come early */
export function createTimer(
  onDue: () => Promise<number | undefined>,
  now: () => number,
  setTimer: SetTimer = setSystemTimer,
): Timer {
  let cancel = () => {}
  let wakesAt = Number.POSITIVE_INFINITY
  let isStopped = false

  const wakeAt = (at: number) => {
    if (isStopped || at >= wakesAt) return
    cancel()
    wakesAt = at
    cancel = setTimer(() => void fire(), Math.max(0, at - now()))
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
      cancel()
    },
  }
}

function setSystemTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, Math.min(ms, LONGEST_SLEEP_MS))
  return () => clearTimeout(timer)
}
