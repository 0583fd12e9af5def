/**
 * Whether the app's event loop still turns: a ping each interval, answered by the app itself. app-process.ts starts
 * one per process. Counts pings, not time, so that a machine that was asleep is no stall.
 */
export interface Pulse {
  /** The answer to ping `p`. */
  answered(p: number): void
  /** Pings that wait for their answers: about one for each second that the loop has stood still. */
  missed(): number
  stop(): void
}

export interface PulseOptions {
  /** How long the loop may stand still. */
  readonly stallMs: number
  readonly ping: (p: number) => void
  /** Once. */
  readonly onStalled: () => void
}

const MAX_INTERVAL_MS = 1000
const PINGS_PER_STALL = 10

export function startPulse({ stallMs, ping, onStalled }: PulseOptions): Pulse {
  const intervalMs = Math.min(MAX_INTERVAL_MS, stallMs / PINGS_PER_STALL)
  const missesAllowed = Math.ceil(stallMs / intervalMs)
  let sent = 0
  let answered = 0
  const timer = setInterval(() => {
    if (sent - answered >= missesAllowed) {
      clearInterval(timer)
      onStalled()
    } else ping(++sent)
  }, intervalMs)
  timer.unref()
  return {
    answered(p) {
      answered = Math.max(answered, p)
    },
    missed: () => sent - answered,
    stop: () => clearInterval(timer),
  }
}

/** A debugger stops the loop on purpose: whether one may be attached to processes started like this. */
export function hasInspector(execArgv: readonly string[], nodeOptions: string | undefined): boolean {
  const options = [...execArgv, ...(nodeOptions ?? '').split(/\s+/)]
  return options.some((option) => /^--inspect(-brk|-wait)?(=|$)/.test(option))
}
