/** Running → queued without using up an attempt, strikes and quarantine; recovery after a crash. */
import { MAX_STRIKES } from '@motia/core/run'
import type { ClaimedRun, Release } from '@motia/core/store'
import { expect, it } from 'vitest'
import {
  acceptOne,
  type CurrentStore,
  claimOne,
  end,
  NOW,
  retryAt,
  running,
  statusOf,
  totals,
} from './store-driver.ts'

export function describeReleasing(store: CurrentStore): void {
  const release = (run: ClaimedRun, why: Release['why'], cause = 'SIGKILL') =>
    store().runs.release([{ runId: run.runId, ref: run.ref, epoch: run.epoch, why, cause }], NOW)

  it('hands back a run that was not begun as if nothing had happened', async () => {
    const run = await running(store(), 'a')
    expect(await release(run, 'returned')).toEqual([{ runId: run.runId, stepId: 'a', status: 'queued' }])
    expect(await claimOne(store(), 'a')).toMatchObject({
      runId: run.runId,
      epoch: 2,
      attemptsUsed: 0,
      strikes: 0,
      conflicts: 0,
      isolated: false,
    })
    expect(await store().runs.attempts(run.runId)).toEqual([])
  })

  it('tells from when a run could begin again: since its loss, or as before if it had not begun', async () => {
    for (const [why, dueAt] of [
      ['returned', null],
      ['lost', NOW],
      ['conflict', NOW],
    ] as const) {
      await release(await running(store(), why), why)
      expect((await claimOne(store(), why)).dueAt, why).toBe(dueAt)
    }
  })

  it('isolates a run whose worker died with others in it, without a strike', async () => {
    const run = await running(store(), 'a')
    await release(run, 'lost')
    const again = await claimOne(store(), 'a')
    expect(again).toMatchObject({ isolated: true, strikes: 0, attemptsUsed: 0 })
    expect(await store().runs.attempts(run.runId)).toMatchObject([
      {
        attempt: 1,
        outcome: 'lost',
        failure: { code: 'MOTIA_RUN_LOST', message: expect.stringContaining('SIGKILL') },
      },
    ])
  })

  it('keeps a run isolated until an attempt of it has come to an end', async () => {
    const run = await running(store(), 'a')
    await release(run, 'lost')
    await release(await claimOne(store(), 'a'), 'returned')
    const again = await claimOne(store(), 'a')
    expect(again.isolated).toBe(true)
    await end(store(), again, retryAt(NOW))
    expect((await claimOne(store(), 'a')).isolated).toBe(false)
  })

  it('quarantines a run at its third strike, visibly', async () => {
    const { runId } = await running(store(), 'a')
    const strike = async (run: ClaimedRun) => (await release(run, 'alone', 'exit code 1'))[0]?.status
    const first = await store().runs.get(runId)
    expect(first?.strikes).toBe(0)
    await store().runs.recover(NOW)
    for (let strikes = 1; strikes < MAX_STRIKES; strikes++) {
      expect(await strike(await claimOne(store(), 'a'))).toBe('queued')
      expect(await store().runs.get(runId)).toMatchObject({ strikes, attemptsUsed: 0 })
    }
    expect(await strike(await claimOne(store(), 'a'))).toBe('quarantined')
    expect(await store().runs.get(runId)).toMatchObject({
      status: 'quarantined',
      strikes: MAX_STRIKES,
      reason: 'exit code 1',
      finishedAt: NOW,
      failure: { code: 'MOTIA_QUARANTINED', message: expect.stringContaining('exit code 1') },
    })
    const attempts = await store().runs.attempts(runId)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['alone', 'alone', 'alone'])
    await store().runs.redrive(runId, NOW)
    expect(await claimOne(store(), 'a')).toMatchObject({ strikes: 0, isolated: false })
  })

  it('counts state conflicts, until an attempt has failed', async () => {
    const run = await running(store(), 'a')
    await release(run, 'conflict', 'orders/1')
    const again = await claimOne(store(), 'a')
    expect(again).toMatchObject({ conflicts: 1, attemptsUsed: 0, isolated: false })
    expect(await store().runs.attempts(run.runId)).toMatchObject([
      { outcome: 'conflict', failure: { code: 'MOTIA_STATE_CONFLICT' } },
    ])
    await end(store(), again, retryAt(NOW))
    expect(await claimOne(store(), 'a')).toMatchObject({ conflicts: 0, attemptsUsed: 1 })
  })

  it('ignores releases by whoever no longer holds the run', async () => {
    const late = await running(store(), 'a')
    await release(late, 'returned')
    const current = await claimOne(store(), 'a')
    for (const why of ['lost', 'alone', 'conflict', 'returned'] as const) {
      expect(await release(late, why)).toEqual([])
    }
    expect(await statusOf(store(), current.runId)).toBe('running')
    await end(store(), current)
    expect(await release(current, 'lost')).toEqual([])
  })

  it('queues after a crash what was running, without strikes or used attempts', async () => {
    const runs = await Promise.all(['a', 'a', 'b'].map((stepId) => running(store(), stepId)))
    const scheduled = await acceptOne(store(), 'later', { dueAt: NOW + 50 })
    await acceptOne(store(), 'waiting-since-before')
    const backlog = await store().runs.recover(NOW)
    expect([...backlog.stepIds].sort()).toEqual(['a', 'b', 'waiting-since-before'])
    expect(backlog.nextDueAt).toBe(NOW + 50)
    expect(await statusOf(store(), scheduled)).toBe('scheduled')
    expect(await claimOne(store(), 'a')).toMatchObject({
      runId: runs[0]?.runId,
      epoch: 2,
      strikes: 0,
      attemptsUsed: 0,
      isolated: false,
    })
    expect(await totals(store())).toEqual({ running: 1, queued: 3, scheduled: 1 })
  })
}
