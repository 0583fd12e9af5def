import { describe, expect, it } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { pass, statusIs, T0, until, useEngines } from './fixtures/open-engine.ts'
import { fail, lost, succeed, toStep, toTrigger } from './fixtures/scripted-runtime.ts'

const engines = useEngines(() => createSqliteStore({ path: ':memory:' }), 'moved')
const { open } = engines

describe('a failed attempt', () => {
  it('is tried again after its backoff, four times in all, and then failed', async () => {
    const test = await open([toStep('flaky', { retry: { jitter: false } })], { flaky: () => fail('no luck') })
    await test.trigger('flaky')
    for (const [used, backoff] of [
      [1, 1000],
      [2, 2000],
      [3, 4000],
    ] as const) {
      await statusIs(test, 'flaky', 'scheduled')
      expect(await test.runOf('flaky')).toMatchObject({ attemptsUsed: used, dueAt: Date.now() + backoff })
      await pass(backoff - 1)
      expect(test.runtime.attempts).toHaveLength(used)
      await pass(1)
      await until(() => test.runtime.attempts.length === used + 1)
    }
    await statusIs(test, 'flaky', 'failed')
    expect(test.runtime.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
    expect(new Set(test.runtime.attempts.map(({ runId }) => runId)).size).toBe(1)
    const { runId, failure } = await test.runOf('flaky')
    expect(failure).toMatchObject({ message: 'no luck' })
    expect(await engines.store.runs.attempts(runId)).toHaveLength(4)
  })

  it('waited since the end of its backoff, each time', async () => {
    const test = await open([toStep('flaky', { retry: { attempts: 2, jitter: false } })], {
      flaky: ({ attempt }) => (attempt === 1 ? fail('no luck') : succeed()),
    })
    await test.trigger('flaky', {}, { delayMs: 5_000 })
    await pass(5_000)
    await statusIs(test, 'flaky', 'scheduled')
    await pass(1_000)
    await statusIs(test, 'flaky', 'succeeded')
    const seen = test.eventsOf('attempt').map(({ attempt, queuedAt }) => [attempt, queuedAt - T0])
    expect(seen).toEqual([
      [1, 5_000],
      [2, 6_000],
    ])
  })

  it('takes its share of the backoff from the dice', async () => {
    const test = await open(['flaky'], { flaky: () => fail('no') }, { random: () => 0.25 })
    await test.trigger('flaky')
    await statusIs(test, 'flaky', 'scheduled')
    expect((await test.runOf('flaky')).dueAt).toBe(Date.now() + 250)
  })

  it.each(['validation', 'non-retryable'] as const)('for %s is not tried again', async (reason) => {
    const test = await open(['flaky'], { flaky: () => fail('no', reason) })
    await test.trigger('flaky')
    await statusIs(test, 'flaky', 'failed')
    expect(await test.runOf('flaky')).toMatchObject({ attemptsUsed: 1, reason })
  })

  it('for a timeout is tried again', async () => {
    const test = await open(['slow'], {
      slow: ({ attempt }) => (attempt === 1 ? fail('too slow', 'timeout') : succeed()),
    })
    await test.trigger('slow')
    await statusIs(test, 'slow', 'scheduled')
    await pass(1000)
    await statusIs(test, 'slow', 'succeeded')
  })

  it('has its deadline from when it was handed over', async () => {
    const test = await open([toStep('slow', { timeout: 5000 })])
    await test.trigger('slow', {}, { delayMs: 60_000 })
    await pass(60_000)
    await until(() => test.runtime.attempts.length === 1)
    expect(test.runtime.attempts[0]?.deadline).toBe(T0 + 65_000)
  })
})

describe('state', () => {
  const read = (key: string, version: number) => ({ group: 'g', key, version })
  const set = (key: string, value: unknown) =>
    ({ op: 'set', group: 'g', key, value: JSON.stringify(value) }) as const

  it('is written with the success of its attempt', async () => {
    const test = await open(['write'], { write: () => succeed(null, { writes: [set('k', 1)] }) })
    await test.trigger('write')
    await statusIs(test, 'write', 'succeeded')
    expect(await test.engine.services.readState('g', 'k')).toMatchObject({ value: '1' })
    expect(await test.engine.services.listState('g')).toMatchObject([{ key: 'k', value: '1' }])
  })

  it('that changed since it was read runs the attempt again, at once and for free', async () => {
    let times = 0
    const test = await open(['write'], {
      write: async (_, { readState }) => {
        const { version } = await readState('g', 'k')
        if (times++ < 2)
          await engines.store.runs.commit({ now: Date.now(), writes: [set('k', `other ${times}`)] })
        return succeed(null, { reads: [read('k', version)], writes: [set('k', 'mine')] })
      },
    })
    await test.trigger('write')
    await statusIs(test, 'write', 'succeeded')
    expect(test.runtime.attempts.map(({ attempt }) => attempt)).toEqual([1, 1, 1])
    expect(await test.runOf('write')).toMatchObject({ attemptsUsed: 1, conflicts: 2 })
    const statuses = test.eventsOf('attempt').map(({ status }) => status)
    expect(statuses).toEqual(['conflict', 'conflict', 'succeeded'])
    expect(await engines.store.state.get('g', 'k')).toMatchObject({ value: '"mine"' })
  })

  it('that keeps changing is a failed attempt after the sixth time', async () => {
    const test = await open([toStep('write', { retry: false })], {
      write: () => succeed(null, { reads: [read('k', 99)], writes: [set('k', 1)] }),
    })
    await test.trigger('write')
    await statusIs(test, 'write', 'failed')
    expect(test.runtime.attempts).toHaveLength(6)
    expect((await test.runOf('write')).failure).toMatchObject({ code: 'MOTIA_STATE_CONFLICT' })
    expect(await engines.store.state.get('g', 'k')).toEqual({ version: 0 })
  })

  it('that was only read does not matter', async () => {
    const test = await open(['look'], { look: () => succeed(null, { reads: [read('k', 99)] }) })
    await test.trigger('look')
    await statusIs(test, 'look', 'succeeded')
  })

  it('of another kind than the write needs is a failed attempt, and nothing of it is kept', async () => {
    const test = await open([toStep('write', { retry: false }), 'send'], {
      write: () =>
        succeed(null, {
          writes: [set('k', 'text'), { op: 'increment', group: 'g', key: 'k', by: 1 }],
          triggers: [toTrigger('send')],
        }),
    })
    await test.trigger('write')
    await statusIs(test, 'write', 'failed')
    expect((await test.runOf('write')).failure).toMatchObject({ code: 'MOTIA_STATE_TYPE' })
    expect(await test.runsOf('send')).toEqual([])
  })
})

describe('a run whose worker died', () => {
  it('is executed again, alone, without using up an attempt', async () => {
    let times = 0
    const test = await open(['crash'], { crash: () => (times++ === 0 ? lost(false) : succeed()) })
    await test.trigger('crash')
    await statusIs(test, 'crash', 'succeeded')
    expect(test.runtime.attempts.map(({ attempt, isolated }) => [attempt, isolated])).toEqual([
      [1, false],
      [1, true],
    ])
    expect(await test.runOf('crash')).toMatchObject({ attemptsUsed: 1, strikes: 0 })
    expect(test.eventsOf('attempt')).toMatchObject([
      { status: 'lost', failure: { code: 'MOTIA_RUN_LOST' } },
      { status: 'succeeded' },
    ])
  })

  it('with it alone three times is quarantined, told, and cancels what waits for it', async () => {
    const test = await open(['poison', 'next'], { poison: () => lost(true) })
    const receipt = await test.trigger('poison', {}, { delayMs: 10 })
    await test.trigger('next', {}, { after: receipt.runs.map(({ runId }) => runId) })
    await pass(10)
    await statusIs(test, 'poison', 'quarantined')
    expect(test.runtime.attempts).toHaveLength(3)
    expect(test.eventsOf('quarantined')).toMatchObject([{ stepId: 'poison', cause: 'exit code 3' }])
    await statusIs(test, 'next', 'cancelled')
    expect(test.eventsOf('cancelled')).toMatchObject([{ stepId: 'next' }])
    const results = await test.engine.services.awaitResults(receipt.runs.map(({ runId }) => runId))
    expect(results).toMatchObject([{ ok: false, status: 'quarantined' }])
  })

  it('is executed again as it was when it had not begun', async () => {
    let times = 0
    const test = await open(['late'], { late: () => (times++ === 0 ? { type: 'returned' } : succeed()) })
    await test.trigger('late')
    await statusIs(test, 'late', 'succeeded')
    expect(test.runtime.attempts.map(({ isolated }) => isolated)).toEqual([false, false])
    expect(test.eventsOf('attempt')).toHaveLength(1)
  })
})
