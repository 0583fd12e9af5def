/** A flood of one step costs the others nothing, and the table's size costs nobody much. In memory: no disk to blame. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accept, acceptOne, end, NOW, newRun } from '../../testing/conformance/store-driver.ts'
import { createSqliteStore, type SqliteStore } from './store.ts'

const FLOOD = 200_000
const CYCLES = 200

let store: SqliteStore
let beforeMs: number
beforeAll(async () => {
  store = createSqliteStore({ path: ':memory:' })
  await store.open()
  beforeMs = await medianCycleMs()
  for (let made = 0; made < FLOOD; made += 5000) {
    await accept(store, ...Array.from({ length: 5000 }, () => newRun('flood')))
  }
}, 60_000)
afterAll(() => store.close())

/** Of accepting, claiming and ending a run of another step. */
async function medianCycleMs(): Promise<number> {
  const times = []
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const began = performance.now()
    await acceptOne(store, 'other')
    const [run] = await store.runs.claim([{ stepId: 'other', limit: 10 }], NOW)
    if (!run) throw new Error('nothing to claim')
    await end(store, run)
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[CYCLES / 2] ?? 0
}

it('claims a run of one step past 200,000 queued runs of another as quickly as without them', async () => {
  // a scan of the queue would take hundreds of times as long
  expect(await medianCycleMs()).toBeLessThan(beforeMs * 20 + 5)
})

it('answers what the Workbench asks for without a scan', async () => {
  const pageBegan = performance.now()
  expect(await store.runs.list({ limit: 10_000 })).toHaveLength(10_000)
  const longPageMs = performance.now() - pageBegan
  const began = performance.now()
  for (const status of ['running', 'waiting', 'failed', 'quarantined', 'scheduled'] as const) {
    expect(await store.runs.list({ statuses: [status], limit: 50 })).toEqual([])
  }
  expect(await store.runs.list({ stepIds: ['other'], limit: 50 })).toHaveLength(50)
  expect(await store.runs.list({ stepIds: ['flood'], statuses: ['queued'], limit: 50 })).toHaveLength(50)
  const both = { stepIds: ['flood', 'other'], limit: 50 }
  expect(await store.runs.list({ ...both, statuses: ['succeeded', 'queued'] })).toHaveLength(50)
  expect(await store.runs.list({ ...both, statuses: ['failed', 'running'] })).toEqual([])
  expect(await store.runs.list({ from: NOW + 1, limit: 50 })).toEqual([])
  expect(await store.runs.counts()).toContainEqual({ stepId: 'flood', status: 'queued', count: FLOOD })
  expect(performance.now() - began).toBeLessThan(longPageMs)
})

it('finds what was running although it is older than 200,000 queued runs', async () => {
  const [run] = await store.runs.claim([{ stepId: 'flood', limit: 1 }], NOW)
  await store.runs.recover(NOW)
  expect(await store.runs.get(run?.runId ?? '')).toMatchObject({ status: 'queued' })
})
