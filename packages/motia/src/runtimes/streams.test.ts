/** Answers that come piece by piece from real workers: asked for, left, cut off. */
import type { AttemptReport, ResponseStream } from '@motia/core/runtime'
import { describe, expect, it, type TestContext } from 'vitest'
import { eventually, openPool, type PoolShape, type RunOptions, type TestPool } from './fixtures/open-pool.ts'

async function open({ onTestFinished }: TestContext, shape?: PoolShape): Promise<TestPool> {
  const test = openPool(shape)
  onTestFinished(() => test.pool.stop(0))
  await test.pool.describe()
  return test
}

async function stream(test: TestPool, stepId: string, options?: RunOptions): Promise<ResponseStream> {
  const report: AttemptReport = await test.run(stepId, options)
  if (report.type !== 'stream') throw new Error(`no stream: ${JSON.stringify(report)}`)
  return report.stream
}

async function read(pieces: ResponseStream['pieces']): Promise<(string | Uint8Array)[]> {
  const all = []
  for await (const piece of pieces) all.push(piece)
  return all
}

const succeeded = { type: 'outcome', outcome: { status: 'succeeded' } }
const PATIENT = { timeout: 30_000 }

describe.concurrent('an answer that comes piece by piece', PATIENT, () => {
  it('has its head first, then its pieces in order, then the outcome of the whole', async (context) => {
    const test = await open(context)
    const { status, headers, effects, pieces, end } = await stream(test, 'pours', { input: 100 })
    expect([status, headers]).toEqual([200, { 'x-kind': 'stream' }])
    expect(effects).toEqual({ triggers: [], writes: [], reads: [], groupReads: [] })
    expect(test.pool.freeSlots()).toBe(3)
    expect(await read(pieces)).toEqual(Array.from({ length: 100 }, (_, i) => String(i)))
    expect(await end).toMatchObject(succeeded)
    expect(test.pool.freeSlots()).toBe(4)
  })

  it('may be of bytes', async (context) => {
    const test = await open(context)
    const { pieces } = await stream(test, 'pours bytes')
    expect(await read(pieces)).toEqual([Buffer.of(0xff, 0)])
  })

  it('is read no faster than it is consumed', async (context) => {
    const test = await open(context)
    const { pieces, cancel } = await stream(test, 'pours for ever')
    const iterator = pieces[Symbol.asyncIterator]()
    for (let i = 0; i < 50; i++) expect(await iterator.next()).toEqual({ done: false, value: String(i) })
    cancel()
  })

  it('outlives its deadline, and its worker does too', async (context) => {
    const test = await open(context)
    const { end } = await stream(test, 'pours nothing', { timeoutMs: 1, runId: 'endless' })
    // By then another pool has ended a worker for a deadline that came later.
    const other = await open(context)
    expect(await other.run('waits', { timeoutMs: 500 })).toMatchObject({ outcome: { reason: 'timeout' } })
    expect(test.eventsOf('worker-ended')).toEqual([])
    test.pool.cancel('endless')
    expect(await end).toMatchObject(succeeded)
  })

  it('that is left early is cancelled, and its end told', async (context) => {
    const test = await open(context)
    const { pieces, end } = await stream(test, 'pours for ever')
    for await (const piece of pieces) if (piece === '3') break
    expect(await end).toMatchObject({ outcome: { result: '"cancelled"' } })
    expect(test.pool.freeSlots()).toBe(4)
  })

  it('that is cancelled and never ends is given up', async (context) => {
    const test = await open(context)
    const { cancel, end } = await stream(test, 'pours and heeds no cancel')
    cancel()
    expect(await end).toMatchObject({ outcome: { failure: { message: 'the stream was cancelled' } } })
    expect(test.pool.freeSlots()).toBe(4)
  })

  it('breaks off where the attempt fails', async (context) => {
    const test = await open(context)
    const { pieces, end } = await stream(test, 'pours and fails')
    const iterator = pieces[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ done: false, value: 'half' })
    await expect(iterator.next()).rejects.toThrow('no more')
    expect(await end).toMatchObject({ outcome: { status: 'failed', failure: { name: 'TypeError' } } })
  })

  it('breaks off where the worker dies, which is a loss', async (context) => {
    const test = await open(context)
    const { pieces, end } = await stream(test, 'pours and dies')
    await expect(read(pieces)).rejects.toThrow('the worker ended before the stream did (exit code 3)')
    expect(await end).toMatchObject({ type: 'lost', alone: true, cause: 'exit code 3' })
  })

  it('is waited for when the pool stops, within the grace', async (context) => {
    const test = await open(context)
    const whole = await stream(test, 'pours', { input: 20 })
    const endless = await stream(test, 'pours nothing')
    const stopped = test.pool.stop(500)
    expect(await read(whole.pieces)).toHaveLength(20)
    expect(await whole.end).toMatchObject(succeeded)
    await expect(read(endless.pieces)).rejects.toThrow('the worker was stopped')
    expect(await endless.end).toEqual({ type: 'returned' })
    await stopped
    await eventually(() => expect(test.alive.size).toBe(0))
  })
})
