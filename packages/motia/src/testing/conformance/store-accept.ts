/** Accepting runs: the state that each begins in, deduplication by key, and what schedules refuse. */
import { DAY_MS } from '@motia/core/duration'
import { expect, it } from 'vitest'
import {
  accept,
  acceptOne,
  type CurrentStore,
  claim,
  claimOne,
  commit,
  end,
  FAILURE,
  NOW,
  newRun,
  retryAt,
  running,
  runOne,
  statusOf,
  totals,
} from './store-driver.ts'

export function describeAccepting(store: CurrentStore): void {
  it('queues a run that nothing holds back, and gives back all that it was made of', async () => {
    const run = newRun('send-email', {
      parentRunId: 'parent',
      cause: 'topic:order.created',
      input: '{"a":"é 홍 🎉"}',
    })
    expect(await accept(store(), run)).toEqual([{ runId: run.runId, stepId: 'send-email', status: 'queued' }])
    expect(await store().runs.get(run.runId)).toEqual({
      runId: run.runId,
      stepId: 'send-email',
      traceId: run.traceId,
      parentRunId: 'parent',
      cause: 'topic:order.created',
      status: 'queued',
      reason: null,
      attemptsUsed: 0,
      createdAt: NOW,
      dueAt: null,
      startedAt: null,
      finishedAt: null,
      error: null,
      input: '{"a":"é 홍 🎉"}',
      result: null,
      failure: null,
      after: [],
      strikes: 0,
      conflicts: 0,
    })
  })

  it('claims a run with its insert when nothing older is queued for the step', async () => {
    const run = newRun('a', { claim: true, input: '{"n":1}', parentRunId: 'p' })
    const [accepted] = await accept(store(), run)
    expect(accepted).toMatchObject({ status: 'running' })
    expect(accepted?.claimed).toEqual({
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
    })
    expect(await claim(store(), 'a')).toEqual([])
  })

  it('passes over nobody: a run is not claimed with its insert while an older one is queued', async () => {
    const older = await acceptOne(store(), 'a')
    await acceptOne(store(), 'other')
    const { accepted, backlog } = await commit(store(), { accepts: [newRun('a', { claim: true })] })
    expect(accepted).toMatchObject([{ status: 'queued' }])
    expect(backlog.stepIds).toEqual(['a'])
    expect((await claimOne(store(), 'a')).runId).toBe(older)
  })

  it('claims two runs of a step with their insert in one commit', async () => {
    const accepted = await accept(store(), newRun('a', { claim: true }), newRun('a', { claim: true }))
    expect(accepted.map(({ status }) => status)).toEqual(['running', 'running'])
  })

  it('schedules a run that is due later, and tells the next due time of all', async () => {
    const first = await commit(store(), { accepts: [newRun('a', { dueAt: NOW + 500, claim: true })] })
    expect(first).toMatchObject({
      accepted: [{ status: 'scheduled' }],
      backlog: { stepIds: [], nextDueAt: NOW + 500 },
    })
    const later = await commit(store(), { accepts: [newRun('a', { dueAt: NOW + 900 })] })
    expect(later.backlog.nextDueAt).toBe(NOW + 500)
    expect(await claim(store(), 'a')).toEqual([])
  })

  it('queues a run that is due already', async () => {
    expect(await accept(store(), newRun('a', { dueAt: NOW }))).toMatchObject([{ status: 'queued' }])
  })

  it('cancels a run with its acceptance, when asked to', async () => {
    const run = newRun('a', { cancelled: 'after:nowhere' })
    const result = await commit(store(), { accepts: [run] })
    expect(result.accepted).toMatchObject([{ status: 'cancelled' }])
    expect(result.ended).toEqual([
      { runId: run.runId, stepId: 'a', status: 'cancelled', reason: 'after:nowhere' },
    ])
    expect(await store().runs.get(run.runId)).toMatchObject({ reason: 'after:nowhere', finishedAt: NOW })
  })

  it('passes a noop: it succeeds at once with its input as result', async () => {
    const run = newRun('manual', { passes: true, input: '{"by":"hand"}' })
    const result = await commit(store(), { accepts: [run] })
    expect(result.accepted).toMatchObject([{ status: 'succeeded' }])
    expect(result.ended).toEqual([
      { runId: run.runId, stepId: 'manual', status: 'succeeded', result: '{"by":"hand"}' },
    ])
    expect(await store().runs.get(run.runId)).toMatchObject({ result: '{"by":"hand"}', finishedAt: NOW })
  })

  it('passes a delayed noop when it is due', async () => {
    const runId = await acceptOne(store(), 'manual', { passes: true, dueAt: NOW + 10 })
    expect(await statusOf(store(), runId)).toBe('scheduled')
    await store().runs.promote(NOW + 10, 100)
    expect(await statusOf(store(), runId)).toBe('succeeded')
  })

  it('skips a run while another of its step has not ended, when asked to', async () => {
    const skipped = () => accept(store(), newRun('report', { unlessActive: true }))
    expect(await skipped()).toMatchObject([{ status: 'queued' }])
    expect(await skipped()).toMatchObject([{ status: 'skipped' }])
    const claimed = await claimOne(store(), 'report')
    expect(await skipped()).toMatchObject([{ status: 'skipped' }])
    await end(store(), claimed, retryAt(NOW + 1000))
    expect(await skipped()).toMatchObject([{ status: 'skipped' }])
    await store().runs.promote(NOW + 1000, 10)
    await runOne(store(), 'report')
    expect(await skipped()).toMatchObject([{ status: 'queued' }])
    expect(await totals(store())).toEqual({ succeeded: 1, queued: 1 })
  })

  it('answers a key with the first run, whatever its status, for 24 hours', async () => {
    const first = await acceptOne(store(), 'charge', { key: 'order-1' })
    const again = (now: number) =>
      commit(store(), { now, accepts: [newRun('charge', { key: 'order-1', claim: true })] })
    expect((await again(NOW)).accepted).toEqual([
      { runId: first, stepId: 'charge', status: 'queued', duplicate: true },
    ])
    await runOne(store(), 'charge', FAILURE)
    expect((await again(NOW + DAY_MS - 1)).accepted).toEqual([
      { runId: first, stepId: 'charge', status: 'failed', duplicate: true },
    ])
    expect((await again(NOW + DAY_MS)).accepted).toMatchObject([{ status: 'running' }])
    expect((await again(NOW + DAY_MS)).accepted).toMatchObject([{ status: 'running', duplicate: true }])
    expect(await totals(store())).toEqual({ failed: 1, running: 1 })
  })

  it('deduplicates keys within one commit and among commits that arrive together', async () => {
    const run = () => newRun('charge', { key: 'k' })
    const results = await Promise.all([
      commit(store(), { accepts: [run(), run()] }),
      commit(store(), { accepts: [run()] }),
    ])
    const ids = results.flatMap(({ accepted }) => accepted.map(({ runId }) => runId))
    expect(new Set(ids).size).toBe(1)
    expect(await totals(store())).toEqual({ queued: 1 })
  })

  it('keeps the keys of different steps apart', async () => {
    await accept(store(), newRun('a', { key: 'k' }), newRun('b', { key: 'k' }))
    expect(await totals(store())).toEqual({ queued: 2 })
  })

  it('carries a payload of 10 MB in and out', async () => {
    const input = JSON.stringify({ text: '홍'.repeat(3_500_000) })
    const run = await running(store(), 'big', { input })
    await end(store(), run, { status: 'succeeded', result: input })
    const record = await store().runs.get(run.runId)
    expect(record?.input === input).toBe(true)
    expect(record?.result === input).toBe(true)
  })

  it('gives a long input to whoever claims it', async () => {
    const input = JSON.stringify('x'.repeat(5000))
    await acceptOne(store(), 'a', { input })
    expect((await claimOne(store(), 'a')).input).toBe(input)
  })
}
