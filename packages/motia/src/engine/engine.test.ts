import { describe, expect, it } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { pass, statusIs, type TestEngine, until, useEngines } from './fixtures/open-engine.ts'
import { fail, succeed, toStep, toTrigger } from './fixtures/scripted-runtime.ts'

const engines = useEngines(() => createSqliteStore({ path: ':memory:' }), 'moved')
const { open } = engines

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
    expect(await engines.store.runs.unrouted()).toMatchObject([{ target: 'send-emial', count: 1 }])
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
