/** Claiming: oldest first within a step, steps apart, due runs promoted. */
import { expect, it } from 'vitest'
import {
  accept,
  acceptOne,
  attemptOf,
  type CurrentStore,
  claim,
  claimOne,
  end,
  FAILURE,
  NOW,
  newRun,
  retryAt,
  running,
  SUCCESS,
  totals,
} from './store-driver.ts'

export function describeClaiming(store: CurrentStore): void {
  const several = async (stepId: string, count: number) => {
    const runs = Array.from({ length: count }, () => newRun(stepId))
    await accept(store(), ...runs)
    return runs.map(({ runId }) => runId)
  }

  it('claims the oldest runs of a step first, up to the limit, each once', async () => {
    const ids = await several('a', 5)
    const first = await claim(store(), 'a', 2)
    const rest = await claim(store(), 'a', 10)
    expect([...first, ...rest].map(({ runId }) => runId)).toEqual(ids)
    expect(await claim(store(), 'a', 10)).toEqual([])
    expect(await totals(store())).toEqual({ running: 5 })
  })

  it('gives what an attempt needs, with the epoch raised', async () => {
    const run = newRun('a', { input: '{"n":1}', parentRunId: 'p' })
    await accept(store(), run)
    expect(await claimOne(store(), 'a')).toEqual({
      runId: run.runId,
      ref: expect.any(Number),
      stepId: 'a',
      traceId: run.traceId,
      parentRunId: 'p',
      epoch: 1,
      attemptsUsed: 0,
      conflicts: 0,
      strikes: 0,
      isolated: false,
      input: '{"n":1}',
      createdAt: NOW,
      dueAt: null,
    })
    expect(await store().runs.get(run.runId)).toMatchObject({ status: 'running', startedAt: NOW })
  })

  it('tells from when a delayed run could begin', async () => {
    await accept(store(), newRun('a', { dueAt: NOW + 5 }))
    await store().runs.promote(NOW + 9, 10)
    const [run] = await store().runs.claim([{ stepId: 'a', limit: 1 }], NOW + 9)
    expect(run?.dueAt).toBe(NOW + 5)
  })

  it('tells from when a run could begin that waited for another, or was redriven', async () => {
    const first = await running(store(), 'a')
    await accept(store(), newRun('b', { after: [first.runId] }))
    await store().runs.commit({ ...attemptOf(first, SUCCESS), now: NOW + 7 })
    const [freed] = await claim(store(), 'b', 1, NOW + 9)
    expect(freed?.dueAt).toBe(NOW + 7)
    if (freed) await end(store(), freed, FAILURE)
    await store().runs.redrive(freed?.runId ?? '', NOW + 20)
    expect((await claim(store(), 'b', 1, NOW + 25))[0]?.dueAt).toBe(NOW + 20)
  })

  it('serves several steps in one go, each by its own limit', async () => {
    const [a] = await several('a', 3)
    const b = await several('b', 2)
    await several('c', 1)
    const wishes = [
      { stepId: 'a', limit: 1 },
      { stepId: 'b', limit: 5 },
      { stepId: 'unheard-of', limit: 5 },
    ]
    const claimed = await store().runs.claim(wishes, NOW)
    expect(claimed.map(({ runId, stepId }) => [stepId, runId])).toEqual([
      ['a', a],
      ['b', b[0]],
      ['b', b[1]],
    ])
  })

  it('never gives a run to two claims that arrive together', async () => {
    await several('a', 50)
    const claims = await Promise.all(Array.from({ length: 10 }, () => claim(store(), 'a', 7)))
    const ids = claims.flat().map(({ runId }) => runId)
    expect(ids).toHaveLength(50)
    expect(new Set(ids).size).toBe(50)
  })

  it('puts a run that is tried again before younger ones', async () => {
    const retried = await running(store(), 'a')
    await several('a', 2)
    await end(store(), retried, retryAt(NOW + 10))
    await store().runs.promote(NOW + 10, 10)
    expect((await claimOne(store(), 'a')).runId).toBe(retried.runId)
  })

  it('promotes what is due, the earliest first, up to the limit', async () => {
    const dueAt = [30, 10, 20, 99]
    for (const delay of dueAt) await acceptOne(store(), `due-${delay}`, { dueAt: NOW + delay })
    expect(await store().runs.promote(NOW + 5, 10)).toEqual({ stepIds: [], nextDueAt: NOW + 10 })
    const two = await store().runs.promote(NOW + 50, 2)
    expect(two.nextDueAt).toBe(NOW + 30)
    expect([...two.stepIds].sort()).toEqual(['due-10', 'due-20'])
    const rest = await store().runs.promote(NOW + 50, 2)
    expect(rest.nextDueAt).toBe(NOW + 99)
    expect(rest.stepIds).toContain('due-30')
    await store().runs.promote(NOW + 99, 2)
    expect(await store().runs.promote(NOW + 100, 2)).not.toHaveProperty('nextDueAt')
    expect(await totals(store())).toEqual({ queued: 4 })
  })
}
