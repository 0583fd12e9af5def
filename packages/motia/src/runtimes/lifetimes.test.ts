/** Workers that are replaced or no longer needed. One test after another: the clock is everybody's. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { eventually, openPool, type PoolShape, type TestPool } from './fixtures/open-pool.ts'

vi.setConfig({ testTimeout: 30_000 })

const realNow = Date.now
let aheadMs = 0
const opened: TestPool[] = []

/** Between a pool's looks at its workers. */
const LOOK_MS = 250

beforeEach(() => {
  aheadMs = 0
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }) // `eventually` lets them go on
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + aheadMs)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(opened.splice(0).map(({ pool }) => pool.stop(0)))
  vi.useRealTimers()
})

async function open(shape: PoolShape): Promise<TestPool> {
  const test = openPool(shape)
  opened.push(test)
  await test.pool.describe()
  return test
}

/** The pool looks at its workers. */
const look = () => vi.advanceTimersByTime(LOOK_MS)

const DAY_MS = 86_400_000
const succeeded = { type: 'outcome', outcome: { status: 'succeeded' } }
const endsOf = (test: TestPool) =>
  test.eventsOf('worker-ended').map(({ pid, cause, expected }) => ({ pid, cause, expected }))

it('a worker that has done enough is replaced when a fresh one is ready, and no run is lost', async () => {
  const test = await open({ limits: { maxRuns: 3 }, slotsPerWorker: 10 })
  const [old] = test.alive
  const neighbour = test.run('waits', { runId: 'neighbour' })
  for (let i = 0; i < 2; i++) expect(await test.run('echo')).toMatchObject(succeeded)
  await eventually(() => expect(test.alive.size).toBe(2))
  await eventually(async () => {
    expect(await test.run('pid')).not.toMatchObject({ outcome: { result: String(old) } })
  })
  test.pool.cancel('neighbour')
  expect(await neighbour).toMatchObject(succeeded)
  await eventually(() => expect(endsOf(test)[0]).toMatchObject({ pid: old, expected: true }))
  expect(endsOf(test)[0]?.cause).toMatch(/^recycled: \d+ runs$/)
})

it('a worker that is too old is replaced', async () => {
  const test = await open({ limits: { maxAgeMs: DAY_MS } })
  const [old] = test.alive
  aheadMs = DAY_MS
  await eventually(() =>
    expect(endsOf(test)).toEqual([
      { pid: old, cause: expect.stringMatching(/^recycled: 1 d old$/), expected: true },
    ]),
  )
  expect(test.alive.size).toBe(1)
  expect(await test.run('echo')).toMatchObject(succeeded)
})

it('a worker that has told, after its last run, that it takes too much memory is replaced', async () => {
  const test = await open({ limits: { maxMemoryBytes: 50 * 1024 ** 2 } })
  const [old] = test.alive
  aheadMs = 60_000
  look()
  expect(await test.run('echo')).toMatchObject(succeeded)
  look()
  // Idle until then, it had not been asked: it would have told before it answered.
  expect(test.eventsOf('worker-started')).toHaveLength(1)
  await eventually(() =>
    expect(endsOf(test)).toEqual([{ pid: old, cause: 'recycled: 100 MB of memory', expected: true }]),
  )
})

it('a worker that waits for a stream is ended after a grace', async () => {
  const test = await open({ limits: { maxAgeMs: DAY_MS } })
  const [old] = test.alive
  const report = await test.run('pours nothing')
  if (report.type !== 'stream') throw new Error('no stream')
  aheadMs = DAY_MS
  await eventually(async () => {
    expect(await test.run('pid')).not.toMatchObject({ outcome: { result: String(old) } })
  })
  expect(endsOf(test)).toEqual([])
  await eventually(() => {
    aheadMs += 31_000 // on a loaded machine another worker has answered before the first one was looked at
    look()
    expect(endsOf(test)[0]).toMatchObject({ pid: old, expected: true })
  })
  expect(await report.stream.end).toEqual({ type: 'returned' })
})

it('a worker beyond those that are kept ends when it had nothing to do for half a minute', async () => {
  const test = await open({ workers: 1, maxWorkers: 2, slotsPerWorker: 1 })
  const held = test.run('waits', { runId: 'held' })
  await eventually(() => expect(test.pool.freeSlots()).toBe(1))
  test.pool.cancel('held')
  await held
  aheadMs = 29_000
  look()
  expect(test.pool.slots()).toBe(2)
  aheadMs = 31_000
  await eventually(() =>
    expect(endsOf(test)).toMatchObject([{ cause: 'nothing left to do', expected: true }]),
  )
  expect(test.alive.size).toBe(1)
  expect(test.pool.slots()).toBe(1)
  expect(await test.run('echo')).toMatchObject(succeeded)
})
