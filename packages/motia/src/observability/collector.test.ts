import type { TelemetryEvent } from '@motia/core/events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCollector } from './collector.ts'

const log = (message: string): TelemetryEvent => ({
  type: 'log',
  at: 1,
  level: 'info',
  message,
  source: 'logger',
})
const ended = (cause: string): TelemetryEvent => ({ type: 'app-ended', at: 1, cause })
const counters = (at: number): TelemetryEvent => ({ type: 'counters', at, processId: 'p', steps: [] })

afterEach(() => {
  vi.useRealTimers()
})

function collect(options: { refuse?: () => boolean; maxBatch?: number; maxQueue?: number } = {}) {
  const batches: TelemetryEvent[][] = []
  const { refuse = () => false, ...rest } = options
  const collector = createCollector({
    send: (batch) => {
      if (refuse()) return false
      batches.push(batch)
      return true
    },
    now: () => 5,
    ...rest,
  })
  return { collector, batches }
}

describe('the collector', () => {
  it('sends a batch after a while, without being asked', () => {
    vi.useFakeTimers()
    const { collector, batches } = collect()
    collector.record(log('a'))
    collector.record(log('b'))
    expect(batches).toEqual([])
    vi.advanceTimersByTime(100)
    expect(batches).toEqual([[log('a'), log('b')]])
    vi.advanceTimersByTime(1000)
    expect(batches).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sends a backlog in bounded batches, one a turn of the loop', () => {
    vi.useFakeTimers()
    const { collector, batches } = collect({ maxBatch: 3 })
    for (let i = 0; i < 7; i++) collector.record(log(String(i)))
    vi.advanceTimersByTime(100)
    expect(batches.map((batch) => batch.length)).toEqual([3])
    vi.advanceTimersByTime(5)
    expect(batches.map((batch) => batch.length)).toEqual([3, 3, 1])
  })

  it('drops beyond its queue, and reports how many', () => {
    const { collector, batches } = collect({ maxQueue: 10 })
    for (let i = 0; i < 25; i++) collector.record(log(String(i)))
    for (let i = 0; i < 3; i++) collector.record(ended(String(i)))
    expect(collector.dropped()).toBe(25 - 8 + 1)
    collector.flush()
    expect(batches.flat()).toHaveLength(10 + 1)
    expect(batches.flat().at(-1)).toEqual({ type: 'dropped', at: 5, count: 18 })
    collector.record(log('later'))
    collector.flush()
    expect(batches.at(-1)).toEqual([log('later')])
  })

  it('keeps what was refused, in order, and offers it again', () => {
    vi.useFakeTimers()
    let isBusy = true
    const { collector, batches } = collect({ refuse: () => isBusy })
    collector.record(log('a'))
    vi.advanceTimersByTime(250)
    collector.record(log('b'))
    isBusy = false
    vi.advanceTimersByTime(100)
    expect(batches).toEqual([[log('a'), log('b')]])
  })

  it('keeps the latest counters, also while nothing is taken', () => {
    vi.useFakeTimers()
    let isBusy = true
    const { collector, batches } = collect({ refuse: () => isBusy, maxQueue: 1 })
    for (let at = 0; at < 5; at++) collector.record(counters(at))
    vi.advanceTimersByTime(300)
    isBusy = false
    vi.advanceTimersByTime(100)
    expect(batches).toEqual([[counters(4)]])
    expect(collector.dropped()).toBe(0)
  })

  it('loses only the event that cannot be encoded', () => {
    const sent: string[] = []
    const collector = createCollector({
      send: (batch) => {
        sent.push(JSON.stringify(batch))
      },
      now: () => 5,
    })
    collector.record(log('a'))
    collector.record({ ...log('bad'), fields: { big: 1n } } as TelemetryEvent)
    collector.record(log('b'))
    collector.flush()
    expect(JSON.parse(sent.join())).toEqual([log('a'), log('b')])
    collector.flush()
    expect(JSON.parse(sent[1] ?? '')).toEqual([{ type: 'dropped', at: 5, count: 1 }])
  })

  it('never throws, whatever becomes of the channel', () => {
    const collector = createCollector({
      send: () => {
        throw new Error('closed')
      },
    })
    collector.record(log('a'))
    collector.flush()
    expect(collector.dropped()).toBe(1)
    collector.close()
    collector.close()
  })

  it('flushes when it closes, and takes no more', () => {
    const { collector, batches } = collect()
    collector.record(log('a'))
    collector.close()
    collector.record(log('b'))
    collector.record(counters(1))
    collector.flush()
    expect(batches[0]).toEqual([log('a')])
    expect(collector.dropped()).toBe(2)
  })
})
