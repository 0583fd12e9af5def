import type { StepDescriptor } from '@motia/core/descriptor'
import type { Store } from '@motia/core/store'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { type EngineShape, openEngine, type TestEngine, until } from './fixtures/open-engine.ts'
import { fail, lost, type Script, succeed, toStep, toTrigger } from './fixtures/scripted-runtime.ts'

const T0 = 1_750_000_000_000
let store: Store
const opened: TestEngine[] = []

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: T0 })
  store = createSqliteStore({ path: ':memory:' })
  await store.open()
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(opened.splice(0).map(({ engine }) => engine.stop(0)))
  await store.close()
})

async function open(
  steps: readonly (StepDescriptor | string)[],
  scripts: Readonly<Record<string, Script>> = {},
  shape: Partial<EngineShape> = {},
): Promise<TestEngine> {
  const descriptors = steps.map((step) => (typeof step === 'string' ? toStep(step) : step))
  const test = openEngine({ store, steps: descriptors, scripts, ...shape })
  opened.push(test)
  await test.engine.start()
  return test
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const statusIs = (test: TestEngine, stepId: string, status: string) =>
  until(async () => (await test.runsOf(stepId)).some((run) => run.status === status), `${stepId} ${status}`)

describe('a trigger', () => {
  it('from outside becomes a run, is executed, and keeps its result', async () => {
    const test = await open(['send'], { send: ({ input }) => succeed({ got: JSON.parse(input) }) })
    const receipt = await test.trigger('send', { to: '홍길동' })
    await statusIs(test, 'send', 'succeeded')
    expect(await test.runOf('send')).toMatchObject({
      runId: receipt.runs[0]?.runId,
      traceId: receipt.traceId,
      cause: 'hand',
      result: '{"got":{"to":"홍길동"}}',
      attemptsUsed: 1,
    })
    expect(test.eventsOf('attempt')).toMatchObject([{ stepId: 'send', status: 'succeeded', attempt: 1 }])
  })

  it('in a handler is accepted with its success, as a child in the same trace', async () => {
    const test = await open(['order', 'pay'], {
      order: () => succeed(null, { triggers: [toTrigger('pay', { amount: 109.97 })] }),
    })
    const receipt = await test.trigger('order')
    await statusIs(test, 'pay', 'succeeded')
    expect(await test.runOf('pay')).toMatchObject({
      input: '{"amount":109.97}',
      traceId: receipt.traceId,
      parentRunId: receipt.runs[0]?.runId,
      cause: 'trigger',
    })
  })

  it('in a handler that failed never was', async () => {
    const test = await open(['order', 'pay'], {
      order: () => fail('no', 'non-retryable', { triggers: [toTrigger('pay')] }),
    })
    await test.trigger('order')
    await statusIs(test, 'order', 'failed')
    expect(await test.runsOf('pay')).toEqual([])
  })

  it('of a topic reaches every subscriber', async () => {
    const test = await open([
      toStep('index', { on: 'created' }),
      toStep('audit', { on: ['created'] }),
      'other',
    ])
    const receipt = await test.trigger('created')
    expect(receipt).toMatchObject({ topic: true, runs: [{ stepId: 'index' }, { stepId: 'audit' }] })
    await statusIs(test, 'index', 'succeeded')
    await statusIs(test, 'audit', 'succeeded')
    expect((await test.runOf('audit')).cause).toBe('topic:created')
    expect(await test.runsOf('other')).toEqual([])
  })

  it('of nothing goes on: told with the nearest id, and listed', async () => {
    const test = await open(['send-email'])
    const receipt = await test.trigger('send-emial')
    expect(receipt).toMatchObject({ routed: false, runs: [] })
    expect(test.eventsOf('unrouted')).toMatchObject([{ target: 'send-emial', nearest: 'send-email' }])
    expect(await store.runs.unrouted()).toMatchObject([{ target: 'send-emial', count: 1 }])
  })

  it('of a noop passes at once, and its subscribers run', async () => {
    const test = await open([toStep('hook', {}, 'noop'), toStep('after', { on: 'hook' })])
    await test.trigger('hook', { paid: true })
    await statusIs(test, 'after', 'succeeded')
    expect(await test.runOf('hook')).toMatchObject({ status: 'succeeded', result: '{"paid":true}' })
    expect(test.runtime.attempts.map(({ stepId }) => stepId)).toEqual(['after'])
  })

  it('with a delay starts when that has passed', async () => {
    const test = await open(['later'])
    await test.trigger('later', {}, { delayMs: 90_000 })
    await pass(89_000)
    expect(test.runtime.attempts).toEqual([])
    await pass(1_000)
    await statusIs(test, 'later', 'succeeded')
  })

  it('with a key happens once within a day, and the first receipt stands', async () => {
    const test = await open(['pay'])
    const first = await test.trigger('pay', { n: 1 }, { key: 'order-1' })
    const second = await test.trigger('pay', { n: 2 }, { key: 'order-1' })
    expect(second.runs).toEqual(first.runs)
    expect(await test.runsOf('pay')).toHaveLength(1)
    await pass(24 * 3_600_000)
    await test.trigger('pay', { n: 3 }, { key: 'order-1' })
    expect(await test.runsOf('pay')).toHaveLength(2)
  })

  it('after others starts when all of them have succeeded', async () => {
    let finish: () => void = () => {}
    const waits = () =>
      new Promise<ReturnType<typeof succeed>>((resolve) => {
        finish = () => resolve(succeed())
      })
    const test = await open(['pay', 'ship'], { pay: waits })
    const receipt = await test.trigger('pay')
    await test.trigger('ship', {}, { after: receipt.runs.map(({ runId }) => runId) })
    await until(() => test.runtime.running('pay') === 1)
    expect((await test.runOf('ship')).status).toBe('waiting')
    finish()
    await statusIs(test, 'ship', 'succeeded')
  })

  it('after one that failed for good is cancelled, says why, and is revived by its redrive', async () => {
    let works = false
    const test = await open(['pay', 'ship', 'notify'], {
      pay: () => (works ? succeed() : fail('card refused', 'non-retryable')),
    })
    const pay = await test.trigger('pay', {}, { delayMs: 10 })
    const ship = await test.trigger('ship', {}, { after: pay.runs.map(({ runId }) => runId) })
    await test.trigger('notify', {}, { after: ship.runs.map(({ runId }) => runId) })
    await pass(10)
    await statusIs(test, 'notify', 'cancelled')
    expect((await test.runOf('ship')).reason).toContain(pay.runs[0]?.runId)
    expect(test.eventsOf('cancelled').map(({ stepId }) => stepId)).toEqual(['ship', 'notify'])
    works = true
    expect(await test.engine.redrive(pay.runs[0]?.runId ?? '')).toBe(true)
    await statusIs(test, 'notify', 'succeeded')
    expect((await test.runOf('ship')).status).toBe('succeeded')
  })
})

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
    expect(await store.runs.attempts(runId)).toHaveLength(4)
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

describe('the error step', () => {
  const handle = (more: Script = () => succeed()): Record<string, Script> => ({
    pay: () => fail('card refused'),
    'handle-step-error': more,
  })

  it('runs exactly once for a run that has used up its attempts, in its trace', async () => {
    const test = await open(['pay', 'handle-step-error'], handle())
    const receipt = await test.trigger('pay', { amount: 3, __retry: 1 })
    for (let i = 0; i < 3; i++) {
      await statusIs(test, 'pay', 'scheduled')
      expect(await test.runsOf('handle-step-error')).toEqual([])
      await pass(10_000)
    }
    await statusIs(test, 'handle-step-error', 'succeeded')
    const run = await test.runOf('handle-step-error')
    expect(run).toMatchObject({
      cause: 'onError',
      traceId: receipt.traceId,
      parentRunId: receipt.runs[0]?.runId,
    })
    expect(JSON.parse(run.input)).toEqual({
      stepId: 'pay',
      error: { name: 'Error', message: 'card refused', stack: 'Error: card refused' },
      context: { amount: 3, __retry: 1 },
      retryCount: 4,
    })
  })

  it('commits what it asked for even if it throws, has one attempt, and none for its own failure', async () => {
    const alert = () => fail('handled, thrown on', 'error', { triggers: [toTrigger('send-alert', 1)] })
    const test = await open(
      [toStep('pay', { retry: false }), 'handle-step-error', 'send-alert'],
      handle(alert),
    )
    await test.trigger('pay')
    await statusIs(test, 'send-alert', 'succeeded')
    expect(await test.runOf('handle-step-error')).toMatchObject({ status: 'failed', attemptsUsed: 1 })
  })

  it('may be another one, by the config', async () => {
    const test = await open([toStep('pay', { retry: false }), 'handle-step-error', 'mine'], handle(), {
      onError: 'mine',
    })
    await test.trigger('pay')
    await statusIs(test, 'mine', 'succeeded')
    expect(await test.runsOf('handle-step-error')).toEqual([])
  })

  it('runs for an api answer of 500, accepted at once, and not twice', async () => {
    const test = await open([toStep('users', {}, 'api'), 'handle-step-error'], handle())
    const run = { runId: 'r', traceId: 't', stepId: 'users', startedAt: Date.now() }
    await test.engine.inline.failed(run, { name: 'Error', message: 'no' }, '{"name":"x"}')
    await statusIs(test, 'handle-step-error', 'succeeded')
    expect(JSON.parse((await test.runOf('handle-step-error')).input)).toMatchObject({
      stepId: 'users',
      context: { name: 'x' },
      retryCount: 0,
    })
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
        if (times++ < 2) await store.runs.commit({ now: Date.now(), writes: [set('k', `other ${times}`)] })
        return succeed(null, { reads: [read('k', version)], writes: [set('k', 'mine')] })
      },
    })
    await test.trigger('write')
    await statusIs(test, 'write', 'succeeded')
    expect(test.runtime.attempts.map(({ attempt }) => attempt)).toEqual([1, 1, 1])
    expect(await test.runOf('write')).toMatchObject({ attemptsUsed: 1, conflicts: 2 })
    expect(await store.state.get('g', 'k')).toMatchObject({ value: '"mine"' })
  })

  it('that keeps changing is a failed attempt after the sixth time', async () => {
    const test = await open([toStep('write', { retry: false })], {
      write: () => succeed(null, { reads: [read('k', 99)], writes: [set('k', 1)] }),
    })
    await test.trigger('write')
    await statusIs(test, 'write', 'failed')
    expect(test.runtime.attempts).toHaveLength(6)
    expect((await test.runOf('write')).failure).toMatchObject({ code: 'MOTIA_STATE_CONFLICT' })
    expect(await store.state.get('g', 'k')).toEqual({ version: 0 })
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

describe('concurrency', () => {
  it('is never exceeded by a step, and all its runs come to their turn', async () => {
    let most = 0
    const test: TestEngine = await open([toStep('batch', { concurrency: 5 })], {
      batch: async () => {
        most = Math.max(most, test.runtime.running('batch'))
        await new Promise(setImmediate)
        return succeed()
      },
    })
    await Promise.all(Array.from({ length: 40 }, () => test.trigger('batch')))
    await until(async () => (await test.runsOf('batch')).every(({ status }) => status === 'succeeded'))
    expect(most).toBe(5)
    expect(test.runtime.attempts).toHaveLength(40)
  })

  it('of slow runs of one step does not delay another', async () => {
    const test = await open(['slow', 'quick'], { slow: () => new Promise(() => {}) })
    await Promise.all(Array.from({ length: 100 }, () => test.trigger('slow')))
    await until(() => test.runtime.running('slow') === 7)
    await test.trigger('quick')
    await statusIs(test, 'quick', 'succeeded')
  })

  it('keeps the order in which the runs of a step were accepted', async () => {
    const test = await open([toStep('one', { concurrency: 1 })])
    const receipts = await Promise.all(Array.from({ length: 20 }, (_, n) => test.trigger('one', { n })))
    await until(() => test.runtime.attempts.length === 20)
    expect(test.runtime.attempts.map(({ runId }) => runId)).toEqual(
      receipts.map(({ runs }) => runs[0]?.runId),
    )
  })
})

describe('cancelling', () => {
  it('ends a run that waits, and tells whoever waits for it', async () => {
    const test = await open(['later'])
    const receipt = await test.trigger('later', {}, { delayMs: 1000 })
    const runId = receipt.runs[0]?.runId ?? ''
    const results = test.engine.services.awaitResults([runId])
    expect(await test.engine.cancel(runId)).toBe(true)
    expect(await results).toMatchObject([{ ok: false, status: 'cancelled', reason: 'cancelled by hand' }])
    expect(await test.engine.cancel(runId)).toBe(false)
    await pass(2000)
    expect(test.runtime.attempts).toEqual([])
  })

  it('aborts a run that is under way, and takes nothing of what it still says', async () => {
    let finish: () => void = () => {}
    const test = await open(['slow', 'send'], {
      slow: () =>
        new Promise((resolve) => {
          finish = () => resolve(succeed('late', { triggers: [toTrigger('send')] }))
        }),
    })
    const receipt = await test.trigger('slow')
    await until(() => test.runtime.running('slow') === 1)
    await test.engine.cancel(receipt.runs[0]?.runId ?? '')
    expect(test.runtime.cancelled).toEqual([receipt.runs[0]?.runId])
    finish()
    await until(() => test.runtime.running('slow') === 0)
    await test.engine.submitter.idle()
    expect(await test.runOf('slow')).toMatchObject({ status: 'cancelled', result: null })
    expect(await test.runsOf('send')).toEqual([])
    expect(test.eventsOf('attempt')).toEqual([])
  })
})
