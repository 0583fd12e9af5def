/** Reading: lists by filter, traces, counts that are exact, triggers that reached no step. */
import type { RunStatus } from '@motia/core/run'
import type { RunFilter, StepCount } from '@motia/core/store'
import { expect, it } from 'vitest'
import {
  accept,
  acceptOne,
  type CurrentStore,
  claim,
  commit,
  end,
  FAILURE,
  NOW,
  newId,
  newRun,
  running,
  runOne,
} from './store-driver.ts'

const STATUSES: readonly RunStatus[] = [
  'waiting',
  'scheduled',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'quarantined',
]

export function describeReading(store: CurrentStore): void {
  const list = async (filter: Omit<RunFilter, 'limit'> = {}) =>
    (await store().runs.list({ limit: 100, ...filter })).map(({ runId }) => runId)

  /** A run of `a` in every status, by status. */
  const oneOfEach = async (): Promise<Record<RunStatus, string>> => {
    const step = (parts = {}) => acceptOne(store(), 'a', parts)
    const succeeded = await step()
    await runOne(store(), 'a')
    const failed = await step()
    await runOne(store(), 'a', FAILURE)
    const quarantined = await step()
    for (let strike = 0; strike < 3; strike++) {
      const [run] = await claim(store(), 'a')
      if (run) await store().runs.release([{ ...run, why: 'alone', cause: 'exit' }], NOW)
    }
    const { runId: claimed } = await running(store(), 'a')
    const queued = await step()
    const waiting = await step({ after: [queued] })
    const scheduled = await step({ dueAt: NOW + 10 })
    const cancelled = await step({ cancelled: 'why not' })
    return { succeeded, failed, quarantined, running: claimed, queued, waiting, scheduled, cancelled }
  }

  it('lists runs newest first, a page at a time', async () => {
    const ids = []
    for (let i = 0; i < 5; i++) ids.push(await acceptOne(store(), `step-${i % 2}`))
    const newestFirst = [...ids].reverse()
    expect(await list()).toEqual(newestFirst)
    const page = await store().runs.list({ limit: 2 })
    expect(page.map(({ runId }) => runId)).toEqual(newestFirst.slice(0, 2))
    expect(await list({ before: page[1]?.runId ?? '' })).toEqual(newestFirst.slice(2))
    expect(await list({ before: 'unheard-of' })).toEqual([])
  })

  it('lists by step, by status, by trace and by all of them', async () => {
    const byStatus = await oneOfEach()
    await acceptOne(store(), 'b', { traceId: 't' })
    const both = await acceptOne(store(), 'a', { traceId: 't' })
    for (const status of STATUSES) {
      const expected = status === 'queued' ? [both, byStatus.queued] : [byStatus[status]]
      expect(await list({ stepIds: ['a'], statuses: [status] })).toEqual(expected)
      if (status !== 'queued') expect(await list({ statuses: [status] })).toEqual(expected)
    }
    expect(await list({ traceId: 't', stepIds: ['a'] })).toEqual([both])
    expect(await list({ traceId: 't' })).toHaveLength(2)
    expect(await list({ stepIds: ['unheard-of'] })).toEqual([])
    expect(await list({ stepIds: ['a'], statuses: ['queued'], before: both })).toEqual([byStatus.queued])
  })

  it('sums a run up without its payloads', async () => {
    await acceptOne(store(), 'a', { input: '{"secret":1}' })
    await runOne(store(), 'a', FAILURE)
    const [summary] = await store().runs.list({ limit: 1 })
    expect(summary).toMatchObject({
      stepId: 'a',
      status: 'failed',
      reason: 'error',
      error: 'boom',
      attemptsUsed: 1,
    })
    expect(JSON.stringify(summary)).not.toContain('secret')
  })

  it('gives a trace oldest first, and nothing of another', async () => {
    const traceId = newId()
    const ids = []
    for (let i = 0; i < 3; i++) ids.push(await acceptOne(store(), 'a', { traceId, input: `${i}` }))
    await acceptOne(store(), 'a')
    const trace = await store().runs.trace(traceId)
    expect(trace.map(({ runId, input }) => [runId, input])).toEqual(ids.map((id, index) => [id, `${index}`]))
    expect(await store().runs.trace('unheard-of')).toEqual([])
  })

  it('knows nothing of a run that never was', async () => {
    expect(await store().runs.get('unheard-of')).toBeUndefined()
    expect(await store().runs.attempts('unheard-of')).toEqual([])
  })

  it('counts exactly as many runs of each step and status as there are', async () => {
    await oneOfEach()
    await commit(store(), {
      inline: { runId: 'r', stepId: 'api', traceId: 't', input: '1', startedAt: NOW, result: '2' },
      accepts: [
        newRun('noop', { passes: true }),
        newRun('b', { claim: true }),
        newRun('b', { unlessActive: true }),
      ],
    })
    const [b] = await store().runs.list({ stepIds: ['b'], limit: 1 })
    await accept(store(), newRun('c', { after: [b?.runId ?? ''] }), newRun('c', { after: ['unheard-of'] }))
    await store().runs.cancel(b?.runId ?? '', 'by hand', NOW)
    await store().runs.redrive(b?.runId ?? '', NOW)
    await store().runs.promote(NOW + 10, 10)
    await Promise.all((await claim(store(), 'a', 2)).map((run) => end(store(), run)))
    await store().runs.recover(NOW)
    const counted = new Map<string, number>()
    for (const { stepId, status } of await store().runs.list({ limit: 1000 })) {
      counted.set(`${stepId} ${status}`, (counted.get(`${stepId} ${status}`) ?? 0) + 1)
    }
    const word = ({ stepId, status, count }: StepCount) => [`${stepId} ${status}`, count] as const
    expect(new Map((await store().runs.counts()).map(word))).toEqual(counted)
    expect(counted.size).toBeGreaterThan(8)
  })

  it('counts triggers that reached no step by target', async () => {
    const missed = (target: string, traceId: string) => ({ target, traceId })
    await commit(store(), { now: NOW, unrouted: [missed('a', 't1'), missed('b', 't1'), missed('a', 't1')] })
    await commit(store(), { now: NOW + 5, unrouted: [missed('a', 't2')] })
    expect(await store().runs.unrouted()).toEqual([
      { target: 'a', count: 3, firstAt: NOW, lastAt: NOW + 5, lastTraceId: 't2' },
      { target: 'b', count: 1, firstAt: NOW, lastAt: NOW, lastTraceId: 't1' },
    ])
  })
}
