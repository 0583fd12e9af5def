import { describe, expect, it } from 'vitest'
import { AT, run, runsInMemory } from '../fixtures/memory-runs.ts'
import { get, statusOf, useTestWorkbench, world } from '../fixtures/test-workbench.ts'
import type { WireQueue } from '../wire/queues.ts'

const JSON_TEXTS: Readonly<Record<string, string>> = {
  plain: '{"a":1}',
  secret: '{"password":"hunter2"}',
  long: JSON.stringify('x'.repeat(5_000)),
}

useTestWorkbench({
  runs: {
    ...runsInMemory(() => world.records),
    paused: () => ['report'],
    oldestQueued: () => [{ stepId: 'send-email', at: AT - 5 }],
    stateGroups: () => [{ group: 'users', keys: 3 }],
    stateItems: ({ limit, after }) => ({
      items: Object.entries(JSON_TEXTS)
        .filter(([key]) => after === undefined || key > after)
        .slice(0, limit)
        .map(([key, value]) => ({ key, version: 2, bytes: value.length, ...(key !== 'long' && { value }) })),
      after: 'secret',
    }),
    stateItem: (_, key) => {
      const value = JSON_TEXTS[key]
      return value === undefined ? { version: 0 } : { value, version: 2 }
    },
  },
})

const queues = () => get<WireQueue[]>('/api/v1/queues')
const held = async (stepId: string) => (await queues()).find((queue) => queue.stepId === stepId)?.heldBecause

describe('queues', () => {
  it('are of the steps that run durably, the fullest first, and of steps that are gone', async () => {
    world.records = [
      run('1', { status: 'queued' }),
      run('2', { status: 'running' }),
      run('3', { status: 'scheduled' }),
      run('4', { status: 'waiting', stepId: 'gone' }),
      run('5'),
    ]
    expect(await queues()).toEqual([
      expect.objectContaining({
        stepId: 'send-email',
        queued: 1,
        running: 1,
        scheduled: 1,
        oldestQueuedAt: AT - 5,
      }),
      expect.objectContaining({ stepId: 'gone', waiting: 1, isPaused: false }),
      expect.objectContaining({ stepId: 'report', isPaused: true, oldestQueuedAt: null }),
    ])
  })

  it('say why nothing of them begins', async () => {
    world.records = ['send-email', 'report', 'gone'].map((stepId, i) =>
      run(`${i}`, { stepId, status: 'queued' }),
    )
    expect([await held('send-email'), await held('report'), await held('gone')]).toEqual([
      undefined,
      'paused',
      'step-missing',
    ])
    world.app.isLoaded = () => false
    expect(await held('send-email')).toBe('not-loaded')
    world.app.state = () => ({ state: 'down' })
    expect(await held('send-email')).toBe('app-down')
  })
})

describe('state', () => {
  it('is listed with secrets hidden, and what is long left to its own page', async () => {
    expect(await get('/api/v1/state')).toEqual([{ group: 'users', keys: 3 }])
    expect(await get('/api/v1/state/users?limit=3')).toEqual({
      items: [
        { key: 'plain', version: 2, bytes: 7, value: { a: 1 }, isAltered: false },
        { key: 'secret', version: 2, bytes: 22, value: { password: '[redacted]' }, isAltered: true },
        { key: 'long', version: 2, bytes: 5_002, value: '[too long for a list]', isAltered: true },
      ],
      after: 'secret',
    })
  })

  it('is shown whole, one by one', async () => {
    expect(await get('/api/v1/state/users/long')).toEqual({
      key: 'long',
      version: 2,
      bytes: 5_002,
      value: 'x'.repeat(5_000),
      isAltered: false,
    })
    expect(await statusOf('/api/v1/state/users/none')).toEqual([
      404,
      { error: 'nothing is stored in users under none' },
    ])
  })
})
