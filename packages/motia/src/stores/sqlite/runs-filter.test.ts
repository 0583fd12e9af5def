/** Filters by the shortest index give what looking at every run would give, whatever is combined. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunFilter, RunSummary } from '@motia/core/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accept, BOOM, NOW, newRun } from '../../testing/conformance/store-driver.ts'
import { createSqliteReader, type SqliteReader } from './reader.ts'
import { createSqliteStore, type SqliteStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'motia-filter-'))
const STEPS = ['a', 'b', 'c', 'd']
const RUNS = 400
let store: SqliteStore
let reader: SqliteReader
/** All there are, newest first. */
let everything: readonly RunSummary[]

const idOf = (n: number) => `run-${n}`

/** Runs of four steps, a second apart, in all statuses that a run can come to from here. */
beforeAll(async () => {
  const path = join(folder, 'runs.db')
  store = createSqliteStore({ path })
  await store.open()
  for (let n = 0; n < RUNS; n++) {
    const now = NOW + n * 1000
    const stepId = STEPS[n % 7 < 4 ? 0 : n % 4] ?? ''
    const more = [{}, { dueAt: now + 1e9 }, { cancelled: 'no' }, { claim: true }, { passes: true }][n % 5]
    const run = newRun(stepId, { runId: idOf(n), traceId: `trace-${n % 9}`, ...more })
    await store.runs.commit({ now, accepts: [run] })
    if (n % 3 === 0) await endOne(stepId, now, n % 2 === 0)
  }
  reader = createSqliteReader(path)
  everything = reader.list({ limit: RUNS })
})
afterAll(async () => {
  reader.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

async function endOne(stepId: string, now: number, isFailed: boolean): Promise<void> {
  const [run] = await store.runs.claim([{ stepId, limit: 1 }], now)
  if (!run) return
  const end = isFailed
    ? ({ status: 'failed', reason: 'error', failure: BOOM } as const)
    : ({ status: 'succeeded', result: '1' } as const)
  const { runId, ref, epoch } = run
  await store.runs.commit({ now, attempt: { runId, ref, epoch, startedAt: now, end } })
}

/** What the filter names, found by looking at each run. */
function lookedUp({ stepIds, statuses, traceId, from, to, before, limit }: RunFilter): RunSummary[] {
  const start = before === undefined ? 0 : everything.findIndex(({ runId }) => runId === before) + 1
  return everything
    .slice(start)
    .filter((run) => stepIds?.includes(run.stepId) ?? true)
    .filter((run) => statuses?.includes(run.status) ?? true)
    .filter((run) => traceId === undefined || run.traceId === traceId)
    .filter(
      ({ createdAt }) => (from === undefined || createdAt >= from) && (to === undefined || createdAt < to),
    )
    .slice(0, limit)
}

const CHOICES: { readonly [K in keyof RunFilter]-?: readonly RunFilter[K][] } = {
  stepIds: [undefined, ['a'], ['b', 'd'], STEPS, ['unheard-of', 'c'], []],
  statuses: [
    undefined,
    ['queued'],
    ['failed'],
    ['succeeded', 'failed'],
    ['queued', 'running', 'scheduled', 'waiting'],
    ['cancelled', 'quarantined'],
    [],
  ],
  traceId: [undefined, 'trace-3'],
  from: [undefined, NOW + 100_000],
  to: [undefined, NOW + 51_000, NOW + 101_000],
  before: [undefined, idOf(200)],
  limit: [3, RUNS],
}

/** One filter for each combination of choices. */
function combine(names: readonly (keyof RunFilter)[]): RunFilter[] {
  const [name, ...others] = names
  if (name === undefined) return [{ limit: 0 }]
  return combine(others).flatMap((filter) =>
    CHOICES[name].map((choice) => (choice === undefined ? filter : { ...filter, [name]: choice })),
  )
}

it.each(CHOICES.stepIds.map((stepIds) => ({ stepIds })))('finds the runs of $stepIds', ({ stepIds }) => {
  for (const filter of combine(['statuses', 'traceId', 'from', 'to', 'before', 'limit'])) {
    const whole = stepIds === undefined ? filter : { ...filter, stepIds }
    expect([whole, reader.list(whole)]).toEqual([whole, lookedUp(whole)])
  }
})

it('has runs of every kind to find', () => {
  expect(new Set(everything.map(({ status }) => status)).size).toBeGreaterThan(5)
  expect(everything).toHaveLength(RUNS)
})

it('finds runs by time although clocks went back a little', async () => {
  await accept(store, newRun('late', { runId: 'before-the-clock' }))
  await store.runs.commit({ now: NOW + 2e9, accepts: [newRun('late', { runId: 'after' })] })
  await store.runs.commit({ now: NOW + 1e9, accepts: [newRun('late', { runId: 'set-back' })] })
  expect(reader.list({ from: NOW + 1.5e9, limit: 9 }).map(({ runId }) => runId)).toEqual(['after'])
  expect(reader.list({ from: NOW + 0.5e9, to: NOW + 1.5e9, limit: 9 }).map(({ runId }) => runId)).toEqual([
    'set-back',
  ])
})
