import type { TelemetryEvent } from '@motia/core/events'
import { expect, it } from 'vitest'
import { createTelemetryHub } from './telemetry.ts'

function createSink(name: string, fail = () => false) {
  const taken: TelemetryEvent[] = []
  return {
    name,
    taken,
    take(events: readonly TelemetryEvent[]) {
      if (fail()) throw new Error('disk full')
      taken.push(...events)
    },
  }
}

it('passes everything on to all sinks, printed lines as log events of no run', () => {
  const sinks = [createSink('a'), createSink('b')]
  const hub = createTelemetryHub(sinks, () => 5)
  hub.take([])
  hub.record({ type: 'app-ended', at: 4, cause: 'exit code 1' })
  hub.printed('hello', 'stdout')
  hub.printed('oh no', 'stderr')
  const expected = [
    { type: 'app-ended', at: 4, cause: 'exit code 1' },
    { type: 'log', at: 5, level: 'info', message: 'hello', source: 'print' },
    { type: 'log', at: 5, level: 'warn', message: 'oh no', source: 'print' },
  ]
  for (const { taken } of sinks) expect(taken).toEqual(expected)
})

it('warns once through the others when a sink fails, and again only after it has recovered', () => {
  let isFull = true
  const file = createSink('the telemetry file', () => isFull)
  const terminal = createSink('the terminal')
  const hub = createTelemetryHub([file, terminal], () => 1)
  const event: TelemetryEvent = { type: 'dropped', at: 1, count: 3 }
  hub.take([event])
  hub.take([event])
  const warning = {
    type: 'notice',
    at: 1,
    level: 'warn',
    message: 'the telemetry file does not take telemetry: disk full',
  }
  expect(terminal.taken).toEqual([warning, event, event])
  isFull = false
  hub.take([event])
  isFull = true
  hub.take([event])
  expect(terminal.taken.slice(3)).toEqual([event, warning, event])
  expect(file.taken).toEqual([event])
})

it('fails nobody who sends telemetry, even where every sink fails', () => {
  const sinks = [createSink('a', () => true), createSink('b', () => true)]
  const hub = createTelemetryHub(sinks)
  expect(() => hub.take([{ type: 'dropped', at: 1, count: 3 }])).not.toThrow()
})
