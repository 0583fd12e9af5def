import { describe, expect, it } from 'vitest'
import { toErrorRun } from './error-step.ts'
import { toStep } from './fixtures/scripted-runtime.ts'
import { createRegistry } from './registry.ts'

const registry = createRegistry([toStep('pay'), toStep('handle-step-error')], { strict: false })
const failure = { name: 'PaymentError', message: 'card refused', stack: 'at pay.ts:3', code: 'E_CARD' }
const work = (parts: object = {}) => ({
  runId: 'r1',
  traceId: 't1',
  stepId: 'pay',
  input: '{"amount":109.97}',
  attemptsUsed: 3,
  ...parts,
})
const payloadOf = (parts: object, error = failure) =>
  JSON.parse(toErrorRun(work(parts), error, registry, () => 'new')?.input ?? 'null')

describe('a final failure', () => {
  it('brings a run of the error step, with what failed, why, its payload and how often it was tried', () => {
    expect(toErrorRun(work(), failure, registry, () => 'new')).toMatchObject({
      stepId: 'handle-step-error',
      traceId: 't1',
      parentRunId: 'r1',
      cause: 'onError',
    })
    expect(payloadOf({})).toEqual({
      stepId: 'pay',
      error: failure,
      context: { amount: 109.97 },
      retryCount: 3,
    })
  })

  it('counts the tries of the handler itself along, so that its own loop ends', () => {
    expect(payloadOf({ input: '{"__retry":2}', attemptsUsed: 0 }).retryCount).toBe(2)
    expect(payloadOf({ input: '{"__retry":2}' }).retryCount).toBe(5)
    for (const input of ['{"__retry":"2"}', '{"__retry":-1}', 'null', '[]', '"text"'])
      expect(payloadOf({ input, attemptsUsed: 1 }).retryCount).toBe(1)
  })

  it('leaves out what an error does not have, and what only validation adds', () => {
    const issues = [{ path: 'a', message: 'no' }]
    expect(payloadOf({}, { name: 'E', message: 'm', issues } as never).error).toEqual({
      name: 'E',
      message: 'm',
    })
  })

  it('of the error step itself brings none, nor in a project without one', () => {
    expect(toErrorRun(work({ stepId: 'handle-step-error' }), failure, registry, () => 'new')).toBeUndefined()
    const without = createRegistry([toStep('pay')], { strict: false })
    expect(toErrorRun(work(), failure, without, () => 'new')).toBeUndefined()
  })
})
