import { DEFAULT_RETRY } from '@motia/core/retry'
import { describe, expect, it } from 'vitest'
import { toStep } from './fixtures/scripted-runtime.ts'
import { createRegistry } from './registry.ts'

describe('what a target reaches', () => {
  const registry = createRegistry(
    [
      toStep('index', { on: ['order.created', 'order.changed'] }),
      toStep('audit', { on: 'order.created' }),
      toStep('hook', {}, 'noop'),
      toStep('after-hook', { on: ['hook', 'hook'] }),
    ],
    { strict: false },
  )

  it('is the step of that id, or all that subscribe to the topic, in the order of the steps', () => {
    expect(registry.stepsOf('audit')).toEqual(['audit'])
    expect(registry.stepsOf('order.created')).toEqual(['index', 'audit'])
    expect(registry.stepsOf('nobody')).toEqual([])
  })

  it('is a noop first, then who subscribes to it, once', () => {
    expect(registry.stepsOf('hook')).toEqual(['hook', 'after-hook'])
    expect(registry.isTopic('hook')).toBe(false)
    expect(registry.isTopic('order.created')).toBe(true)
    expect(registry.isTopic('nobody')).toBe(false)
  })

  it('is nothing that an object inherits', () => {
    expect(['constructor', '__proto__'].flatMap(registry.stepsOf)).toEqual([])
  })

  it('is told to workers whole, and hinted at when it is mistyped', () => {
    expect(registry.routes).toMatchObject({ index: ['index'], 'order.created': ['index', 'audit'] })
    expect(registry.nearestTo('order.craeted')).toBe('order.created')
    expect(registry.nearestTo('something-else')).toBeUndefined()
  })

  it('tolerates an `on` that is no text: discovery has told about it', () => {
    const odd = createRegistry([toStep('odd', { on: [1, null, 'topic'] }), toStep('odder', { on: 7 })], {
      strict: true,
    })
    expect(odd.stepsOf('topic')).toEqual(['odd'])
    expect(odd.strict).toBe(true)
  })
})

describe('how a step is executed', () => {
  const policyOf = (options: object, kind?: 'api' | 'cron') =>
    createRegistry([toStep('s', options, kind)], { strict: false }).policyOf('s')

  it('is by the defaults of its kind', () => {
    expect(policyOf({})).toMatchObject({
      retry: DEFAULT_RETRY,
      timeoutMs: 300_000,
      concurrency: Number.POSITIVE_INFINITY,
    })
    expect(policyOf({}, 'api')?.timeoutMs).toBe(30_000)
  })

  it('is as its options say', () => {
    expect(policyOf({ retry: false, timeout: 5, concurrency: 2 })).toMatchObject({
      retry: { attempts: 1 },
      timeoutMs: 5,
      concurrency: 2,
    })
    expect(policyOf({ retry: { attempts: 2 } })?.retry).toEqual({ ...DEFAULT_RETRY, attempts: 2 })
  })

  it('is one at a time for a schedule whose ticks queue', () => {
    expect(policyOf({ overlap: 'queue' }, 'cron')?.concurrency).toBe(1)
    expect(policyOf({ overlap: 'queue', concurrency: 3 }, 'cron')?.concurrency).toBe(1)
    expect(policyOf({ overlap: 'allow' }, 'cron')?.concurrency).toBe(Number.POSITIVE_INFINITY)
  })

  it('is unknown for no step', () => {
    expect(createRegistry([], { strict: false }).policyOf('s')).toBeUndefined()
  })
})

describe('the error step', () => {
  const steps = [toStep('handle-step-error', { retry: { attempts: 9 } }), toStep('mine', {})]

  it('is the one of that id, or the one that the config names, with one attempt', () => {
    const usual = createRegistry(steps, { strict: false })
    expect(usual.errorStepId).toBe('handle-step-error')
    expect(usual.policyOf('handle-step-error')?.retry.attempts).toBe(1)
    const named = createRegistry(steps, { strict: false, onError: 'mine' })
    expect(named.errorStepId).toBe('mine')
    expect(named.policyOf('mine')?.retry.attempts).toBe(1)
    expect(named.policyOf('handle-step-error')?.retry.attempts).toBe(9)
  })

  it('is none if there is no such step', () => {
    expect(createRegistry([toStep('a')], { strict: false }).errorStepId).toBeUndefined()
    expect(createRegistry(steps, { strict: false, onError: 'gone' }).errorStepId).toBeUndefined()
  })
})
