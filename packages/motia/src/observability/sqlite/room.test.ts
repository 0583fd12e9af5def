import { DAY_MS } from '@motia/core/duration'
import type { TelemetryEvent } from '@motia/core/events'
import { describe, expect, it } from 'vitest'
import {
  attempt,
  log,
  messages,
  open,
  read,
  sizeOf,
  temp,
  useTempTelemetry,
} from './fixtures/temp-telemetry.ts'

useTempTelemetry()

describe('the bounds of the telemetry file', () => {
  it('S155: hold whatever is written, and the newest is kept', { timeout: 60_000 }, async () => {
    const maxBytes = 3 * 1024 * 1024
    const file = open({ maxBytes })
    const reader = read()
    let largest = 0
    for (let batch = 0; batch < 60; batch++) {
      const events = Array.from({ length: 500 }, (_, i) => {
        const id = `${batch}-${i}`.padEnd(32, 'x')
        return i % 3 === 0
          ? attempt({ runId: id, traceId: id, stepId: `s${i % 20}` })
          : log({
              message: `${batch} ${'payload '.repeat(i % 60)}`,
              runId: id,
              traceId: id,
              stepId: `s${i % 20}`,
            })
      })
      file.write(events)
      if (batch % 10 === 0) await reader.metrics()
      largest = Math.max(largest, sizeOf(temp.path) + sizeOf(`${temp.path}-wal`))
    }
    expect(largest).toBeLessThanOrEqual(maxBytes)
    expect(largest).toBeGreaterThan(maxBytes / 2)
    expect((await messages(reader, 1))[0]).toMatch(/^59 /)
    expect((await reader.spans({ limit: 1 }))[0]?.runId).toMatch(/^59-/)
    expect(file.dropped()).toBe(0)
    expect(temp.warnings).toEqual([])
  })

  it('leave room for spans when log lines flood, and the other way round', { timeout: 60_000 }, async () => {
    const file = open({ maxBytes: 4 * 1024 * 1024 })
    for (let i = 0; i < 20; i++) file.write(Array.from({ length: 50 }, () => attempt()))
    for (let i = 0; i < 100; i++)
      file.write(Array.from({ length: 500 }, () => log({ message: 'x'.repeat(100) })))
    const reader = read()
    expect((await reader.spans({ limit: 10_000 })).length).toBeGreaterThan(400)
  })

  it('hold for a batch that is larger than the file may be', () => {
    const maxBytes = 2 * 1024 * 1024
    const file = open({ maxBytes })
    file.write(Array.from({ length: 500 }, () => log({ message: 'x'.repeat(16_000) })))
    expect(sizeOf(temp.path) + sizeOf(`${temp.path}-wal`)).toBeLessThanOrEqual(maxBytes)
    expect(file.dropped()).toBe(0)
  })

  it('end what is too old, and give its pages back', async () => {
    const file = open({ maxAgeMs: 3 * DAY_MS })
    const notice: TelemetryEvent = { type: 'notice', at: temp.now, level: 'warn', message: 'old' }
    for (let i = 0; i < 20; i++)
      file.write([...Array.from({ length: 500 }, () => log({ message: 'old'.repeat(50) })), notice])
    temp.now += 2 * DAY_MS
    file.write([log({ message: 'young' }), attempt()])
    const before = (await read().logs({ limit: 100_000 })).lines.length
    expect(before).toBe(20 * 500 + 1)
    temp.now += 1.5 * DAY_MS
    while (file.prune());
    const reader = read()
    expect(await messages(reader)).toEqual(['young'])
    expect(await reader.spans({ limit: 10 })).toHaveLength(1)
    expect(await reader.events({ limit: 10 })).toEqual([])
    for (let i = 0; i < 10; i++) file.prune()
    reader.close()
    file.close()
    expect(sizeOf(temp.path)).toBeLessThan(500_000)
  })

  it('are kept by writing alone', async () => {
    const file = open({ maxAgeMs: DAY_MS })
    file.write([log({ message: 'old' })])
    temp.now += 2 * DAY_MS
    file.write([log({ message: 'young' })])
    expect(await messages(read())).toEqual(['young'])
  })

  it('are kept when the clock of an app runs ahead', async () => {
    const file = open({ maxAgeMs: DAY_MS })
    file.write([log({ message: 'ahead', at: temp.now + 1000 * DAY_MS })])
    temp.now += 2 * DAY_MS
    file.prune()
    expect(await messages(read())).toEqual([])
  })
})
