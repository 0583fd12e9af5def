import type { StepDescriptor } from '@motia/core/descriptor'
import type { StepEdge } from '@motia/core/store-reader'
import { describe, expect, it } from 'vitest'
import { wireSteps } from './edges.ts'
import { findFlows } from './flows.ts'

const step = (id: string, more: Partial<StepDescriptor> = {}): StepDescriptor => ({
  kind: 'event',
  id,
  file: `motia/steps/${id}.ts`,
  language: 'node',
  exportName: 'default',
  options: {},
  triggers: [],
  ...more,
})
const api = (id: string, more: Partial<StepDescriptor> = {}) => step(id, { kind: 'api', ...more })
const seen = (from: string, to: string, cause = 'trigger', count = 1): StepEdge => ({
  from,
  to,
  cause,
  count,
  lastAt: count,
})

/** `a → b (declared, observed) 3`. */
function draw(steps: readonly StepDescriptor[], edges: readonly StepEdge[] = []): string[] {
  return wireSteps(steps, edges).edges.map(
    ({ from, to, known, count }) => `${from} → ${to} (${known.join(', ')}) ${count}`,
  )
}

const flowsOf = (steps: readonly StepDescriptor[], edges: readonly StepEdge[] = []) =>
  findFlows(steps, wireSteps(steps, edges)).map(({ title, nodeIds }) => [
    title,
    [...nodeIds].sort().join(' '),
  ])

describe('edges', () => {
  it('lead from topics to who subscribes, and from triggers to steps, topics and what there is not', () => {
    const steps = [
      api('create', { triggers: ['user.created', 'send', 'nobody'] }),
      step('greet', { options: { on: ['user.created', 'greet'] } }),
      step('send', { options: { on: 'create' } }),
    ]
    expect(draw(steps)).toEqual([
      'step:create → topic:user.created (scanned) 0',
      'step:create → step:send (scanned, declared) 0',
      'step:create → missing:nobody (scanned) 0',
      'topic:user.created → step:greet (declared) 0',
    ])
  })

  it('of a noop are what its author says', () => {
    const noop = step('approve', { kind: 'noop', options: { from: 'ask', to: ['pay', 'mail'] } })
    expect(draw([step('ask'), noop, step('pay')])).toEqual([
      'step:ask → step:approve (declared) 0',
      'step:approve → step:pay (declared) 0',
      'step:approve → missing:mail (declared) 0',
    ])
  })

  it('are confirmed by kept runs, through the topic that they came by', () => {
    const steps = [
      api('create', { triggers: ['user.created'] }),
      step('greet', { options: { on: 'user.created' } }),
      step('count', { options: { on: 'user.created' } }),
    ]
    const edges = [
      seen('create', 'greet', 'topic:user.created', 5),
      seen('create', 'count', 'topic:user.created', 5),
      seen('greet', 'count', 'trigger', 2),
      seen('gone', 'count'),
      seen('create', 'greet', 'topic:renamed'),
    ]
    expect(draw(steps, edges)).toEqual([
      'step:create → topic:user.created (scanned, observed) 5',
      'topic:user.created → step:greet (declared, observed) 5',
      'topic:user.created → step:count (declared, observed) 5',
      'step:greet → step:count (observed) 2',
      'step:create → step:greet (observed) 1',
    ])
    expect(wireSteps(steps, edges).edges[0]?.lastAt).toBe(5)
  })
})

describe('flows', () => {
  it('are of steps that are connected, called like where they begin; the others are alone', () => {
    const steps = [
      step('b', { options: { on: 'topic' } }),
      api('a', { triggers: ['topic'] }),
      step('c', { kind: 'cron', triggers: ['d'] }),
      step('d', { triggers: ['e'] }),
      step('e'),
      step('single', { options: { on: 'silence' } }),
    ]
    expect(flowsOf(steps)).toEqual([
      ['a', 'step:a step:b topic:topic'],
      ['c', 'step:c step:d step:e'],
      ['alone', 'step:single topic:silence'],
    ])
  })

  it('are those that steps name, with what is between them', () => {
    const steps = [
      api('a', { options: { flows: ['orders', 'all'] }, triggers: ['t', 'z'] }),
      step('b', { options: { on: 't', flows: ['orders'] } }),
      step('z'),
    ]
    expect(flowsOf(steps)).toEqual([
      ['orders', 'step:a step:b topic:t'],
      ['all', 'step:a topic:t'],
      ['alone', 'step:z'],
    ])
  })

  it('do not grow together by the step that hears of failures', () => {
    const steps = [
      api('a', { triggers: ['b'] }),
      step('b'),
      api('c', { triggers: ['d'] }),
      step('d'),
      step('err'),
    ]
    const edges = [seen('b', 'err', 'onError'), seen('d', 'err', 'onError')]
    expect(flowsOf(steps, edges).map(([title]) => title)).toEqual(['a', 'c', 'alone'])
    expect(draw(steps, edges)).toContain('step:b → step:err (observed) 1')
  })

  it('of a cycle begin somewhere', () => {
    expect(flowsOf([step('y', { triggers: ['x'] }), step('x', { triggers: ['y'] })])).toEqual([
      ['x', 'step:x step:y'],
    ])
  })
})
