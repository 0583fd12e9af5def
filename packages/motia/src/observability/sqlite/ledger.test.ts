import { DAY_MS } from '@motia/core/duration'
import type { CountersEvent } from '@motia/core/events'
import { describe, expect, it } from 'vitest'
import { connect } from '../../sqlite/connect.ts'
import { bucketOf } from '../buckets.ts'
import type { TelemetryReader } from '../records.ts'
import { createTotals } from '../totals.ts'
import { closeLater, counters, open, read, temp, useTempTelemetry } from './fixtures/temp-telemetry.ts'

useTempTelemetry()

describe('counters', () => {
  const requests = (processId: string, ended: number, failed = 0) =>
    counters(processId, { ended, failed, totalMs: ended * 2, durations: [9, ended] })
  const requestsOf = async (reader: TelemetryReader) =>
    (await reader.metrics()).find((step) => step.stepId === 'a')?.requests

  it('add up exactly over restarts of the app', async () => {
    const file = open()
    file.write([requests('p1', 3), requests('p1', 5, 1)])
    file.write([requests('p1', 5, 1)])
    file.write([requests('p2', 2)])
    file.write([requests('p1', 6, 1), requests('p2', 4, 2)])
    expect(await requestsOf(read())).toMatchObject({
      requests: 10,
      failed: 3,
      successRate: 0.7,
      meanMs: 2,
      since: temp.now,
    })
  })

  it('add up over restarts of the supervisor, also when a process name comes again', async () => {
    const first = open()
    first.write([requests('p1', 5)])
    first.close()
    const second = open()
    second.write([requests('p1', 2)])
    second.write([requests('p1', 1)])
    expect(await requestsOf(read())).toMatchObject({ requests: 8 })
  })

  it('lose nothing with a lost batch, and count nothing twice when a write fails', async () => {
    const file = open()
    file.write([requests('p1', 5)])
    const other = connect(temp.path, { busyMs: 0 })
    closeLater(other)
    other.exec('BEGIN IMMEDIATE')
    file.write([requests('p1', 7)])
    other.exec('COMMIT')
    expect(file.dropped()).toBe(1)
    file.write([requests('p1', 9)])
    expect(await requestsOf(read())).toMatchObject({ requests: 9 })
  })

  it('outlive everything that is pruned', async () => {
    const file = open({ maxAgeMs: DAY_MS })
    file.write([requests('p1', 5)])
    temp.now += 30 * DAY_MS
    file.prune()
    expect(await requestsOf(read())).toMatchObject({ requests: 5 })
  })

  it('carry the histogram that percentiles are estimated from', async () => {
    const totals = createTotals('p1')
    for (let i = 1; i <= 1000; i++) totals.requestEnded('a', i, false, true)
    open().write([totals.snapshot(temp.now) as CountersEvent])
    const metrics = await requestsOf(read())
    for (const [key, exact] of [
      ['p50Ms', 500],
      ['p95Ms', 950],
      ['p99Ms', 990],
    ] as const) {
      expect(Math.abs(bucketOf(metrics?.[key] ?? 0) - bucketOf(exact))).toBeLessThanOrEqual(1)
    }
  })

  it('of many processes are told apart', async () => {
    const file = open()
    for (let i = 0; i < 200; i++) file.write([requests(`p${i}`, 1), requests(`p${i}`, 2)])
    expect(await requestsOf(read())).toMatchObject({ requests: 400 })
  })
})
