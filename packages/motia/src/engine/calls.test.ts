import type { AttemptRequest, NowTrigger } from '@motia/core/runtime'
import { describe, expect, it } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { type TestEngine, until, useEngines } from './fixtures/open-engine.ts'
import { fail, type Script, succeed, toStep, toTrigger } from './fixtures/scripted-runtime.ts'

const engines = useEngines(() => createSqliteStore({ path: ':memory:' }), 'real')
const { open } = engines
const ended = (test: TestEngine, stepId: string, count = 1) =>
  until(async () => {
    const runs = await test.runsOf(stepId)
    return runs.length === count && runs.every(({ status }) => ['succeeded', 'failed'].includes(status))
  }, `${count} of ${stepId} ended`)
const from = (
  { runId, traceId, stepId }: AttemptRequest,
  target: string,
  more: Partial<NowTrigger> = {},
) => ({
  request: toTrigger(target, { by: stepId }),
  from: { runId, traceId, stepId },
  ordinal: 1,
  ...more,
})
/** Once at once, and again without a pause. */
const twice = { retry: { attempts: 2, delay: 0 } }

describe('a trigger that goes out at once', () => {
  it('survives the failure of the attempt that sent it', async () => {
    const test = await open([toStep('order', { retry: false }), 'send'], {
      order: async (attempt, { triggerNow }) => {
        await triggerNow(from(attempt, 'send'))
        return fail('after all')
      },
    })
    const receipt = await test.trigger('order')
    await ended(test, 'send')
    await ended(test, 'order')
    expect((await test.runOf('order')).status).toBe('failed')
    expect(await test.runOf('send')).toMatchObject({
      traceId: receipt.traceId,
      parentRunId: receipt.runs[0]?.runId,
      input: '{"by":"order"}',
    })
  })

  it('happens once over all attempts of its run, and gives the first receipt', async () => {
    const receipts: unknown[] = []
    const test = await open([toStep('order', twice), 'send'], {
      order: async (attempt, { triggerNow }) => {
        receipts.push((await triggerNow(from(attempt, 'send'))).runs)
        return attempt.attempt === 1 ? fail('again') : succeed()
      },
    })
    await test.trigger('order')
    await ended(test, 'order')
    await ended(test, 'send')
    expect(receipts).toHaveLength(2)
    expect(receipts[1]).toEqual(receipts[0])
    expect(test.eventsOf('log')).toEqual([])
  })

  it('is another one by its place or its key, and the same by its key in another place', async () => {
    const test = await open([toStep('order', twice), 'send'], {
      order: async (attempt, { triggerNow }) => {
        await triggerNow(from(attempt, 'send'))
        await triggerNow(from(attempt, 'send', { ordinal: 2 }))
        const keyed = toTrigger('send', { by: 'order' }, { key: 'k' })
        await triggerNow(from(attempt, 'send', { request: keyed, ordinal: attempt.attempt + 2 }))
        return attempt.attempt === 1 ? fail('again') : succeed()
      },
    })
    await test.trigger('order')
    await ended(test, 'order')
    await ended(test, 'send', 3)
  })

  it('with another payload than the first time warns in the trace, and the first stands', async () => {
    const test = await open([toStep('order', twice), 'send'], {
      order: async (attempt, { triggerNow }) => {
        const request = toTrigger('send', { attempt: attempt.attempt })
        await triggerNow(from(attempt, 'send', { request }))
        return attempt.attempt === 1 ? fail('again') : succeed()
      },
    })
    const { runs } = await test.trigger('order')
    await ended(test, 'order')
    expect((await test.runOf('send')).input).toBe('{"attempt":1}')
    expect(test.eventsOf('log')).toMatchObject([
      { level: 'warn', runId: runs[0]?.runId, message: expect.stringContaining('the first one stands') },
    ])
  })
})

describe('a call', () => {
  const calling =
    (target: string): Script =>
    async (attempt, { call }) =>
      succeed(await call(from(attempt, target)))

  it('gives the result of its run, which is a child of the caller', async () => {
    const test = await open(['order', 'pay'], { order: calling('pay'), pay: () => succeed({ paid: true }) })
    const { runs } = await test.trigger('order')
    await ended(test, 'order')
    const pay = await test.runOf('pay')
    expect(pay.parentRunId).toBe(runs[0]?.runId)
    expect(JSON.parse((await test.runOf('order')).result ?? '')).toEqual({
      runId: pay.runId,
      ok: true,
      result: '{"paid":true}',
    })
  })

  it('gives the failure of its run, once that is final', async () => {
    const test = await open(['order', toStep('pay', twice)], {
      order: calling('pay'),
      pay: () => fail('card refused'),
    })
    await test.trigger('order')
    await ended(test, 'order')
    expect(JSON.parse((await test.runOf('order')).result ?? '')).toMatchObject({
      ok: false,
      stepId: 'pay',
      status: 'failed',
      reason: 'card refused',
    })
    expect(test.runtime.attempts.filter(({ stepId }) => stepId === 'pay')).toHaveLength(2)
  })

  it('that its attempt makes again after a failure waits for the same run', async () => {
    const test = await open([toStep('order', twice), 'pay'], {
      order: async (attempt, { call }) => {
        await call(from(attempt, 'pay'))
        return attempt.attempt === 1 ? fail('again') : succeed()
      },
    })
    await test.trigger('order')
    await ended(test, 'order')
    expect(await test.runsOf('pay')).toHaveLength(1)
  })

  it('from outside of a run works as well', async () => {
    const test = await open(['pay'], { pay: () => succeed(1) })
    expect(await test.engine.services.call({ request: toTrigger('pay'), ordinal: 0 })).toMatchObject({
      ok: true,
      result: '1',
    })
  })

  it('of nothing, or of a topic, is refused before anything happens', async () => {
    const test = await open(['pay', toStep('audit', { on: 'paid' })])
    const call = (target: string) => test.engine.services.call({ request: toTrigger(target), ordinal: 0 })
    await expect(call('pya')).rejects.toThrow('did you mean "pay"?')
    await expect(call('paid')).rejects.toThrow('"paid" is a topic')
    expect(await test.runsOf('audit')).toEqual([])
    expect(await engines.store.runs.unrouted()).toEqual([])
  })

  it('of a noop gives what it passed', async () => {
    const test = await open([toStep('hook', {}, 'noop')])
    const result = await test.engine.services.call({ request: toTrigger('hook', 7), ordinal: 0 })
    expect(result).toMatchObject({ ok: true, result: '7' })
  })

  it('by more runs than there are slots comes to its end: who waits uses none', async () => {
    const test = await open(['order', 'pay'], { order: calling('pay') }, { slots: 2 })
    await Promise.all(Array.from({ length: 30 }, () => test.trigger('order')))
    await ended(test, 'order', 30)
    await ended(test, 'pay', 30)
  })

  it('may go as deep as it likes', async () => {
    const test = await open(
      ['countdown'],
      {
        countdown: async (attempt, { call }) => {
          const n = JSON.parse(attempt.input) as number
          if (n === 0) return succeed(0)
          const result = await call(from(attempt, 'countdown', { request: toTrigger('countdown', n - 1) }))
          return succeed(result.ok ? 1 + JSON.parse(result.result) : result)
        },
      },
      { slots: 1 },
    )
    const receipt = await test.trigger('countdown', 10)
    const ids = receipt.runs.map(({ runId }) => runId)
    expect(await test.engine.services.awaitResults(ids)).toMatchObject([{ ok: true, result: '10' }])
  })
})

describe('a call that would wait for itself', () => {
  const refusing =
    (target: string): Script =>
    async (attempt, { call }) => {
      try {
        return succeed(await call(from(attempt, target)))
      } catch (error) {
        return succeed((error as { code?: string }).code)
      }
    }

  it('is refused when only the caller holds the permit', async () => {
    const test = await open([toStep('one', { concurrency: 1 })], { one: refusing('one') })
    await test.trigger('one')
    await ended(test, 'one')
    expect((await test.runOf('one')).result).toBe('"MOTIA_CALL_DEADLOCK"')
  })

  it('is refused when the callers of the caller hold all permits', async () => {
    const test = await open([toStep('a', { concurrency: 1 }), 'b', 'c'], {
      a: async (attempt, { call }) => succeed(await call(from(attempt, 'b'))),
      b: async (attempt, { call }) => succeed(await call(from(attempt, 'c'))),
      c: refusing('a'),
    })
    await test.trigger('a')
    await ended(test, 'a')
    expect((await test.runOf('c')).result).toBe('"MOTIA_CALL_DEADLOCK"')
  })

  it('is not refused while there is another permit', async () => {
    const test = await open([toStep('two', { concurrency: 2 })], {
      two: async (attempt, services) =>
        attempt.input === '1' ? refusing('two')(attempt, services) : succeed('deep'),
    })
    await test.trigger('two', 1)
    await ended(test, 'two', 2)
    const [first] = await test.runsOf('two')
    expect(JSON.parse(first?.result ?? '')).toMatchObject({ ok: true, result: '"deep"' })
  })

  it('is not refused for permits that others hold: those come free', async () => {
    const test = await open(['order', toStep('pay', { concurrency: 1 })], { order: refusing('pay') })
    await Promise.all(Array.from({ length: 5 }, () => test.trigger('order')))
    await ended(test, 'order', 5)
    for (const run of await test.runsOf('order')) expect(run.result).toContain('"ok":true')
  })
})

describe('results', () => {
  it('are waited for in the order that was asked for, also of runs that ended before', async () => {
    const test = await open(['a', 'b'], { a: () => succeed('a'), b: () => succeed('b') })
    const [b, a] = [await test.trigger('b'), await test.trigger('a')]
    await ended(test, 'a')
    const ids = [a, b].flatMap(({ runs }) => runs.map(({ runId }) => runId))
    expect(await test.engine.services.awaitResults(ids)).toMatchObject([{ result: '"a"' }, { result: '"b"' }])
  })
})
