/** `app.clock`: what a test sees of its app's clock. */
import { motiaError } from '@motia/core/errors'
import { parseDuration } from '../config/parsers.ts'
import type { HeldClock } from './held-clock.ts'
import type { Settling } from './settling.ts'

export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Moves on, and runs what comes due meanwhile. @param by milliseconds, or a text such as `30s`, `12h`, `7d` */
  advance(by: number | string): Promise<void>
  /** The same, to a moment; one that has passed is now. */
  advanceTo(moment: Date | string | number): Promise<void>
}

export function createTestClock(clock: HeldClock, settling: Settling): TestClock {
  return {
    now: clock.now,
    advance: async (by) => settling.advanceTo(clock.now() + toMs(by)),
    advanceTo: async (moment) => settling.advanceTo(toTime(moment)),
  }
}

/** Milliseconds of a number, or of a text such as `500ms`, `30s`, `5m`, `12h`, `7d`. @throws `MOTIA_OPTION` */
function toMs(duration: number | string): number {
  const parsed = parseDuration(duration)
  if ('value' in parsed) return parsed.value
  const what = `the clock is advanced by ${JSON.stringify(duration)}, not by ${parsed.expected}`
  throw motiaError('MOTIA_OPTION', { what })
}

/** @throws `MOTIA_OPTION` */
export function toTime(moment: Date | string | number): number {
  const at = new Date(moment).getTime()
  if (Number.isFinite(at)) return at
  throw motiaError('MOTIA_OPTION', { what: `the clock is set to ${String(moment)}, which is no time` })
}
