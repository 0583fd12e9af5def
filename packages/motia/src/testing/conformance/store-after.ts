/** `after`: waiting for success, cancelling on any other end, reviving on redrive. */
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
  newId,
  newRun,
  retryAt,
  running,
  runOne,
  statusOf,
  totals,
} from './store-driver.ts'

export function describeAfter(store: CurrentStore): void {
  const after = (stepId: string, ...ids: string[]) => acceptOne(store(), stepId, { after: ids })
  const statuses = (...ids: string[]) => Promise.all(ids.map((id) => statusOf(store(), id)))

  it('waits until all have succeeded, whatever their order', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await acceptOne(store(), 'second')
    const last = await after('last', first, second)
    expect(await store().runs.get(last)).toMatchObject({ status: 'waiting', after: [first, second] })
    expect((await runOne(store(), 'second')).backlog.stepIds).toEqual([])
    expect(await statusOf(store(), last)).toBe('waiting')
    expect((await runOne(store(), 'first')).backlog).toEqual({ stepIds: ['last'] })
    expect(await statusOf(store(), last)).toBe('queued')
    await runOne(store(), 'last')
  })

  it('frees a run when ends that arrive together complete what it waits for', async () => {
    const runs = await Promise.all(['a', 'b', 'c'].map((stepId) => running(store(), stepId)))
    const last = await after('last', ...runs.map(({ runId }) => runId))
    const results = await Promise.all(runs.map((run) => end(store(), run)))
    expect(results.flatMap(({ backlog }) => backlog.stepIds)).toEqual(['last'])
    expect(await statusOf(store(), last)).toBe('queued')
  })

  it('does not wait for what has succeeded already', async () => {
    const first = await acceptOne(store(), 'first')
    await runOne(store(), 'first')
    expect(await accept(store(), newRun('last', { after: [first], claim: true }))).toMatchObject([
      { status: 'running' },
    ])
  })

  it('does not wait for the run whose end commits with it', async () => {
    const parent = await running(store(), 'parent')
    const child = newRun('child', { after: [parent.runId] })
    const { accepted } = await commit(store(), { ...attemptOf(parent), accepts: [child] })
    expect(accepted).toMatchObject([{ status: 'queued' }])
  })

  it('orders runs of one commit', async () => {
    const first = newRun('first')
    const second = newRun('second', { after: [first.runId] })
    const third = newRun('third', { after: [second.runId, second.runId] })
    const accepted = await accept(store(), first, second, third)
    expect(accepted.map(({ status }) => status)).toEqual(['queued', 'waiting', 'waiting'])
    await runOne(store(), 'first')
    await runOne(store(), 'second')
    await runOne(store(), 'third')
    expect(await totals(store())).toEqual({ succeeded: 3 })
  })

  it('means the earlier run when a key replaced the id within the same commit', async () => {
    const earlier = await acceptOne(store(), 'first', { key: 'k' })
    const replaced = newRun('first', { key: 'k' })
    const second = newRun('second', { after: [replaced.runId] })
    const accepted = await accept(store(), replaced, second)
    expect(accepted).toMatchObject([{ runId: earlier, duplicate: true }, { status: 'waiting' }])
    await runOne(store(), 'first')
    expect(await statusOf(store(), second.runId)).toBe('queued')
  })

  it('cancels dependants, and theirs, when a run fails for good, and tells of them', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await after('second', first)
    const third = await after('third', second)
    const bystander = await after('bystander', await acceptOne(store(), 'other'))
    const { ended } = await runOne(store(), 'first', FAILURE)
    expect(ended).toEqual([
      { runId: second, stepId: 'second', status: 'cancelled', reason: `after:${first}` },
      { runId: third, stepId: 'third', status: 'cancelled', reason: `after:${second}` },
    ])
    expect(await store().runs.get(second)).toMatchObject({ reason: `after:${first}`, finishedAt: NOW })
    expect(await statusOf(store(), bystander)).toBe('waiting')
  })

  it('goes on waiting while a failed attempt is to be tried again', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await after('second', first)
    await runOne(store(), 'first', retryAt(NOW + 10))
    expect(await statusOf(store(), second)).toBe('waiting')
  })

  it('cancels dependants when a run is cancelled', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await after('second', first)
    const ended = await store().runs.cancel(first, 'by hand', NOW)
    expect(ended.map(({ runId, reason }) => [runId, reason])).toEqual([
      [first, 'by hand'],
      [second, `after:${first}`],
    ])
  })

  it('cancels dependants when a run is quarantined, and reports them with the release', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await after('second', first)
    const strike = async () =>
      store().runs.release([{ ...(await claimOne(store(), 'first')), why: 'alone', cause: 'exit' }], NOW)
    await strike()
    await strike()
    expect(await strike()).toEqual([
      { runId: first, stepId: 'first', status: 'quarantined' },
      { runId: second, stepId: 'second', status: 'cancelled' },
    ])
  })

  it('cancels a run at once that comes after one that failed, was cancelled or is not known', async () => {
    const failed = await acceptOne(store(), 'first')
    await runOne(store(), 'first', FAILURE)
    const cancelled = await after('second', failed)
    const unknown = newId()
    for (const id of [failed, cancelled, unknown]) {
      const dependant = await after('third', id)
      expect(await store().runs.get(dependant)).toMatchObject({ status: 'cancelled', reason: `after:${id}` })
    }
  })

  it('frees a delayed run into its delay', async () => {
    const first = await acceptOne(store(), 'first')
    const later = await acceptOne(store(), 'later', { after: [first], dueAt: NOW + 100 })
    expect((await runOne(store(), 'first')).backlog).toEqual({ stepIds: [], nextDueAt: NOW + 100 })
    expect(await statusOf(store(), later)).toBe('scheduled')
  })

  it('passes a noop when what it waits for has succeeded, and frees what waits for it', async () => {
    const first = await acceptOne(store(), 'first')
    const noop = await acceptOne(store(), 'noop', { after: [first], passes: true, input: '"in"' })
    const last = await after('last', noop)
    const { ended, backlog } = await runOne(store(), 'first')
    expect(ended).toEqual([{ runId: noop, stepId: 'noop', status: 'succeeded', result: '"in"' }])
    expect(backlog.stepIds).toEqual(['last'])
    expect(await statuses(noop, last)).toEqual(['succeeded', 'queued'])
  })

  it('revives what a run had cancelled, and theirs, when it is redriven', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await after('second', first)
    const third = await after('third', second)
    await runOne(store(), 'first', FAILURE)
    await store().runs.redrive(first, NOW)
    expect(await statuses(first, second, third)).toEqual(['queued', 'waiting', 'waiting'])
    expect(await store().runs.get(second)).toMatchObject({ reason: null, finishedAt: null })
    await runOne(store(), 'first')
    await runOne(store(), 'second')
    await runOne(store(), 'third')
    expect(await totals(store())).toEqual({ succeeded: 3 })
  })

  it('revives a run that was accepted after the one it comes after had failed', async () => {
    const first = await acceptOne(store(), 'first')
    await runOne(store(), 'first', FAILURE)
    const second = await after('second', first)
    await store().runs.redrive(first, NOW)
    expect(await statusOf(store(), second)).toBe('waiting')
    const lost = await after('second', first, 'unheard-of')
    await runOne(store(), 'first')
    expect(await statuses(second, lost)).toEqual(['queued', 'cancelled'])
  })

  it('leaves a dependant cancelled while another that it comes after has failed, until that is redriven', async () => {
    const [one, two] = [await acceptOne(store(), 'one'), await acceptOne(store(), 'two')]
    const last = await after('last', one, two)
    await runOne(store(), 'one', FAILURE)
    await runOne(store(), 'two', FAILURE)
    await store().runs.redrive(one, NOW)
    expect(await store().runs.get(last)).toMatchObject({ status: 'cancelled', reason: `after:${two}` })
    await runOne(store(), 'one')
    await store().runs.redrive(two, NOW)
    expect(await statusOf(store(), last)).toBe('waiting')
    await runOne(store(), 'two')
    expect(await statusOf(store(), last)).toBe('queued')
  })

  it('revives through a diamond', async () => {
    const top = await acceptOne(store(), 'top')
    const sides = [await after('side', top), await after('side', top)]
    const bottom = await after('bottom', ...sides)
    await runOne(store(), 'top', FAILURE)
    await store().runs.redrive(top, NOW)
    expect(await statuses(...sides, bottom)).toEqual(['waiting', 'waiting', 'waiting'])
  })

  it('does not revive what was cancelled by hand', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await after('second', first)
    await store().runs.cancel(second, 'by hand', NOW)
    await runOne(store(), 'first', FAILURE)
    await store().runs.redrive(first, NOW)
    expect(await statusOf(store(), second)).toBe('cancelled')
  })

  it('runs a dependant that is redriven by hand without waiting any longer', async () => {
    const first = await acceptOne(store(), 'first')
    const second = await after('second', first)
    await runOne(store(), 'first', FAILURE)
    expect(await store().runs.redrive(second, NOW)).toEqual({ stepIds: ['second'] })
    await runOne(store(), 'second')
    await store().runs.redrive(first, NOW)
    await runOne(store(), 'first')
    expect(await statuses(first, second)).toEqual(['succeeded', 'succeeded'])
  })

  it('follows a chain of a thousand', async () => {
    const first = await acceptOne(store(), 'link')
    let last = first
    const chain = Array.from({ length: 1000 }, () => {
      const run = newRun('link', { after: [last] })
      last = run.runId
      return run
    })
    await accept(store(), ...chain)
    expect((await runOne(store(), 'link', FAILURE)).ended).toHaveLength(1000)
    await store().runs.redrive(first, NOW)
    expect(await totals(store())).toEqual({ queued: 1, waiting: 1000 })
  })
}
