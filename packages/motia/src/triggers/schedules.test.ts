import { motiaError } from '@motia/core/errors'
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

describe('a schedule', () => {
  it('fires at its tick, with the tick as input, in a trace of its own', async () => {
    await start(world, [cron('0 2 * * 0')])
    await pass(29_000)
    expect(await runs(world)).toEqual([])
    await pass(1000)
    const [run] = await runs(world)
    expect(run).toMatchObject({ cause: 'cron', parentRunId: null, createdAt: T0 + 30_000 })
    expect((await world.store.runs.get(run?.runId ?? ''))?.input).toBe(
      '{"scheduledAt":"2026-01-04T02:00:00.000Z","schedule":"0 2 * * 0"}',
    )
  })

  it('fires tick after tick', async () => {
    await start(world, [cron('*/10 * * * * *', { overlap: 'allow' })])
    await pass(30_000, 1000)
    expect(await ticks(world)).toEqual([
      '2026-01-04T01:59:40.000Z',
      '2026-01-04T01:59:50.000Z',
      '2026-01-04T02:00:00.000Z',
    ])
  })

  it('keeps its own timezone', async () => {
    await start(world, [cron('0 11 * * *', { timezone: 'Asia/Seoul' })])
    await pass(30_000)
    expect(await ticks(world)).toEqual(['2026-01-04T02:00:00.000Z'])
  })

  it('does not overlap with its last run unless it may', async () => {
    await start(world, [
      cron('* * * * *', {}, 'skips'),
      cron('* * * * *', { overlap: 'queue' }, 'queues'),
      cron('* * * * *', { overlap: 'allow' }, 'overlaps'),
    ])
    await pass(5 * MINUTE, 10_000)
    expect(await runs(world, 'skips')).toHaveLength(1)
    expect(await runs(world, 'queues')).toHaveLength(5)
    expect(await runs(world, 'overlaps')).toHaveLength(5)
    await endAll(world, 'skips')
    await pass(MINUTE, 10_000)
    expect(await runs(world, 'skips')).toHaveLength(2)
  })

  it('stops when it is told to', async () => {
    const schedules = await start(world, [cron('* * * * *')])
    schedules.stop()
    await pass(5 * MINUTE, MINUTE)
    expect(await runs(world)).toEqual([])
  })

  it('is kept in the store with its next tick, and forgotten with its step', async () => {
    const first = await start(world, [cron('0 2 * * 0'), cron('@daily', {}, 'gone')])
    first.stop()
    expect((await world.store.schedules.list()).map(({ stepId }) => stepId).sort()).toEqual([
      'gone',
      'report',
    ])
    await start(world, [cron('0 2 * * 0')])
    expect(await world.store.schedules.list()).toMatchObject([{ stepId: 'report', nextAt: T0 + 30_000 }])
  })

  it('that other kinds of step have is none', async () => {
    await start(world, [{ ...cron('* * * * *'), kind: 'event' }])
    await pass(5 * MINUTE, MINUTE)
    expect(world.commits).toEqual([])
  })
})

describe('a schedule that is paused', () => {
  const next = async () => (await world.store.schedules.list())[0]?.nextAt

  it('fires nothing, yet knows its next tick', async () => {
    await start(world, [cron('* * * * *', { overlap: 'allow' }), cron('* * * * *', {}, 'other')])
    world.paused.add('report')
    await pass(2 * MINUTE, 10_000)
    expect(await runs(world)).toEqual([])
    expect(await runs(world, 'other')).toHaveLength(1)
    expect(await next()).toBe(T0 + 150_000)
    expect(world.errors).toEqual([])
  })

  it('goes on with the next tick when it is resumed, and makes up for none', async () => {
    await start(world, [cron('* * * * *', { overlap: 'allow', catchUp: 'all' })], 'production')
    world.paused.add('report')
    await pass(3 * MINUTE, 10_000)
    world.paused.delete('report')
    await pass(MINUTE, 10_000)
    expect(await ticks(world)).toEqual(['2026-01-04T02:03:00.000Z'])
  })

  it('makes up for nothing that it missed while the app was down besides', async () => {
    const before = await start(world, [cron('0 * * * *', { catchUp: 'all' })], 'production')
    before.stop()
    world.paused.add('report')
    vi.setSystemTime(T0 + 3 * HOUR)
    await start(world, [cron('0 * * * *', { catchUp: 'all' })], 'production')
    world.paused.delete('report')
    await pass(MINUTE, 10_000)
    expect(await ticks(world)).toEqual(['2026-01-04T05:00:00.000Z'])
  })
})

describe('two apps on one store', () => {
  it('fire each tick once', async () => {
    await start(world, [cron('* * * * *', { overlap: 'allow' })])
    await start(world, [cron('* * * * *', { overlap: 'allow' })])
    await pass(3 * MINUTE, 10_000)
    expect(await runs(world)).toHaveLength(3)
    expect(world.commits.length).toBeGreaterThan(3)
  })
})

describe('while the store takes no commits', () => {
  it('a tick is tried again every second, told each time, and fires when it is back', async () => {
    world.refusal = motiaError('MOTIA_STORE_UNAVAILABLE', { cause: 'disk full' })
    await start(world, [cron('0 2 * * 0'), cron('@yearly', {}, 'other')])
    await pass(30_000)
    await pass(4000, 1000)
    expect(world.commits.length).toBeGreaterThanOrEqual(4)
    expect(world.commits.length).toBeLessThanOrEqual(6)
    expect(world.errors).toHaveLength(world.commits.length)
    expect(await runs(world)).toEqual([])
    world.refusal = undefined
    await pass(1000)
    expect(await ticks(world)).toEqual(['2026-01-04T02:00:00.000Z'])
  })

  it('the other schedules go on', async () => {
    const steps = [cron('0 2 * * *', {}, 'a'), cron('0 2 * * *', {}, 'b')]
    await start(world, steps)
    let first = true
    world.refusal = undefined
    const { commit } = world.store.runs
    vi.spyOn(world.store.runs, 'commit').mockImplementation(async (given) => {
      if (first) {
        first = false
        throw motiaError('MOTIA_STORE_UNAVAILABLE', { cause: 'busy' })
      }
      return commit(given)
    })
    await pass(30_000)
    expect(await runs(world, 'b')).toHaveLength(1)
    await pass(2000, 1000)
    expect(await runs(world, 'a')).toHaveLength(1)
  })
})
