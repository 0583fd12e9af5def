import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@motia/core/duration'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { bucketOf } from '../buckets.ts'
import { counters, open, read, temp, useTempTelemetry } from './fixtures/temp-telemetry.ts'

useTempTelemetry()

const WINDOWS = {
  '5m': { lengthMs: 5 * MINUTE_MS, bucketMs: 5 * SECOND_MS },
  '1h': { lengthMs: HOUR_MS, bucketMs: MINUTE_MS },
  '24h': { lengthMs: 24 * HOUR_MS, bucketMs: 15 * MINUTE_MS },
  '7d': { lengthMs: 168 * HOUR_MS, bucketMs: 2 * HOUR_MS },
}

function windowOf(name: keyof typeof WINDOWS) {
  const { lengthMs, bucketMs } = WINDOWS[name]
  return { from: temp.now - lengthMs, to: temp.now, bucketMs }
}

const runs = (ended: number, failed = 0, retried = 0) => ({ kind: 'run', ended, failed, retried }) as const

describe('figures', () => {
  it('are the same in all windows while everything is recent', async () => {
    const durations = [bucketOf(10), 8, bucketOf(100), 2]
    open().write([
      counters('p', { ...runs(9, 2, 1), totalMs: 280, durations, waitedMs: 9, waits: [bucketOf(1), 9] }),
    ])
    for (const name of ['5m', '1h', '24h', '7d'] as const) {
      const { total, steps, series } = await read().figures(windowOf(name))
      expect(total).toMatchObject({ executions: 9, failed: 2, retried: 1, successRate: 7 / 9 })
      expect(total.duration?.meanMs).toBe(28)
      expect(total.duration?.p50Ms).toBeCloseTo(10, -1)
      expect(total.duration?.p95Ms).toBeGreaterThan(90)
      expect(total.wait?.p99Ms).toBeCloseTo(1, 0)
      expect(steps).toEqual([{ stepId: 'a', ...total }])
      expect(series.reduce((sum, point) => sum + point.executions, 0)).toBe(9)
    }
  })

  it('come in buckets without gaps, the last of which holds the end', async () => {
    const file = open()
    temp.now = 1_800_000_000_000
    file.write([counters('p', runs(1))])
    temp.now += 12_000
    file.write([counters('p', runs(4))])
    const { from, to, series } = await read().figures(windowOf('5m'))
    expect(series).toHaveLength(60)
    expect([from, to]).toEqual([series[0]?.at, (series.at(-1)?.at ?? 0) + 5_000])
    expect(series.at(-1)?.at).toBe(1_800_000_010_000)
    expect(series.slice(-3).map(({ executions }) => executions)).toEqual([1, 0, 3])
  })

  it('of one step leave out the others', async () => {
    open().write([counters('p', { stepId: 'a', ...runs(2) }, { stepId: 'b', ...runs(3) })])
    const one = await read().figures({ ...windowOf('1h'), stepId: 'b' })
    expect(one.total.executions).toBe(3)
    expect(one.steps.map(({ stepId }) => stepId)).toEqual(['b'])
    const all = await read().figures(windowOf('1h'))
    expect(all.steps.map(({ stepId }) => stepId)).toEqual(['a', 'b'])
  })

  it('reach back as far as their window, and are bounded', async () => {
    const file = open()
    let ended = 0
    temp.now -= 15 * MINUTE_MS // so that the last of 2 hours is the last quarter
    for (let quarter = 0; quarter < 10 * 96; quarter++) {
      temp.now += 15 * MINUTE_MS
      file.write([counters('p', runs(++ended))])
    }
    const week = await read().figures(windowOf('7d'))
    expect(week.total.executions).toBe(7 * 96)
    expect(week.series.every(({ executions }) => executions === 8)).toBe(true)
    expect((await read().figures(windowOf('24h'))).total.executions).toBe(96)
    file.prune()
    const kept = await read().figures({ from: 0, to: temp.now, bucketMs: 2 * HOUR_MS * 1_000_000 })
    expect(kept.total.executions).toBeLessThanOrEqual(8 * 96 + 1)
  })

  it('of a week are there too in a file that has none of two hours yet', async () => {
    const file = open()
    let ended = 0
    temp.now -= 30 * MINUTE_MS
    for (let quarter = 0; quarter < 3; quarter++) {
      const durations = [bucketOf(10), ++ended, bucketOf(100), 1]
      file.write([counters('p', { ...runs(ended), durations }, { stepId: 'b', ...runs(ended) })])
      temp.now += 15 * MINUTE_MS
    }
    const before = await read().figures(windowOf('7d'))
    expect(before.total.executions).toBe(6)
    file.close()
    const db = new Database(temp.path)
    db.exec('DELETE FROM rollups WHERE span_ms = 7200000; PRAGMA user_version = 2')
    db.close()
    open()
    expect(await read().figures(windowOf('7d'))).toEqual(before)
  })

  it('are nothing while there is no file', async () => {
    const { series, total } = await read().figures(windowOf('7d'))
    expect(series).toHaveLength(84)
    expect(total).toEqual({ executions: 0, failed: 0, retried: 0 })
  })

  it('tell how many requests have a span', async () => {
    temp.now = Date.now()
    open().write([
      counters('p', { ended: 100, kept: 30 }, { stepId: 'b', ended: 5, kept: 5 }, { ...runs(7), kept: 0 }),
    ])
    const time = { from: temp.now - HOUR_MS, to: temp.now + 1 }
    expect(await read().requestCounts(time)).toEqual({ kept: 35, of: 105 })
    expect(await read().requestCounts({ ...time, stepIds: ['b', 'c'] })).toEqual({ kept: 5, of: 5 })
    expect(await read().requestCounts({ from: 0, to: temp.now + 1 })).toEqual({ kept: 35, of: 105 })
  })
})
