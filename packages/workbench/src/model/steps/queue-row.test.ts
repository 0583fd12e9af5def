import type { WireQueue } from 'motia/workbench/wire/queues'
import { expect, it } from 'vitest'
import { toQueueRows, toQueueSums } from './queue-row.ts'

const queue = (stepId: string, counts: Partial<WireQueue> = {}): WireQueue => ({
  stepId,
  isPaused: false,
  waiting: 0,
  scheduled: 0,
  queued: 0,
  running: 0,
  oldestQueuedAt: null,
  ...counts,
})

it('measures each bar by the fullest queue', () => {
  const [full, half, empty] = toQueueRows([
    queue('full', { running: 20, queued: 180 }),
    queue('half', { scheduled: 100 }),
    queue('empty'),
  ])
  expect(full).toMatchObject({
    total: 200,
    bars: [
      { state: 'running', share: 0.1 },
      { state: 'queued', share: 0.9 },
    ],
  })
  expect(half?.bars).toEqual([{ state: 'scheduled', count: 100, share: 0.5 }])
  expect(empty).toMatchObject({ total: 0, bars: [] })
})

it('lets a single run be seen beside a million', () => {
  const [, small] = toQueueRows([queue('full', { queued: 1_000_000 }), queue('small', { queued: 1 })])
  expect(small?.bars[0]?.share).toBeGreaterThan(0.005)
})

it('sums over all queues', () => {
  expect(toQueueSums([queue('a', { queued: 1, waiting: 2 }), queue('b', { queued: 3 })])).toEqual({
    running: 0,
    queued: 4,
    scheduled: 0,
    waiting: 2,
  })
})

it('keeps rows in their places while runs come and go, and puts a backlog first', () => {
  const ids = (...queues: WireQueue[]) => toQueueRows(queues).map(({ stepId }) => stepId)
  expect(ids(queue('b', { running: 3, queued: 2 }), queue('a', { queued: 1 }))).toEqual(['a', 'b'])
  expect(ids(queue('a', { running: 1 }), queue('b', { scheduled: 40 }))).toEqual(['b', 'a'])
})
