import { motiaError } from '@motia/core/errors'
import type { Commit, Store } from '@motia/core/store'
import { describe, expect, it, vi } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { statusIs, type TestEngine, until, useEngines } from './fixtures/open-engine.ts'
import { lost, type Script, succeed, toTrigger } from './fixtures/scripted-runtime.ts'

const engines = useEngines(() => createSqliteStore({ path: ':memory:' }), 'moved')
const open = (ids: readonly string[], scripts: Record<string, Script> = {}, store: Store = engines.store) =>
  engines.open(ids, scripts, { store, slots: 4 })
const statuses = async (test: TestEngine, stepId: string) =>
  (await test.runsOf(stepId)).map((run) => run.status)

/** Attempts that go on until they are told to end. */
function createGate(): { readonly script: Script; open(): void } {
  let open: () => void = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { script: () => passed.then(() => succeed()), open }
}

/** The store, except for what a test replaces. */
function over(runs: Partial<Store['runs']>): Store {
  return { ...engines.store, runs: { ...engines.store.runs, ...runs } }
}
const away = () => motiaError('MOTIA_STORE_UNAVAILABLE', { cause: 'disk full' })

describe('stopping', () => {
  it('lets what is under way end and commits it, hands back the rest, and takes nothing new', async () => {
    const gate = createGate()
    const test = await open(['work', 'next'], {
      work: async (attempt, services) => {
        await gate.script(attempt, services)
        return succeed(null, { triggers: [toTrigger('next')] })
      },
    })
    await Promise.all(Array.from({ length: 10 }, () => test.trigger('work')))
    await until(() => test.runtime.running('work') === 3)
    const stopped = test.engine.stop(10_000)
    await expect(test.trigger('work')).rejects.toMatchObject({ code: 'MOTIA_STOPPING' })
    gate.open()
    await stopped
    expect((await statuses(test, 'work')).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'queued'),
      ...Array.from({ length: 3 }, () => 'succeeded'),
    ])
    expect(await statuses(test, 'next')).toEqual(['queued', 'queued', 'queued'])
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1) // the runtime's grace
  })

  it('hands back what does not end within its grace, without using up an attempt', async () => {
    const test = await open(['work'], { work: () => new Promise(() => {}) })
    await test.trigger('work')
    await until(() => test.runtime.running('work') === 1)
    const stopped = test.engine.stop(1000)
    await vi.advanceTimersByTimeAsync(1000)
    await stopped
    expect(await test.runOf('work')).toMatchObject({ status: 'queued', attemptsUsed: 0, strikes: 0 })
  })

  it('leaves everything to the next engine on the same store', async () => {
    const first = await open(['work', 'later'], { work: () => new Promise(() => {}) })
    await Promise.all([
      first.trigger('work'),
      first.trigger('work'),
      first.trigger('later', {}, { delayMs: 60_000 }),
    ])
    await until(() => first.runtime.running('work') === 2)
    const stopped = first.engine.stop(0)
    await vi.advanceTimersByTimeAsync(0)
    await stopped
    const second = await open(['work', 'later'])
    await until(async () => (await statuses(second, 'work')).every((status) => status === 'succeeded'))
    await vi.advanceTimersByTimeAsync(60_000)
    await statusIs(second, 'later', 'succeeded')
  })
})

describe('an engine after a death', () => {
  it('executes what the former one was executing, as the same attempt, under a new epoch', async () => {
    const gate = createGate()
    const dead = await open(['work'], { work: gate.script })
    await dead.trigger('work')
    await until(() => dead.runtime.running('work') === 1)
    const heir = await open(['work'], { work: () => succeed('the heir') })
    await statusIs(heir, 'work', 'succeeded')
    expect(heir.runtime.attempts[0]?.attempt).toBe(1)
    gate.open() // the dead one wakes up late
    await until(() => dead.runtime.running('work') === 0)
    await dead.engine.submitter.idle()
    expect(await heir.runOf('work')).toMatchObject({ result: '"the heir"', attemptsUsed: 1 })
    expect(dead.eventsOf('attempt')).toEqual([])
  })

  it('wakes for what was due while nobody was there', async () => {
    const dead = await open(['later'])
    await dead.trigger('later', {}, { delayMs: 1000 })
    const stopped = dead.engine.stop(0)
    await vi.advanceTimersByTimeAsync(0)
    await stopped
    vi.setSystemTime(Date.now() + 3_600_000)
    await statusIs(await open(['later']), 'later', 'succeeded')
  })

  it('leaves runs of steps that have gone where they are', async () => {
    const before = await open(['gone', 'kept'])
    await before.trigger('gone', {}, { delayMs: 1 })
    const stopped = before.engine.stop(0)
    await vi.advanceTimersByTimeAsync(0)
    await stopped
    const after = await open(['kept'])
    await vi.advanceTimersByTimeAsync(10)
    await statusIs(after, 'gone', 'queued')
    await after.trigger('kept')
    await statusIs(after, 'kept', 'succeeded')
    expect(after.runtime.attempts.map(({ stepId }) => stepId)).toEqual(['kept'])
  })
})

describe('while the store is away', () => {
  it('an outcome waits, and is committed when it is back; it is told about once', async () => {
    let isAway = false
    const commits: Commit[] = []
    const flaky = over({
      async commit(commit) {
        commits.push(commit)
        if (isAway) throw away()
        return engines.store.runs.commit(commit)
      },
    })
    const gate = createGate()
    const test = await open(['work'], { work: gate.script }, flaky)
    await test.trigger('work')
    await until(() => test.runtime.running('work') === 1)
    isAway = true
    gate.open()
    await until(() => commits.length === 2)
    for (let tries = 3; tries < 8; tries++) {
      await vi.advanceTimersByTimeAsync(1000)
      await until(() => commits.length === tries)
    }
    expect(test.eventsOf('notice')).toMatchObject([
      { level: 'error', message: expect.stringContaining('disk full') },
    ])
    isAway = false
    await vi.advanceTimersByTimeAsync(1000)
    await statusIs(test, 'work', 'succeeded')
    expect(test.runtime.attempts).toHaveLength(1)
  })

  it('a trigger from outside is refused, and its slot is free again', async () => {
    let isAway = true
    const flaky = over({
      commit: (commit) => (isAway ? Promise.reject(away()) : engines.store.runs.commit(commit)),
    })
    const test = await open(['work'], {}, flaky)
    for (let i = 0; i < 10; i++)
      await expect(test.trigger('work')).rejects.toMatchObject({ code: 'MOTIA_STORE_UNAVAILABLE' })
    isAway = false
    await test.trigger('work')
    await statusIs(test, 'work', 'succeeded')
  })

  it('a run that lost its worker is not forgotten', async () => {
    let tries = 0
    const flaky = over({
      release: (...args) => (++tries < 3 ? Promise.reject(away()) : engines.store.runs.release(...args)),
    })
    let times = 0
    const test = await open(['work'], { work: () => (times++ === 0 ? lost(true) : succeed()) }, flaky)
    await test.trigger('work')
    await until(() => tries === 1)
    await vi.advanceTimersByTimeAsync(1000)
    await until(() => tries === 2)
    await vi.advanceTimersByTimeAsync(1000)
    await statusIs(test, 'work', 'succeeded')
  })

  it('what is due is looked for again', async () => {
    let isAway = true
    const flaky = over({
      promote: (...args) => (isAway ? Promise.reject(away()) : engines.store.runs.promote(...args)),
    })
    const test = await open(['later'], {}, flaky)
    await test.trigger('later', {}, { delayMs: 1000 })
    await vi.advanceTimersByTimeAsync(5000)
    expect(test.runtime.attempts).toEqual([])
    isAway = false
    await vi.advanceTimersByTimeAsync(1000)
    await statusIs(test, 'later', 'succeeded')
  })
})

describe('a commit that the store refuses for good', () => {
  it('fails the attempt with what it says', async () => {
    const refusing = over({
      commit: (commit) =>
        commit.writes
          ? Promise.reject(motiaError('MOTIA_STORE_REFUSED', { cause: 'no such op' }))
          : engines.store.runs.commit(commit),
    })
    const test = await open(
      ['work'],
      { work: () => succeed(null, { writes: [{ op: 'clear', group: 'g' }] }) },
      refusing,
    )
    await test.trigger('work')
    await statusIs(test, 'work', 'scheduled')
    expect((await test.runOf('work')).failure).toMatchObject({ code: 'MOTIA_STORE_REFUSED' })
  })

  it('whatever it holds is told, once, and tried no more', async () => {
    let ends = 0
    const refusing = over({
      commit(commit) {
        if (!commit.attempt) return engines.store.runs.commit(commit)
        ends++
        return Promise.reject(motiaError('MOTIA_STORE_REFUSED', { cause: 'a bug' }))
      },
    })
    const test = await open(['work'], {}, refusing)
    await test.trigger('work')
    await until(() => test.eventsOf('notice').length > 0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ends).toBeLessThanOrEqual(2)
    expect(test.eventsOf('notice')).toMatchObject([{ message: expect.stringContaining('a bug') }])
  })
})
