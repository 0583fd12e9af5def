import { describe, expect, it, vi } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import {
  cron,
  endAll,
  HOUR,
  MINUTE,
  pass,
  runs,
  start,
  T0,
  ticks,
  useWorld,
} from './fixtures/schedule-world.ts'

const world = useWorld(() => createSqliteStore({ path: ':memory:' }))

describe('ticks that were missed while the app was down', () => {
  /** Down from before 02:00 until the given time has passed. */
  async function afterBreak(breakMs: number, options: object, mode?: 'development' | 'production') {
    const before = await start(world, [cron('0 * * * *', options)])
    before.stop()
    vi.setSystemTime(T0 + breakMs)
    await start(world, [cron('0 * * * *', options)], mode)
    return ticks(world)
  }

  it('are made up for by the last of them in production, by none in development', async () => {
    expect(await afterBreak(3 * HOUR, {}, 'development')).toEqual([])
    await world.store.schedules.remove('report')
    vi.setSystemTime(T0)
    expect(await afterBreak(3 * HOUR, {}, 'production')).toEqual(['2026-01-04T04:00:00.000Z'])
  })

  it('are all made up for if the step says so, one after another', async () => {
    expect(await afterBreak(3 * HOUR, { catchUp: 'all' })).toEqual([
      '2026-01-04T02:00:00.000Z',
      '2026-01-04T03:00:00.000Z',
      '2026-01-04T04:00:00.000Z',
    ])
    await endAll(world)
    await pass(HOUR, 10 * MINUTE)
    expect((await ticks(world)).at(-1)).toBe('2026-01-04T05:00:00.000Z')
  })

  it('are looked for a day back, from now and not from when they began', async () => {
    const all = await afterBreak(50 * HOUR, { catchUp: 'all' })
    expect(all).toHaveLength(24)
    expect(all.at(-1)).toBe('2026-01-06T03:00:00.000Z')
  })

  it('of a schedule per second do not hold the start up', async () => {
    const everySecond = cron('* * * * * *', { catchUp: 'last', timezone: 'Asia/Seoul' })
    const before = await start(world, [everySecond])
    before.stop()
    vi.setSystemTime(T0 + 20 * 24 * HOUR)
    const began = performance.now()
    await start(world, [everySecond])
    expect(performance.now() - began).toBeLessThan(1000)
    expect(await ticks(world)).toHaveLength(1)
  })

  it('are none on a first start, whatever the policy', async () => {
    await start(world, [cron('* * * * *', { catchUp: 'all' })], 'production')
    expect(await runs(world)).toEqual([])
  })

  it('are none of a schedule that was changed meanwhile', async () => {
    const before = await start(world, [cron('0 * * * *', { catchUp: 'all' })])
    before.stop()
    vi.setSystemTime(T0 + 3 * HOUR)
    await start(world, [cron('30 * * * *', { catchUp: 'all' })])
    expect(await runs(world)).toEqual([])
    expect(await world.store.schedules.list()).toMatchObject([{ nextAt: Date.UTC(2026, 0, 4, 5, 30) }])
  })

  it('by a moment count as on time', async () => {
    expect(await afterBreak(33_000, {}, 'development')).toEqual(['2026-01-04T02:00:00.000Z'])
  })
})

describe('ticks that were missed while the app slept', () => {
  /** The whole machine sleeps from before 02:00 until after 04:00. */
  async function afterSleep(options: object) {
    await start(world, [cron('0 * * * *', options)])
    vi.setSystemTime(T0 + 2 * HOUR + 45 * MINUTE)
    await pass(MINUTE, 10_000)
    return ticks(world)
  }

  it('are made up for by the same rule', async () => {
    expect(await afterSleep({ catchUp: 'none' })).toEqual([])
    await endAll(world)
    await pass(20 * MINUTE, MINUTE)
    expect(await ticks(world)).toEqual(['2026-01-04T05:00:00.000Z'])
  })

  it('by the last, if that is the rule', async () => {
    expect(await afterSleep({ catchUp: 'last' })).toEqual(['2026-01-04T04:00:00.000Z'])
  })
})
