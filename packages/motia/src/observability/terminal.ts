/**
 * Shows telemetry on the terminal of the supervisor. In a flood, what is beyond the limit of a second becomes one line
 * a step at its end; a warning about a missing step is shown once.
 */
import type { TelemetryEvent } from '@motia/core/events'
import { type RetryOption, resolveRetry } from '@motia/core/retry'
import { createFlood } from './flood.ts'
import { createInk, wantsColor } from './ink.ts'
import { formatEvent, formatJson, formatTime, type WordOptions } from './words.ts'

/** What tells the time and wakes up; tests bring their own. */
export interface TerminalClock {
  now(): number
  /** Calls back after that long; returns what cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

export interface TerminalOptions {
  readonly write: (text: string) => void
  readonly isTTY: boolean
  /** Default: what `NO_COLOR`, `FORCE_COLOR` and the terminal say. */
  readonly color?: boolean
  readonly clock?: TerminalClock
  /** Asked for each batch, since terminals change their size. */
  readonly columns?: () => number | undefined
  readonly verbose?: boolean
  /** Everything, one JSON document a line. */
  readonly json?: boolean
  readonly linesPerSecond?: number
  /** Events that whoever owns the terminal words itself. */
  readonly hides?: (event: TelemetryEvent) => boolean
}

export interface TerminalWriter {
  show(events: readonly TelemetryEvent[]): void
  /** Shows what a flood has held back. */
  close(): void
}

const SYSTEM_CLOCK: TerminalClock = {
  now: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs).unref()
    return () => clearTimeout(timer)
  },
}

/** In a flood, what needs attention may take this many times the lines of the rest. */
const NOTABLE_FACTOR = 2
const MAX_WARNED = 1_000

export function createTerminalWriter(options: TerminalOptions): TerminalWriter {
  const { write, json = false } = options
  if (!json) return createTextWriter(options)
  return {
    show: (events) => write(events.map((event) => `${formatJson(event)}\n`).join('')),
    close: () => {},
  }
}

function createTextWriter(options: TerminalOptions): TerminalWriter {
  const { write, isTTY, clock = SYSTEM_CLOCK, linesPerSecond = 50, verbose = false } = options
  const color = options.color ?? wantsColor(process.env, isTTY)
  const attempts = createAttemptCounts()
  const isHidden = createFilter(verbose)
  const flood = createFlood(createInk(color))
  let secondEndsAt = 0
  let lines = 0
  let cancelTimer: (() => void) | undefined

  function endSecond(): void {
    cancelTimer?.()
    cancelTimer = undefined
    lines = 0
    const summary = flood.take(formatTime(clock.now()))
    if (summary.length > 0) write(`${summary.join('\n')}\n`)
  }

  function hasRoom(event: TelemetryEvent): boolean {
    // Where output is kept in a file or sent on, the lines that steps wrote are its purpose.
    if (event.type === 'log' && !isTTY) return true
    return lines < linesPerSecond * (isNotable(event) ? NOTABLE_FACTOR : 1)
  }

  function lineOf(event: TelemetryEvent, words: WordOptions): string | undefined {
    attempts.learn(event)
    if (isHidden(event) || options.hides?.(event)) return undefined
    if (!hasRoom(event)) {
      flood.add(event)
      return undefined
    }
    const text = formatEvent(event, words)
    if (text !== undefined) lines++
    return text
  }

  function show(events: readonly TelemetryEvent[]): void {
    const now = clock.now()
    // Also when the clock was set back.
    if (now >= secondEndsAt || now < secondEndsAt - 1000) {
      endSecond()
      secondEndsAt = now + 1000
    }
    const width = isTTY ? options.columns?.() : undefined
    const words = { color, verbose, attemptsOf: attempts.of, ...(width !== undefined && { width }) }
    const shown = events.map((event) => lineOf(event, words)).filter((line) => line !== undefined)
    if (shown.length > 0) write(`${shown.join('\n')}\n`)
    if (!flood.isEmpty()) cancelTimer ??= clock.after(secondEndsAt - now, endSecond)
  }

  return { show, close: endSecond }
}

/** How often each step's runs are tried in all, as its descriptor says. */
function createAttemptCounts() {
  const counts = new Map<string, number>()
  return {
    learn(event: TelemetryEvent): void {
      if (event.type !== 'app-ready' && event.type !== 'steps-described') return
      counts.clear()
      for (const { id, options } of event.steps) {
        counts.set(id, resolveRetry(options.retry as RetryOption | undefined).attempts)
      }
    },
    of: (stepId: string) => counts.get(stepId),
  }
}

/** Hides what nobody asked for, and the second warning about the same missing step. */
function createFilter(verbose: boolean): (event: TelemetryEvent) => boolean {
  const warned = new Set<string>()
  return (event) => {
    if (event.type === 'log') return event.level === 'debug' && !verbose
    if (event.type !== 'unrouted') return event.type === 'counters'
    if (warned.has(event.target)) return true
    if (warned.size >= MAX_WARNED) warned.clear()
    warned.add(event.target)
    return false
  }
}

function isNotable(event: TelemetryEvent): boolean {
  switch (event.type) {
    case 'log':
      return event.level === 'error'
    case 'attempt':
      return event.status === 'failed'
    case 'request':
      return event.status >= 500
    default:
      return true
  }
}
