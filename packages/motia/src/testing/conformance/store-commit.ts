/** Commits are whole or nothing, stand alone though they share a transaction, and are fenced by epoch. */
import { expect, it } from 'vitest'
import {
  acceptOne,
  attemptOf,
  type CurrentStore,
  claimOne,
  commit,
  end,
  FAILURE,
  NOW,
  newRun,
  running,
  set,
  statusOf,
  storedValue,
  totals,
} from './store-driver.ts'

export function describeCommits(store: CurrentStore): void {
  it('ends the attempt, writes state, accepts runs and counts unrouted triggers at once', async () => {
    const run = await running(store(), 'parent')
    const child = newRun('child', { parentRunId: run.runId, traceId: run.traceId })
    const result = await commit(store(), {
      ...attemptOf(run),
      writes: [set('orders', '1', 'paid')],
      accepts: [child],
      unrouted: [{ target: 'nowhere', traceId: run.traceId, parentRunId: run.runId }],
    })
    expect(result.accepted).toEqual([{ runId: child.runId, stepId: 'child', status: 'queued' }])
    expect(result.backlog).toEqual({ stepIds: ['child'] })
    expect(await statusOf(store(), run.runId)).toBe('succeeded')
    expect(await storedValue(store(), 'orders', '1')).toBe('paid')
    expect(await store().runs.unrouted()).toMatchObject([{ target: 'nowhere', count: 1 }])
  })

  it('leaves nothing of a commit that fails', async () => {
    const run = await running(store(), 'parent')
    await commit(store(), { writes: [set('orders', 'word', 'not a number')] })
    const before = await totals(store())
    const bad = store().runs.commit({
      now: NOW,
      ...attemptOf(run),
      accepts: [newRun('child')],
      unrouted: [{ target: 'nowhere', traceId: run.traceId }],
      writes: [set('orders', 'other', 1), { op: 'increment', group: 'orders', key: 'word', by: 1 }],
    })
    await expect(bad).rejects.toMatchObject({ code: 'MOTIA_STATE_TYPE' })
    expect(await statusOf(store(), run.runId)).toBe('running')
    expect(await storedValue(store(), 'orders', 'other')).toBeUndefined()
    expect(await store().runs.unrouted()).toEqual([])
    expect(await totals(store())).toEqual(before)
    await end(store(), run)
  })

  it('fails a bad commit alone among those that arrive with it', async () => {
    await commit(store(), { writes: [set('g', 'word', 'x')] })
    const runs = Array.from({ length: 20 }, (_, index) => newRun(`step-${index % 3}`))
    const results = await Promise.allSettled(
      runs.map((run, index) =>
        store().runs.commit({
          now: NOW,
          accepts: [run],
          writes: [
            index % 5 === 4
              ? { op: 'append', group: 'g', key: 'word', value: '1' }
              : { op: 'increment', group: 'g', key: 'sum', by: 1 },
          ],
        }),
      ),
    )
    const failed = results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))
    expect(failed).toEqual([4, 9, 14, 19])
    expect(await storedValue(store(), 'g', 'sum')).toBe(16)
    for (const [index, run] of runs.entries()) {
      expect(await statusOf(store(), run.runId)).toBe(index % 5 === 4 ? undefined : 'queued')
    }
    expect(await totals(store())).toEqual({ queued: 16 })
  })

  it('refuses a run id that exists, with a code that tells not to try again', async () => {
    const runId = await acceptOne(store(), 'a')
    const again = store().runs.commit({ now: NOW, accepts: [newRun('a', { runId })] })
    await expect(again).rejects.toMatchObject({ code: 'MOTIA_STORE_REFUSED' })
  })

  it('takes the end of an attempt once', async () => {
    const run = await running(store(), 'a')
    await end(store(), run)
    expect(await store().runs.commit({ now: NOW, ...attemptOf(run) })).toEqual({ status: 'fenced' })
    expect(await store().runs.commit({ now: NOW, ...attemptOf(run, FAILURE) })).toEqual({ status: 'fenced' })
    expect(await store().runs.get(run.runId)).toMatchObject({ status: 'succeeded', attemptsUsed: 1 })
  })

  it('writes nothing for an attempt that the run no longer belongs to', async () => {
    const late = await running(store(), 'a')
    await store().runs.release([{ ...late, why: 'lost', cause: 'SIGKILL' }], NOW)
    const current = await claimOne(store(), 'a')
    expect(current.epoch).toBeGreaterThan(late.epoch)
    const effects = { writes: [set('g', 'k', 'late')], accepts: [newRun('b')] }
    expect(await store().runs.commit({ now: NOW, ...attemptOf(late), ...effects })).toEqual({
      status: 'fenced',
    })
    expect(await store().runs.commit({ now: NOW, ...attemptOf(late, FAILURE) })).toEqual({ status: 'fenced' })
    expect(await storedValue(store(), 'g', 'k')).toBeUndefined()
    expect(await totals(store())).toEqual({ running: 1 })
    await end(store(), current)
  })

  it('tells a fenced attempt that its reads no longer hold that it is fenced', async () => {
    const late = await running(store(), 'a')
    await store().runs.cancel(late.runId, 'by hand', NOW)
    await commit(store(), { writes: [set('g', 'k', 1)] })
    const stale = { reads: [{ group: 'g', key: 'k', version: 0 }], writes: [set('g', 'k', 2)] }
    expect(await store().runs.commit({ now: NOW, ...attemptOf(late), ...stale })).toEqual({
      status: 'fenced',
    })
  })

  it('fences a late attempt alone among many ends that arrive together', async () => {
    const runs = await Promise.all(Array.from({ length: 30 }, () => running(store(), 'a')))
    const late = runs[7]
    if (!late) throw new Error('no run')
    await store().runs.cancel(late.runId, 'by hand', NOW)
    const results = await Promise.all(runs.map((run) => store().runs.commit({ now: NOW, ...attemptOf(run) })))
    expect(results.flatMap(({ status }, index) => (status === 'fenced' ? [index] : []))).toEqual([7])
    expect(await totals(store())).toEqual({ succeeded: 29, cancelled: 1 })
  })

  it('ends many attempts that arrive together, each with its own result', async () => {
    const runs = await Promise.all(Array.from({ length: 30 }, () => running(store(), 'a')))
    await Promise.all(
      runs.map((run, index) => end(store(), run, { status: 'succeeded', result: JSON.stringify({ index }) })),
    )
    for (const [index, { runId }] of runs.entries()) {
      expect(await store().runs.get(runId)).toMatchObject({
        status: 'succeeded',
        result: `{"index":${index}}`,
      })
    }
  })

  it('keeps the row of an api run that ended in line', async () => {
    const inline = {
      runId: 'api-run',
      stepId: 'create-user',
      traceId: 'api-trace',
      input: '{"name":"홍길동"}',
      startedAt: NOW - 5,
      result: '{"id":1}',
    }
    await commit(store(), { inline, accepts: [newRun('send-email', { parentRunId: 'api-run' })] })
    expect(await store().runs.get('api-run')).toMatchObject({
      status: 'succeeded',
      cause: 'api',
      input: inline.input,
      result: inline.result,
      startedAt: NOW - 5,
      finishedAt: NOW,
      attemptsUsed: 1,
    })
  })
}
