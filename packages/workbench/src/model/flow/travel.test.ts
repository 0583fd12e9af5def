import type { AttemptEvent, RequestEvent } from '@motia/core/events'
import { expect, it } from 'vitest'
import type { FlowEdge } from './flow-graph.ts'
import { createTravel, findWay } from './travel.ts'

const request = (runId: string, stepId: string, over: Partial<RequestEvent> = {}): RequestEvent => ({
  type: 'request',
  at: 1,
  runId,
  traceId: 't',
  stepId,
  method: 'POST',
  path: '/',
  status: 200,
  startedAt: 0,
  durationMs: 1,
  ...over,
})

const attempt = (runId: string, stepId: string, over: Partial<AttemptEvent> = {}): AttemptEvent => ({
  type: 'attempt',
  at: 2,
  runId,
  traceId: 't',
  parentRunId: null,
  stepId,
  attempt: 1,
  startedAt: 1,
  durationMs: 1,
  waitedMs: 0,
  queuedAt: 1,
  status: 'succeeded',
  ...over,
})

const edge = (from: string, to: string): FlowEdge => ({
  id: `${from} ${to}`,
  from,
  to,
  known: 'declared',
  isMissing: false,
  count: 0,
})

it('knows from which step a run came, also if the parent is told of later in the same batch', () => {
  const travel = createTravel()
  const effects = { writes: [], triggers: [{ target: 'placed', runIds: ['r2'] }] }
  const moved = travel.take([
    attempt('r2', 'ship', { parentRunId: 'r1' }),
    request('r1', 'order', { effects }),
  ])
  expect(moved).toEqual([
    { stepId: 'ship', isFailure: false, from: { stepId: 'order', target: 'placed' } },
    { stepId: 'order', isFailure: false },
  ])
})

it('travels once: a further attempt only flashes, in red as it failed', () => {
  const travel = createTravel()
  travel.take([request('r1', 'order')])
  const again = attempt('r2', 'ship', { parentRunId: 'r1', attempt: 2, status: 'scheduled' })
  expect(travel.take([again])).toEqual([{ stepId: 'ship', isFailure: true }])
})

it('forgets the oldest runs, so that it never grows', () => {
  const travel = createTravel(2)
  travel.take([request('r1', 'a'), request('r2', 'b'), request('r3', 'c')])
  const [old, recent] = travel.take([
    attempt('x', 's', { parentRunId: 'r1' }),
    attempt('y', 's', { parentRunId: 'r3' }),
  ])
  expect(old?.from).toBeUndefined()
  expect(recent?.from).toBeUndefined()
  travel.take([request('r4', 'd')])
  expect(travel.take([attempt('z', 's', { parentRunId: 'r4' })])[0]?.from).toEqual({ stepId: 'd' })
})

it('finds the way over the topic that was published to, else the direct one', () => {
  const edges = [
    edge('step:a', 'step:b'),
    edge('step:a', 'topic:t'),
    edge('topic:t', 'step:b'),
    edge('topic:t', 'step:c'),
  ]
  const way = (stepId: string, target?: string) =>
    findWay(edges, { stepId, isFailure: false, from: { stepId: 'a', ...(target && { target }) } })
  expect(way('b', 't')).toEqual(['step:a topic:t', 'topic:t step:b'])
  expect(way('b', 'b')).toEqual(['step:a step:b'])
  expect(way('c')).toEqual(['step:a topic:t', 'topic:t step:c'])
  expect(way('d')).toEqual([])
})
