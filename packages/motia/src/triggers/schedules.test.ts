import type { StepDescriptor } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import type { Commit, RunSummary, Store } from '@motia/core/store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { type Schedules, startSchedules } from './schedules.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Sunday, 01:59:30 UTC. */
const T0 = Date.UTC(2026, 0, 4, 1, 59, 30)

let store: Store
let commits: Commit[]
let errors: unknown[]
let paused: Set<string>
const started: Schedules[] = []
/** What the store says instead of taking a commit. */
let refusal: Error | undefined

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: T0 })
  vi.stubEnv('TZ', 'UTC')
  store = createSqliteStore({ path: ':memory:' })
  await store.open()
  commits = []
  errors = []
  paused = new Set()
  refusal = undefined
})
afterEach(async () => {
  for (const schedules of started.splice(0)) schedules.stop()
  vi.useRealTimers()
  vi.unstubAllEnvs()
  await store.close()
})

const cron = (schedule: string, options: object = {}, id = 'report'): StepDescriptor => ({
  kind: 'cron',
  id,
  file: `motia/${id}.ts`,
  language: 'node',
  exportName: 'default',
  options: { id, schedule, ...options },
  triggers: [],
})

let lastId = 0
async function start(steps: readonly StepDescriptor[], mode: 'development' | 'production' = 'development') {
  const schedules = await startSchedules({
    steps,
    isPaused: (stepId) => paused.has(stepId),
    store: store.schedules,
    submitter: {
      async submit(commit) {
        commits.push(commit)
        if (refusal) throw refusal
        return store.runs.commit(commit)
      },
      spread: () => {},
      ended: () => {},
      idle: async () => {},
    },
    newId: () => (++lastId).toString(16).padStart(32, '0'),
    now: Date.now,
    mode,
    onError: (error) => errors.push(error),
  })
  started.push(schedules)
  return schedules
}

/** Time passes, with room for the store to answer in between. */
async function pass(ms: number, stepMs = ms): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await vi.advanceTimersByTimeAsync(stepMs)
    for (let i = 0; i < 10; i++) await new Promise(setImmediate)
    await vi.advanceTimersByTimeAsync(0)
  }
}
const runs = async (stepId = 'report'): Promise<RunSummary[]> =>
  (await store.runs.list({ stepIds: [stepId], limit: 1000 })).reverse()
/** When the ticks of the accepted runs were due. */
async function ticks(stepId = 'report'): Promise<string[]> {
  const records = await Promise.all((await runs(stepId)).map(({ runId }) => store.runs.get(runId)))
  return records.map((record) => JSON.parse(record?.input ?? '').scheduledAt as string)
}
/** Ends the runs, so that the next tick meets none. */
async function endAll(stepId = 'report'): Promise<void> {
  for (const { runId } of await runs(stepId)) await store.runs.cancel(runId, 'test', Date.now())
}

describe('a schedule', () => {
  it('fires at its tick, with the tick as input, in a trace of its own', async () => {
    await start([cron('0 2 * * 0')])
    await pass(29_000)
    expect(await runs()).toEqual([])
    await pass(1000)
    const [run] = await runs()
    expect(run).toMatchObject({ cause: 'cron', parentRunId: null, createdAt: T0 + 30_000 })
    expect((await store.runs.get(run?.runId ?? ''))?.input).toBe(
      '{"scheduledAt":"2026-01-04T02:00:00.000Z","schedule":"0 2 * * 0"}',
    )
  })

  it('fires tick after tick', async () => {
    await start([cron('*/10 * * * * *', { overlap: 'allow' })])
    await pass(30_000, 1000)
    expect(await ticks()).toEqual([
      '2026-01-04T01:59:40.000Z',
      '2026-01-04T01:59:50.000Z',
      '2026-01-04T02:00:00.000Z',
    ])
  })

  it('keeps its own timezone', async () => {
    await start([cron('0 11 * * *', { timezone: 'Asia/Seoul' })])
    await pass(30_000)
    expect(await ticks()).toEqual(['2026-01-04T02:00:00.000Z'])
  })

  it('does not overlap with its last run unless it may', async () => {
    await start([
      cron('* * * * *', {}, 'skips'),
      cron('* * * * *', { overlap: 'queue' }, 'queues'),
      cron('* * * * *', { overlap: 'allow' }, 'overlaps'),
    ])
    await pass(5 * MINUTE, 10_000)
    expect(await runs('skips')).toHaveLength(1)
    expect(await runs('queues')).toHaveLength(5)
    expect(await runs('overlaps')).toHaveLength(5)
    await endAll('skips')
    await pass(MINUTE, 10_000)
    expect(await runs('skips')).toHaveLength(2)
  })

  it('stops when it is told to', async () => {
    const schedules = await start([cron('* * * * *')])
    schedules.stop()
    await pass(5 * MINUTE, MINUTE)
    expect(await runs()).toEqual([])
  })

  it('is kept in the store with its next tick, and forgotten with its step', async () => {
    const first = await start([cron('0 2 * * 0'), cron('@daily', {}, 'gone')])
    first.stop()
    expect((await store.schedules.list()).map(({ stepId }) => stepId).sort()).toEqual(['gone', 'report'])
    await start([cron('0 2 * * 0')])
    expect(await store.schedules.list()).toMatchObject([{ stepId: 'report', nextAt: T0 + 30_000 }])
  })

  it('that other kinds of step have is none', async () => {
    await start([{ ...cron('* * * * *'), kind: 'event' }])
    await pass(5 * MINUTE, MINUTE)
    expect(commits).toEqual([])
  })
})

describe('a schedule that is paused', () => {
  const next = async () => (await store.schedules.list())[0]?.nextAt

  it('fires nothing, yet knows its next tick', async () => {
    await start([cron('* * * * *', { overlap: 'allow' }), cron('* * * * *', {}, 'other')])
    paused.add('report')
    await pass(2 * MINUTE, 10_000)
    expect(await runs()).toEqual([])
    expect(await runs('other')).toHaveLength(1)
    expect(await next()).toBe(T0 + 150_000)
    expect(errors).toEqual([])
  })

  it('goes on with the next tick when it is resumed, and makes up for none', async () => {
    await start([cron('* * * * *', { overlap: 'allow', catchUp: 'all' })], 'production')
    paused.add('report')
    await pass(3 * MINUTE, 10_000)
    paused.delete('report')
    await pass(MINUTE, 10_000)
    expect(await ticks()).toEqual(['2026-01-04T02:03:00.000Z'])
  })

  it('makes up for nothing that it missed while the app was down besides', async () => {
    const before = await start([cron('0 * * * *', { catchUp: 'all' })], 'production')
    before.stop()
    paused.add('report')
    vi.setSystemTime(T0 + 3 * HOUR)
    await start([cron('0 * * * *', { catchUp: 'all' })], 'production')
    paused.delete('report')
    await pass(MINUTE, 10_000)
    expect(await ticks()).toEqual(['2026-01-04T05:00:00.000Z'])
  })
})

describe('two apps on one store', () => {
  it('fire each tick once', async () => {
    await start([cron('* * * * *', { overlap: 'allow' })])
    await start([cron('* * * * *', { overlap: 'allow' })])
    await pass(3 * MINUTE, 10_000)
    expect(await runs()).toHaveLength(3)
    expect(commits.length).toBeGreaterThan(3)
  })
})

describe('ticks that were missed while the app was down', () => {
  /** Down from before 02:00 until the given time has passed. */
  async function afterBreak(breakMs: number, options: object, mode?: 'development' | 'production') {
    const before = await start([cron('0 * * * *', options)])
    before.stop()
    vi.setSystemTime(T0 + breakMs)
    await start([cron('0 * * * *', options)], mode)
    return ticks()
  }

  it('are made up for by the last of them in production, by none in development', async () => {
    expect(await afterBreak(3 * HOUR, {}, 'development')).toEqual([])
    await store.schedules.remove('report')
    vi.setSystemTime(T0)
    expect(await afterBreak(3 * HOUR, {}, 'production')).toEqual(['2026-01-04T04:00:00.000Z'])
  })

  it('are all made up for if the step says so, one after another', async () => {
    expect(await afterBreak(3 * HOUR, { catchUp: 'all' })).toEqual([
      '2026-01-04T02:00:00.000Z',
      '2026-01-04T03:00:00.000Z',
      '2026-01-04T04:00:00.000Z',
    ])
    await endAll()
    await pass(HOUR, 10 * MINUTE)
    expect((await ticks()).at(-1)).toBe('2026-01-04T05:00:00.000Z')
  })

  it('are looked for a day back, from now and not from when they began', async () => {
    const all = await afterBreak(50 * HOUR, { catchUp: 'all' })
    expect(all).toHaveLength(24)
    expect(all.at(-1)).toBe('2026-01-06T03:00:00.000Z')
  })

  it('of a schedule per second do not hold the start up', async () => {
    const everySecond = cron('* * * * * *', { catchUp: 'last', timezone: 'Asia/Seoul' })
    const before = await start([everySecond])
    before.stop()
    vi.setSystemTime(T0 + 20 * 24 * HOUR)
    const began = performance.now()
    await start([everySecond])
    expect(performance.now() - began).toBeLessThan(1000)
    expect(await ticks()).toHaveLength(1)
  })

  it('are none on a first start, whatever the policy', async () => {
    await start([cron('* * * * *', { catchUp: 'all' })], 'production')
    expect(await runs()).toEqual([])
  })

  it('are none of a schedule that was changed meanwhile', async () => {
    const before = await start([cron('0 * * * *', { catchUp: 'all' })])
    before.stop()
    vi.setSystemTime(T0 + 3 * HOUR)
    await start([cron('30 * * * *', { catchUp: 'all' })])
    expect(await runs()).toEqual([])
    expect(await store.schedules.list()).toMatchObject([{ nextAt: Date.UTC(2026, 0, 4, 5, 30) }])
  })

  it('by a moment count as on time', async () => {
    expect(await afterBreak(33_000, {}, 'development')).toEqual(['2026-01-04T02:00:00.000Z'])
  })
})

describe('ticks that were missed while the app slept', () => {
  /** The whole machine sleeps from before 02:00 until after 04:00. */
  async function afterSleep(options: object) {
    await start([cron('0 * * * *', options)])
    vi.setSystemTime(T0 + 2 * HOUR + 45 * MINUTE)
    await pass(MINUTE, 10_000)
    return ticks()
  }

  it('are made up for by the same rule', async () => {
    expect(await afterSleep({ catchUp: 'none' })).toEqual([])
    await endAll()
    await pass(20 * MINUTE, MINUTE)
    expect(await ticks()).toEqual(['2026-01-04T05:00:00.000Z'])
  })

  it('by the last, if that is the rule', async () => {
    expect(await afterSleep({ catchUp: 'last' })).toEqual(['2026-01-04T04:00:00.000Z'])
  })
})

describe('while the store takes no commits', () => {
  it('a tick is tried again every second, told each time, and fires when it is back', async () => {
    refusal = motiaError('MOTIA_STORE_UNAVAILABLE', { cause: 'disk full' })
    await start([cron('0 2 * * 0'), cron('@yearly', {}, 'other')])
    await pass(30_000)
    await pass(4000, 1000)
    expect(commits.length).toBeGreaterThanOrEqual(4)
    expect(commits.length).toBeLessThanOrEqual(6)
    expect(errors).toHaveLength(commits.length)
    expect(await runs()).toEqual([])
    refusal = undefined
    await pass(1000)
    expect(await ticks()).toEqual(['2026-01-04T02:00:00.000Z'])
  })

  it('the other schedules go on', async () => {
    const steps = [cron('0 2 * * *', {}, 'a'), cron('0 2 * * *', {}, 'b')]
    await start(steps)
    let first = true
    refusal = undefined
    const { commit } = store.runs
    vi.spyOn(store.runs, 'commit').mockImplementation(async (given) => {
      if (first) {
        first = false
        throw motiaError('MOTIA_STORE_UNAVAILABLE', { cause: 'busy' })
      }
      return commit(given)
    })
    await pass(30_000)
    expect(await runs('b')).toHaveLength(1)
    await pass(2000, 1000)
    expect(await runs('a')).toHaveLength(1)
  })
})
