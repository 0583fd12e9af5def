/** Real workers under load: blocked handlers, moved attempts, more workers, fewer again. */
import { describe, expect, it, type TestContext } from 'vitest'
import { eventually, openPool, type PoolShape, type TestPool } from './fixtures/open-pool.ts'

async function open({ onTestFinished }: TestContext, shape: PoolShape): Promise<TestPool> {
  const test = openPool(shape)
  onTestFinished(() => test.pool.stop(0))
  await test.pool.describe()
  const { workers = 1, slotsPerWorker = 4 } = shape
  await eventually(() => expect(test.pool.freeSlots()).toBe(workers * slotsPerWorker))
  return test
}

const succeeded = { type: 'outcome', outcome: { status: 'succeeded' } }
const PATIENT = { timeout: 30_000 }
const BLOCKED_MS = 1_500

/** Resolves when it has begun to block, with what resolves at its end. */
async function block(test: TestPool): Promise<{ end: Promise<unknown> }> {
  const end = test.run('blocks for', { input: BLOCKED_MS })
  await eventually(() => expect(test.eventsOf('log')).toHaveLength(1))
  return { end }
}

const ROOMY = { workers: 1, maxWorkers: 3, slotsPerWorker: 1 }

/** Resolves when this pool has grown twice: any other has had the time to do it once. */
async function growTwice(roomy: TestPool): Promise<void> {
  for (let size = 1; size < ROOMY.maxWorkers; size++) {
    void roomy.run('waits')
    await eventually(() => expect(roomy.pool.slots()).toBe(size + 1))
  }
}

describe.concurrent('a handler that blocks', PATIENT, () => {
  it('holds up no other run where a second worker is warm, though that one has more to do', async (context) => {
    const test = await open(context, { workers: 2 })
    const { end } = await block(test)
    const waiting = ['w1', 'w2'].map((runId) => test.run('waits', { runId }))
    await eventually(() => expect(test.pool.freeSlots()).toBeLessThanOrEqual(5))
    const began = performance.now()
    for (let i = 0; i < 10; i++) expect(await test.run('echo', { input: i })).toMatchObject(succeeded)
    expect(performance.now() - began).toBeLessThan(BLOCKED_MS / 2)
    expect(await end).toMatchObject({ outcome: { result: '"unblocked"' } })
    for (const runId of ['w1', 'w2']) test.pool.cancel(runId)
    expect(await Promise.all(waiting)).toMatchObject([succeeded, succeeded])
    // What the blocked worker says of the attempts that were moved is nobody's any more.
    await eventually(() => expect(test.pool.freeSlots()).toBe(8))
    expect(test.eventsOf('worker-ended')).toEqual([])
  })

  it('makes its only worker silent, which takes work again once it is heard from', async (context) => {
    const test = await open(context, {})
    const { end } = await block(test)
    const waiting = test.run('echo')
    await eventually(() => expect(test.pool.freeSlots()).toBe(0))
    await end
    await eventually(() => expect(test.pool.freeSlots()).toBe(4))
    expect(['returned', 'outcome']).toContain((await waiting).type)
    expect(await test.run('echo')).toMatchObject(succeeded)
  })

  it('has another worker started, if there may be one, which takes what waits', async (context) => {
    const test = await open(context, { workers: 1, maxWorkers: 2 })
    const blocked = test.run('blocks', { timeoutMs: 20_000, runId: 'blocked' })
    await eventually(() => expect(test.pool.freeSlots()).toBe(3))
    for (let i = 0; i < 5; i++) {
      const report = await test.run('echo', { input: i })
      if (report.type !== 'returned') expect(report).toMatchObject(succeeded)
    }
    expect(test.alive.size).toBe(2)
    expect(test.pool.slots()).toBe(8)
    await test.pool.stop(0)
    expect(await blocked).toEqual({ type: 'returned' })
  })
})

describe.concurrent('a pool whose slots are all taken', PATIENT, () => {
  it('grows up to its limit, and counts the slots that are there', async (context) => {
    const test = await open(context, { workers: 1, maxWorkers: 2, slotsPerWorker: 1 })
    expect(test.pool.slots()).toBe(1)
    const first = test.run('waits', { runId: 'first' })
    await eventually(() => expect(test.pool.freeSlots()).toBe(1))
    expect(test.pool.slots()).toBe(2)
    const second = test.run('waits', { runId: 'second' })
    await growTwice(await open(context, ROOMY))
    expect(test.alive.size).toBe(2)
    await eventually(() => expect(test.eventsOf('log')).toHaveLength(2)) // both have begun
    for (const runId of ['first', 'second']) test.pool.cancel(runId)
    expect(await Promise.all([first, second])).toMatchObject([succeeded, succeeded])
  })

  it('does not grow where each is free again at once', async (context) => {
    const test = await open(context, { workers: 1, maxWorkers: 2, slotsPerWorker: 2 })
    const roomy = await open(context, ROOMY)
    let isOver = false
    const keepBusy = async () => {
      while (!isOver) await test.run('echo')
    }
    const busy = [keepBusy(), keepBusy()]
    await growTwice(roomy).finally(() => {
      isOver = true
    })
    await Promise.all(busy)
    expect(test.eventsOf('worker-started')).toHaveLength(1)
  })
})
