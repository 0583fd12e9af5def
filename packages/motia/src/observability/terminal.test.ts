import type { TelemetryEvent } from '@motia/core/events'
import { describe, expect, it } from 'vitest'
import { createTerminalWriter, type TerminalOptions } from './terminal.ts'

/** A clock that stands still until it is told to go on. */
function createFakeClock() {
  const timers = new Map<number, { at: number; callback: () => void }>()
  let now = 1_000_000
  let lastId = 0
  return {
    now: () => now,
    after(delayMs: number, callback: () => void) {
      const id = ++lastId
      timers.set(id, { at: now + delayMs, callback })
      return () => timers.delete(id)
    },
    advance(ms: number) {
      now += ms
      for (const [id, { at, callback }] of timers) {
        if (at > now) continue
        timers.delete(id)
        callback()
      }
    },
    timers: () => timers.size,
  }
}

function show(options: Partial<TerminalOptions> = {}) {
  const clock = createFakeClock()
  const written: string[] = []
  const writer = createTerminalWriter({
    write: (text) => written.push(text),
    isTTY: true,
    color: false,
    clock,
    ...options,
  })
  const lines = () => written.join('').split('\n').slice(0, -1)
  return { clock, writer, written, lines }
}

const log = (message: string, stepId = 'a'): TelemetryEvent => ({
  type: 'log',
  at: 1,
  level: 'info',
  message,
  stepId,
  source: 'logger',
})

const run = (stepId: string, failed = false): TelemetryEvent => ({
  type: 'attempt',
  at: 1,
  runId: 'r',
  traceId: 't',
  parentRunId: null,
  stepId,
  attempt: 1,
  startedAt: 0,
  durationMs: 20,
  waitedMs: 0,
  queuedAt: 0,
  status: failed ? 'scheduled' : 'succeeded',
  ...(failed && { failure: { name: 'Error', message: 'x' } }),
})

const many = (count: number, make: () => TelemetryEvent) => Array.from({ length: count }, make)

describe('the terminal writer', () => {
  it('writes a line an event, in one go', () => {
    const { writer, written } = show()
    writer.show([log('one'), log('two')])
    expect(written).toHaveLength(1)
    expect(written[0]).toMatch(/one\n.*two\n$/)
  })

  it('warns about a missing step once', () => {
    const { writer, lines } = show()
    const unrouted = (target: string): TelemetryEvent => ({ type: 'unrouted', at: 1, target, traceId: 't' })
    writer.show([unrouted('x'), unrouted('x'), unrouted('y')])
    writer.show([unrouted('x')])
    expect(lines()).toHaveLength(2)
  })

  it('sums up a flood by step at the end of each second', () => {
    const { writer, clock, lines } = show()
    writer.show(many(3_000, () => run('busy')))
    writer.show([run('quiet', true), ...many(20, () => log('x', 'quiet'))])
    expect(lines()).toHaveLength(50)
    clock.advance(1000)
    const summary = lines().slice(50)
    expect(summary).toHaveLength(2)
    expect(summary[0]).toMatch(/≡ busy \+ 2,950 runs, mean 20 ms$/)
    expect(summary[1]).toMatch(/≡ quiet \+ 1 run, 1 failed, mean 20 ms, 20 log lines$/)
    expect(clock.timers()).toBe(0)
    writer.show([run('busy')])
    expect(lines().at(-1)).toContain('✓ busy')
  })

  it('keeps room for what needs attention, and bounds that as well', () => {
    const { writer, lines } = show()
    writer.show(many(100, () => run('busy')))
    const ended: TelemetryEvent = { type: 'app-ended', at: 1, cause: 'SIGKILL' }
    writer.show(many(200, () => ended))
    expect(lines()).toHaveLength(100)
    expect(lines()[50]).toContain('SIGKILL')
  })

  it('shows what a flood held back when it closes', () => {
    const { writer, clock, lines } = show()
    writer.show(many(60, () => run('busy')))
    writer.close()
    expect(lines().at(-1)).toContain('+ 10 runs')
    expect(clock.timers()).toBe(0)
  })

  it('keeps every log line where the output is no terminal', () => {
    const { writer, lines } = show({ isTTY: false })
    writer.show([...many(500, () => log('x')), ...many(500, () => run('busy'))])
    expect(lines()).toHaveLength(500)
  })

  it('does not count what it does not show', () => {
    const { writer, lines } = show()
    const debug: TelemetryEvent = { type: 'log', at: 1, level: 'debug', message: 'd', source: 'logger' }
    const counters: TelemetryEvent = { type: 'counters', at: 1, processId: 'p', steps: [] }
    writer.show([...many(100, () => debug), ...many(100, () => counters), log('shown')])
    writer.close()
    expect(lines()).toHaveLength(1)
  })

  it('knows from the app how often a run is tried', () => {
    const { writer, lines } = show()
    const step = {
      kind: 'event',
      id: 'a',
      file: 'a.ts',
      language: 'node',
      exportName: 'default',
      triggers: [],
    } as const
    const ready: TelemetryEvent = {
      type: 'app-ready',
      at: 1,
      url: 'u',
      tookMs: 1,
      mistakes: [],
      steps: [{ ...step, options: { retry: { attempts: 7 } } }],
    }
    writer.show([ready, run('a', true)])
    expect(lines()[1]).toContain('attempt 1/7')
  })

  it('writes everything as JSON when asked to, in a flood too', () => {
    const { writer, lines } = show({ json: true })
    writer.show(many(300, () => run('busy')))
    expect(lines()).toHaveLength(300)
    expect(JSON.parse(lines()[299] ?? '')).toMatchObject({ type: 'attempt', stepId: 'busy' })
  })

  it('uses no colour under NO_COLOR', () => {
    const before = process.env.NO_COLOR
    process.env.NO_COLOR = '1'
    try {
      const written: string[] = []
      const writer = createTerminalWriter({ write: (text) => written.push(text), isTTY: true })
      writer.show([run('a')])
      expect(written.join('')).not.toContain('\u001b')
    } finally {
      if (before === undefined) delete process.env.NO_COLOR
      else process.env.NO_COLOR = before
    }
  })
})
