/** A clock that stands still until it is moved, and the timers that hang on it. settling.ts moves it. */
import type { SetTimer } from '@motia/core/clock'

export interface HeldClock {
  now(): number
  readonly setTimer: SetTimer
  /** When the next timer is due, if there is any. */
  nextTimer(): number | undefined
  /** Moves on to a time, never back; calls what is due by then, the earliest first. */
  moveTo(at: number): void
}

interface Timer {
  readonly at: number
  readonly callback: () => void
}

export function createHeldClock(start: number): HeldClock {
  const timers = new Set<Timer>()
  let now = start

  const earliest = (): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) if (!first || timer.at < first.at) first = timer
    return first
  }
  return {
    now: () => now,
    setTimer(callback, ms) {
      const timer = { at: now + ms, callback }
      timers.add(timer)
      // Not queueMicrotask, which a test may fake.
      if (ms <= 0) void Promise.resolve().then(() => timers.delete(timer) && callback())
      return () => void timers.delete(timer)
    },
    nextTimer: () => earliest()?.at,
    moveTo(at) {
      for (let timer = earliest(); timer && timer.at <= at; timer = earliest()) {
        timers.delete(timer)
        now = Math.max(now, timer.at)
        timer.callback()
      }
      now = Math.max(now, at)
    },
  }
}
