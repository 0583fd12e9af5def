/**
 * How long an app that is replaced may take to let go of the store. On a machine with much else to do it is given time,
 * as long as its event loop turns: a handler that keeps that to itself would hold up every edit. app-process.ts asks.
 */
import type { Pulse } from './pulse.ts'

const LIMIT_MS = 30_000
/** Pings without an answer: about as many seconds. */
const MAX_MISSED = 3
const CHECK_MS = 250

/** Resolves as `released` does. @param kill makes it do so */
export async function limitRelease<T>(
  released: Promise<T>,
  pulse: Pick<Pulse, 'missed'> | undefined,
  kill: (because: string) => void,
): Promise<T> {
  const missed = () => pulse?.missed() ?? 0
  const before = missed()
  const timer = setTimeout(() => kill('it did not hand over in time'), LIMIT_MS)
  const watch = setInterval(() => {
    if (missed() - before >= MAX_MISSED) kill('its event loop stood still when it was to hand over')
  }, CHECK_MS)
  try {
    return await released
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
  }
}
