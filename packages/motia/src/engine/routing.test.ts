import { describe, expect, it } from 'vitest'
import { toStep, toTrigger } from './fixtures/scripted-runtime.ts'
import { createRegistry } from './registry.ts'
import { type Origin, routeTrigger } from './routing.ts'

const registry = createRegistry(
  [
    toStep('send'),
    toStep('index', { on: 'created' }),
    toStep('audit', { on: 'created' }),
    toStep('hook', {}, 'noop'),
  ],
  { strict: false },
)
const NOW = 1000
const origin: Origin = { traceId: 't', parentRunId: 'parent', cause: 'trigger' }

function route(target: string, more = {}, from = origin) {
  let last = 0
  return routeTrigger(
    toTrigger(target, { a: 1 }, { id: 'r', ...more }),
    from,
    registry,
    () => `new${++last}`,
    NOW,
  )
}

describe('a trigger', () => {
  it('of an id becomes one run of that step', () => {
    const { accepts, receipt, unrouted } = route('send')
    expect(accepts).toEqual([
      {
        runId: 'new1',
        stepId: 'send',
        triggerId: 'r',
        traceId: 't',
        parentRunId: 'parent',
        cause: 'trigger',
        input: '{"a":1}',
      },
    ])
    expect(receipt).toEqual({
      id: 'r',
      traceId: 't',
      routed: true,
      topic: false,
      runs: [{ runId: 'new1', stepId: 'send' }],
    })
    expect(unrouted).toBeUndefined()
  })

  it('of a topic becomes a run of each subscriber, which knows the topic', () => {
    const { accepts, receipt } = route('created')
    expect(accepts.map(({ stepId, cause }) => [stepId, cause])).toEqual([
      ['index', 'topic:created'],
      ['audit', 'topic:created'],
    ])
    expect(receipt).toMatchObject({ topic: true, runs: [{ stepId: 'index' }, { stepId: 'audit' }] })
  })

  it('of nothing becomes a note, with where it came from', () => {
    expect(route('nobody')).toMatchObject({
      accepts: [],
      receipt: { routed: false, runs: [] },
      unrouted: { target: 'nobody', traceId: 't', parentRunId: 'parent' },
    })
    expect(route('nobody', {}, { traceId: 't', cause: 'hand' }).unrouted).not.toHaveProperty('parentRunId')
  })

  it('keeps the runs that a receipt has named already, and names those that came since', () => {
    const { accepts } = route('created', { runIds: { index: 'named' } })
    expect(accepts.map(({ runId }) => runId)).toEqual(['named', 'new1'])
  })

  it('has its delay counted from its acceptance, and its key and what it waits for handed on', () => {
    expect(route('send', { delayMs: 500, key: '', after: ['x', 'y'] }).accepts[0]).toMatchObject({
      dueAt: NOW + 500,
      key: '',
      after: ['x', 'y'],
    })
    expect(route('send', { after: [] }).accepts[0]).not.toHaveProperty('after')
  })

  it('after one that reached nothing is cancelled, and says why', () => {
    expect(route('send', { afterUnrouted: 'r0' }).accepts[0]?.cancelled).toContain('r0')
  })

  it('of a noop passes', () => {
    expect(route('hook').accepts[0]).toMatchObject({ stepId: 'hook', passes: true })
    expect(route('send').accepts[0]).not.toHaveProperty('passes')
  })
})
