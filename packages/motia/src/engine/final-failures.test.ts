import type { StepDescriptor } from '@motia/core/descriptor'
import { describe, expect, it } from 'vitest'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { pass, statusIs, useEngines } from './fixtures/open-engine.ts'
import { fail, type Script, succeed, toStep, toTrigger } from './fixtures/scripted-runtime.ts'

const engines = useEngines(() => createSqliteStore({ path: ':memory:' }), 'moved')
const { open } = engines

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

  describe('as the tutorial prints it', () => {
    const printed: Script = ({ input }) => {
      const { stepId, error, context, retryCount = 0 } = JSON.parse(input)
      const isRetryable = error.message.includes('TIMEOUT')
      if (retryCount < 3 && isRetryable) {
        const again = toTrigger(stepId, { ...context, __retry: retryCount + 1 })
        return succeed(null, { triggers: [again] })
      }
      return fail(error.message, 'error', { triggers: [toTrigger('send-alert', { retryCount })] })
    }
    const openPrinted = (pay: StepDescriptor, message: string) =>
      open([pay, 'handle-step-error', 'send-alert'], {
        pay: () => fail(message),
        'handle-step-error': printed,
      })

    it('alerts once for a run that failed with its default retries', async () => {
      const test = await openPrinted(toStep('pay'), 'TIMEOUT of the bank')
      await test.trigger('pay')
      for (let i = 0; i < 3; i++) {
        await statusIs(test, 'pay', 'scheduled')
        await pass(10_000)
      }
      await statusIs(test, 'send-alert', 'succeeded')
      expect(await test.runsOf('pay')).toHaveLength(1)
      expect((await test.runOf('send-alert')).input).toBe('{"retryCount":3}')
    })

    it('alerts once at the end of its own chain for a step without retries', async () => {
      const test = await openPrinted(toStep('pay', { retry: false }), 'TIMEOUT of the bank')
      await test.trigger('pay', { amount: 1 })
      await statusIs(test, 'send-alert', 'succeeded')
      expect((await test.runsOf('pay')).map(({ input }) => JSON.parse(input))).toEqual([
        { amount: 1 },
        { amount: 1, __retry: 1 },
        { amount: 1, __retry: 2 },
        { amount: 1, __retry: 3 },
      ])
      expect(await test.runsOf('send-alert')).toHaveLength(1)
    })

    it('alerts at once for an error that it does not retry', async () => {
      const test = await openPrinted(toStep('pay', { retry: false }), 'card refused')
      await test.trigger('pay')
      await statusIs(test, 'send-alert', 'succeeded')
      expect(await test.runsOf('pay')).toHaveLength(1)
      expect(await test.runOf('handle-step-error')).toMatchObject({ status: 'failed' })
    })
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
