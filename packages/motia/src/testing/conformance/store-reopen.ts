/** What outlives the process: everything. */
import type { Store } from '@motia/core/store'
import { expect, it } from 'vitest'
import {
  acceptOne,
  type CurrentStore,
  claimOne,
  commit,
  end,
  NOW,
  newRun,
  running,
  runOne,
  set,
  totals,
  write,
} from './store-driver.ts'

export function describeReopening(store: CurrentStore, reopen: () => Promise<Store>): void {
  it('finds runs, counts, state, schedules, pauses and unrouted triggers again', async () => {
    const input = JSON.stringify('홍'.repeat(2000))
    const queued = await acceptOne(store(), 'a', { input })
    await acceptOne(store(), 'b', { after: [queued] })
    await commit(store(), { writes: [set('g', 'k', 1)], unrouted: [{ target: 'x', traceId: 't' }] })
    await store().schedules.put({ stepId: 'c', fingerprint: 'f', nextAt: NOW, lastAt: null })
    await store().pauses.put('a', NOW)
    const read = async () => [
      await store().runs.get(queued),
      await store().runs.counts(),
      await store().runs.unrouted(),
      await store().state.list('g'),
      await store().schedules.list(),
      await store().pauses.list(),
    ]
    const before = await read()
    await reopen()
    expect(await read()).toEqual(before)
    await runOne(store(), 'a')
    await runOne(store(), 'b')
    expect(await totals(store())).toEqual({ succeeded: 2 })
  })

  it('goes on in order: what is accepted later comes later', async () => {
    const first = await acceptOne(store(), 'a')
    await reopen()
    const second = await acceptOne(store(), 'a')
    expect((await store().runs.list({ limit: 2 })).map(({ runId }) => runId)).toEqual([second, first])
    expect((await claimOne(store(), 'a')).runId).toBe(first)
  })

  it('leaves alone what somebody still runs, and that can end', async () => {
    const held = await running(store(), 'a')
    const left = await running(store(), 'b')
    await reopen()
    expect(await store().runs.recover(NOW, [held.ref])).toEqual({ stepIds: ['b'] })
    expect((await claimOne(store(), 'b')).runId).toBe(left.runId)
    await end(store(), held)
    expect((await store().runs.get(held.runId))?.status).toBe('succeeded')
  })

  it('recovers what was running, and takes nothing from who ran it', async () => {
    const run = await running(store(), 'a')
    await reopen()
    expect(await store().runs.recover(NOW)).toEqual({ stepIds: ['a'] })
    const again = await claimOne(store(), 'a')
    expect(again.runId).toBe(run.runId)
    const late = { runId: run.runId, ref: run.ref, epoch: run.epoch, startedAt: NOW }
    const success = { status: 'succeeded', result: '1' } as const
    expect(await store().runs.commit({ now: NOW, attempt: { ...late, end: success } })).toEqual({
      status: 'fenced',
    })
    await end(store(), again)
  })

  it('never gives a state version again, not even after everything was deleted', async () => {
    await write(store(), set('g', 'k', 1), set('g', 'k', 2))
    const { version } = await store().state.get('g', 'k')
    await write(store(), { op: 'clear', group: 'g' })
    await reopen()
    await write(store(), set('g', 'k', 1))
    expect((await store().state.get('g', 'k')).version).toBeGreaterThan(version)
  })

  it('never gives the handle of a deleted run to another', async () => {
    const run = await running(store(), 'a')
    await end(store(), run)
    expect(await store().runs.prune({ succeeded: NOW + 1, failed: NOW + 1 }, 10)).toBe(1)
    await reopen()
    const other = await running(store(), 'a')
    const late = { runId: run.runId, ref: run.ref, epoch: run.epoch, startedAt: NOW }
    const end1 = { status: 'succeeded', result: '1' } as const
    expect(await store().runs.commit({ now: NOW, attempt: { ...late, end: end1 } })).toEqual({
      status: 'fenced',
    })
    await end(store(), other)
  })

  it('remembers keys and sends', async () => {
    const once = { runId: 'r', name: 'n', payload: '1' }
    const sent = await commit(store(), { once, accepts: [newRun('a', { key: 'k' })] })
    await reopen()
    const again = await commit(store(), { once, accepts: [newRun('a')] })
    expect(again).toMatchObject({
      accepted: [{ runId: sent.accepted[0]?.runId }],
      repeated: { samePayload: true },
    })
    expect((await commit(store(), { accepts: [newRun('a', { key: 'k' })] })).accepted).toMatchObject([
      { runId: sent.accepted[0]?.runId, duplicate: true },
    ])
  })
}
