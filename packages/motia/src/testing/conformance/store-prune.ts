/** Pruning: only what ended before the given times, with all that hangs on it, and nothing that is still needed. */
import { DAY_MS } from '@motia/core/duration'
import { expect, it } from 'vitest'
import {
  accept,
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
  runOne,
  statusOf,
  totals,
} from './store-driver.ts'

export function describePruning(store: CurrentStore): void {
  /** As retention does: until nothing is left to delete. */
  const pruneAll = async (before: { succeeded: number; failed: number }, limit = 100) => {
    let sum = 0
    for (let deleted = 1; deleted > 0; sum += deleted) deleted = await store().runs.prune(before, limit)
    return sum
  }
  const both = (time: number) => ({ succeeded: time, failed: time })

  it('deletes ended runs that are older, each kind by its own time, and counts them', async () => {
    const at = async (now: number, failed: boolean) => {
      const run = await running(store(), 'a')
      await store().runs.commit({ now, ...attemptOf(run, failed ? FAILURE : undefined) })
      return run.runId
    }
    const oldSuccess = await at(NOW + 10, false)
    const oldFailure = await at(NOW + 10, true)
    const newSuccess = await at(NOW + 30, false)
    const newFailure = await at(NOW + 30, true)
    expect(await pruneAll({ succeeded: NOW + 20, failed: NOW + 5 })).toBe(1)
    expect(await statusOf(store(), oldSuccess)).toBeUndefined()
    expect(await statusOf(store(), oldFailure)).toBe('failed')
    expect(await pruneAll(both(NOW + 20))).toBe(1)
    expect(await totals(store())).toEqual({ succeeded: 1, failed: 1 })
    expect(await pruneAll(both(NOW + 31))).toBe(2)
    expect(await statusOf(store(), newSuccess)).toBeUndefined()
    expect(await statusOf(store(), newFailure)).toBeUndefined()
    expect(await store().runs.counts()).toEqual([])
  })

  it('keeps failed and quarantined runs by one time, succeeded and cancelled ones by the other', async () => {
    await end(store(), await running(store(), 'a'), FAILURE)
    await end(store(), await running(store(), 'a'))
    await acceptOne(store(), 'a', { cancelled: 'why not' })
    const { runId } = await running(store(), 'bad')
    for (let strike = 0; strike < 3; strike++) {
      await store().runs.recover(NOW)
      const run = await claimOne(store(), 'bad')
      await store().runs.release([{ ...run, why: 'alone', cause: 'exit' }], NOW)
    }
    expect(await statusOf(store(), runId)).toBe('quarantined')
    expect(await pruneAll({ succeeded: NOW + 1, failed: NOW })).toBe(2)
    expect(await totals(store())).toEqual({ failed: 1, quarantined: 1 })
    expect(await pruneAll({ succeeded: NOW, failed: NOW + 1 })).toBe(2)
  })

  it('deletes no more than the limit at a time', async () => {
    await accept(store(), ...Array.from({ length: 25 }, () => newRun('noop', { passes: true })))
    expect(await store().runs.prune(both(NOW + 1), 10)).toBe(10)
    expect(await totals(store())).toEqual({ succeeded: 15 })
    expect(await pruneAll(both(NOW + 1), 10)).toBe(15)
  })

  it('leaves what has not ended, however old', async () => {
    await acceptOne(store(), 'queued')
    await acceptOne(store(), 'scheduled', { dueAt: NOW + 5 })
    await running(store(), 'running')
    const ended = await running(store(), 'a')
    await end(store(), ended)
    expect(await pruneAll(both(NOW + DAY_MS * 365))).toBe(1)
    expect(await totals(store())).toEqual({ queued: 1, scheduled: 1, running: 1 })
  })

  it('deletes payloads, attempts and sends with their run, which may be made anew', async () => {
    const input = JSON.stringify('x'.repeat(5000))
    const once = { runId: 'r', name: 'send#0', payload: '1' }
    const make = async () => {
      const run = await running(store(), 'a', { runId: 'r', input })
      await commit(store(), { once, accepts: [] })
      await end(store(), run, {
        status: 'failed',
        reason: 'error',
        failure: { name: 'Error', message: 'boom' },
      })
    }
    await make()
    expect(await pruneAll(both(NOW + 1))).toBe(1)
    expect(await store().runs.attempts('r')).toEqual([])
    await make()
    expect(await store().runs.attempts('r')).toHaveLength(1)
    expect((await commit(store(), { once, accepts: [] })).repeated).toBeDefined()
  })

  it('forgets in time what a run had sent that left no row', async () => {
    const once = { runId: 'api-run-that-failed', name: 'send#0', payload: '1' }
    await commit(store(), { once, accepts: [] })
    await pruneAll(both(NOW))
    expect((await commit(store(), { once, accepts: [] })).repeated).toBeDefined()
    await pruneAll(both(NOW + 1))
    expect((await commit(store(), { once, accepts: [] })).repeated).toBeUndefined()
  })

  it('leaves a run that a waiting run comes after', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await acceptOne(store(), 'second')
    const last = await acceptOne(store(), 'last', { after: [first, second] })
    await runOne(store(), 'first')
    await pruneAll(both(NOW + 1))
    await runOne(store(), 'second')
    expect(await statusOf(store(), last)).toBe('queued')
    await runOne(store(), 'last')
    expect(await pruneAll(both(NOW + 1))).toBeGreaterThan(0)
    expect(await store().runs.counts()).toEqual([])
  })

  it('leaves a run whose key still counts', async () => {
    const first = await acceptOne(store(), 'charge', { key: 'k' })
    await runOne(store(), 'charge')
    const again = (now: number) => commit(store(), { now, accepts: [newRun('charge', { key: 'k' })] })
    await pruneAll(both(NOW + 1))
    expect((await again(NOW + DAY_MS - 1)).accepted).toMatchObject([{ runId: first, duplicate: true }])
    await commit(store(), { now: NOW + DAY_MS })
    expect(await pruneAll(both(NOW + 1))).toBe(1)
    expect((await again(NOW + DAY_MS)).accepted).toMatchObject([{ status: 'queued' }])
  })

  it('passes over what has to stay, and comes back for it', async () => {
    const stays = await running(store(), 'stays')
    await accept(store(), ...Array.from({ length: 30 }, () => newRun('noop', { passes: true })))
    expect(await pruneAll(both(NOW + 1), 7)).toBe(30)
    await end(store(), stays)
    expect(await pruneAll(both(NOW + 1), 7)).toBe(1)
    expect(await claimOneOrNothing()).toBeUndefined()
  })

  const claimOneOrNothing = () => claimOne(store(), 'stays').catch(() => undefined)
}
