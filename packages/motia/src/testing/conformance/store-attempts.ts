/** How attempts end: results, failures, retries, and what is kept of them. Cancel and redrive by hand. */
import { expect, it } from 'vitest'
import {
  acceptOne,
  attemptOf,
  BOOM,
  type CurrentStore,
  claimOne,
  end,
  FAILURE,
  NOW,
  retryAt,
  running,
  runOne,
  statusOf,
  totals,
} from './store-driver.ts'

export function describeAttempts(store: CurrentStore): void {
  it('keeps the result of the attempt that succeeded', async () => {
    const run = await running(store(), 'a')
    const attempt = { ...run, startedAt: NOW + 3, end: { status: 'succeeded', result: '"완료"' } } as const
    await store().runs.commit({ now: NOW + 7, attempt })
    expect(await store().runs.get(run.runId)).toMatchObject({
      status: 'succeeded',
      result: '"완료"',
      attemptsUsed: 1,
      startedAt: NOW + 3,
      finishedAt: NOW + 7,
    })
    expect(await store().runs.attempts(run.runId)).toEqual([])
  })

  it('keeps why a run failed, and the attempt', async () => {
    const { runId } = await running(store(), 'a')
    await store().runs.release([], NOW)
    await store().runs.cancel(runId, 'not this one', NOW)
    const failed = await running(store(), 'a')
    await end(store(), failed, { status: 'failed', reason: 'validation', failure: { ...BOOM, code: 'X' } })
    expect(await store().runs.get(failed.runId)).toMatchObject({
      status: 'failed',
      reason: 'validation',
      error: 'boom',
      failure: { ...BOOM, code: 'X' },
      result: null,
      attemptsUsed: 1,
      finishedAt: NOW,
    })
    expect(await store().runs.attempts(failed.runId)).toEqual([
      { attempt: 1, startedAt: NOW, finishedAt: NOW, outcome: 'validation', failure: { ...BOOM, code: 'X' } },
    ])
  })

  it.each([
    [{ name: 'KeyError', message: "'kr'" }, "KeyError: 'kr'"],
    [{ name: 'ValueError', message: '' }, 'ValueError'],
    [{ name: 'TypeError', message: 'no such thing' }, 'no such thing'],
    [{ name: 'Error', message: 'boom' }, 'boom'],
  ])('lists %o with its name where the message alone says little', async (failure, error) => {
    const failed = await running(store(), 'a')
    await end(store(), failed, { status: 'failed', reason: 'error', failure })
    expect(await store().runs.list({ limit: 1 })).toMatchObject([{ error }])
  })

  it('tries again after the backoff, and forgets the failure once it has succeeded', async () => {
    const first = await running(store(), 'a')
    expect((await end(store(), first, retryAt(NOW + 1000))).backlog).toEqual({
      stepIds: [],
      nextDueAt: NOW + 1000,
    })
    expect(await store().runs.get(first.runId)).toMatchObject({
      status: 'scheduled',
      dueAt: NOW + 1000,
      error: 'boom',
      attemptsUsed: 1,
      finishedAt: null,
    })
    expect(await store().runs.promote(NOW + 1000, 10)).toEqual({ stepIds: ['a'] })
    const second = await claimOne(store(), 'a')
    expect(second).toMatchObject({ runId: first.runId, attemptsUsed: 1, epoch: 2 })
    await end(store(), second)
    expect(await store().runs.get(first.runId)).toMatchObject({
      status: 'succeeded',
      attemptsUsed: 2,
      error: null,
      failure: null,
      reason: null,
    })
    expect(await store().runs.attempts(first.runId)).toMatchObject([{ attempt: 1, outcome: 'error' }])
  })

  it('queues a run at once whose backoff is over already', async () => {
    const run = await running(store(), 'a')
    expect((await end(store(), run, retryAt(NOW))).backlog).toEqual({ stepIds: ['a'] })
    expect(await claimOne(store(), 'a')).toMatchObject({ runId: run.runId, attemptsUsed: 1 })
  })

  it('cancels what has not ended, and nothing else', async () => {
    const queued = await acceptOne(store(), 'queued')
    const scheduled = await acceptOne(store(), 'scheduled', { dueAt: NOW + 10 })
    const claimed = await running(store(), 'running')
    for (const runId of [queued, scheduled, claimed.runId]) {
      const [ended] = await store().runs.cancel(runId, 'by hand', NOW)
      expect(ended).toMatchObject({ runId, status: 'cancelled', reason: 'by hand' })
      expect(await store().runs.cancel(runId, 'again', NOW)).toEqual([])
    }
    expect(await store().runs.cancel('unheard-of', 'by hand', NOW)).toEqual([])
    expect(await store().runs.commit({ now: NOW, ...attemptOf(claimed) })).toEqual({ status: 'fenced' })
    expect(await store().runs.promote(NOW + 10, 10)).toEqual({ stepIds: [] })
    expect(await totals(store())).toEqual({ cancelled: 3 })
  })

  it('redrives a failed run with fresh attempts, and keeps the history', async () => {
    const runId = await acceptOne(store(), 'a')
    await runOne(store(), 'a', retryAt(NOW))
    const last = await claimOne(store(), 'a')
    await end(store(), last, FAILURE)
    expect(await store().runs.redrive(runId, NOW)).toEqual({ stepIds: ['a'] })
    expect(await store().runs.get(runId)).toMatchObject({
      status: 'queued',
      attemptsUsed: 0,
      failure: null,
      reason: null,
      finishedAt: null,
    })
    expect(await store().runs.attempts(runId)).toHaveLength(2)
    const again = await claimOne(store(), 'a')
    expect(again).toMatchObject({ attemptsUsed: 0, strikes: 0, conflicts: 0, epoch: 3 })
    expect(await store().runs.commit({ now: NOW, ...attemptOf(last) })).toEqual({ status: 'fenced' })
    await end(store(), again)
  })

  it('redrives neither what has not ended nor what has succeeded', async () => {
    const queued = await acceptOne(store(), 'a')
    const done = await running(store(), 'b')
    await end(store(), done)
    for (const runId of [queued, done.runId, 'unheard-of']) {
      expect(await store().runs.redrive(runId, NOW)).toBeUndefined()
    }
  })

  it('passes a cancelled noop when it is redriven', async () => {
    const runId = await acceptOne(store(), 'noop', { passes: true, cancelled: 'for a reason' })
    await store().runs.redrive(runId, NOW)
    expect(await statusOf(store(), runId)).toBe('succeeded')
  })
}
