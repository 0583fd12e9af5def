import { describe, expect, it, vi } from 'vitest'
import type { WorkerMessage } from '../../../wire/protocol.ts'
import { PROTOCOL_VERSION } from '../../../wire/protocol.ts'
import { createLoop, HELLO, openLoop, restorePrinting } from './fixtures/open-loop.ts'

restorePrinting()

describe('a worker', () => {
  it('describes what it loaded, and refuses a protocol that it does not know', async () => {
    const mistake = { file: 'a.ts', message: 'no' }
    const { loop, exits, sentOf } = await openLoop({}, { mistakes: [mistake] })
    expect(sentOf('described')).toEqual([{ t: 'described', steps: [], mistakes: [mistake] }])
    loop.receive({ ...HELLO, v: PROTOCOL_VERSION + 1 })
    expect(exits).toEqual([1])
  })

  it('that cannot load the project says why and ends', async () => {
    const { loop, exits, sentOf } = createLoop(async () => {
      throw new Error('setup failed: no database')
    })
    loop.receive(HELLO)
    await vi.waitFor(() => expect(exits).toEqual([1]))
    expect(sentOf('log')).toMatchObject([
      { level: 'error', fields: { message: 'setup failed: no database' } },
    ])
  })

  it('runs attempts side by side, each answered under its number', async () => {
    const { run, done } = await openLoop({
      slow: async () => {
        await new Promise(setImmediate)
        return 'slow'
      },
      fast: () => 'fast',
      bad: () => {
        throw new Error('no')
      },
    })
    run(1, 'slow')
    run(2, 'fast')
    run(3, 'bad')
    run(4, 'gone')
    expect(await done(1)).toMatchObject({ status: 'succeeded', result: '"slow"' })
    expect(await done(2)).toMatchObject({ status: 'succeeded', result: '"fast"' })
    expect(await done(3)).toMatchObject({ status: 'failed', failure: { message: 'no', stack: 'trimmed' } })
    expect(await done(4)).toMatchObject({ failure: { message: expect.stringContaining('no step gone') } })
  })

  it('tells that an attempt has begun before its handler is called, since that may never yield', async () => {
    let leftBefore: WorkerMessage[] = []
    const { run, done, left } = await openLoop({
      blocks: () => {
        leftBefore = left()
      },
    })
    run(1, 'blocks')
    run(2, 'blocks')
    await done(2)
    expect(leftBefore).toContainEqual({ t: 'begun', n: [1, 2], at: expect.any(Number) })
  })

  it('answers pings', async () => {
    const { loop, sentOf } = await openLoop({})
    loop.receive({ t: 'ping', p: 7 })
    expect(sentOf('pong')).toEqual([{ t: 'pong', p: 7, rss: expect.any(Number) }])
  })

  it('passes a cancel on to the signal of its attempt only', async () => {
    const aborted: string[] = []
    const waits = async (_: unknown, ctx: { signal: AbortSignal; runId: string }) => {
      await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
      aborted.push(ctx.runId)
    }
    const { loop, run, done, sentOf } = await openLoop({ waits })
    run(1, 'waits')
    run(2, 'waits')
    await vi.waitFor(() => expect(sentOf('begun')).toHaveLength(1))
    await new Promise(setImmediate)
    loop.receive({ t: 'cancel', n: 2 })
    loop.receive({ t: 'cancel', n: 99 })
    await done(2)
    expect(aborted).toEqual(['run2'])
  })
})

describe('a line that is logged', () => {
  it('names its attempt, also after that has ended, and none outside of any', async () => {
    let late: Promise<void> = Promise.resolve()
    const { run, done, sentOf } = await openLoop({
      logs: (_, ctx) => {
        ctx.logger.info('during')
        late = new Promise(setImmediate).then(() => ctx.logger.info('after'))
      },
    })
    run(1, 'logs')
    await done(1)
    await late
    expect(sentOf('log')).toMatchObject([
      { message: 'during', n: 1 },
      { message: 'after', of: { runId: 'run1', traceId: 'trace1', stepId: 'logs', attempt: 1 } },
    ])
    expect(sentOf('log')[1]).not.toHaveProperty('n')
  })

  it('about a rejection that nobody handled belongs to the attempt whose code it was', async () => {
    const { loop, run, done, sentOf } = await openLoop({
      stray: () => loop.reportStray(new Error('forgotten')),
    })
    run(1, 'stray')
    await done(1)
    loop.reportStray('outside')
    expect(sentOf('log')).toMatchObject([
      {
        level: 'error',
        message: 'unhandled rejection: Error: forgotten',
        n: 1,
        fields: { stack: 'trimmed' },
      },
      { message: expect.stringContaining('outside') },
    ])
  })
})

describe('a worker that is stopped', () => {
  it('stops what the project started, then ends', async () => {
    const stop = vi.fn(async () => {})
    const { loop, exits } = await openLoop({}, { stop })
    loop.receive({ t: 'stop', graceMs: 1000 })
    await vi.waitFor(() => expect(exits).toEqual([0]))
    expect(stop).toHaveBeenCalledOnce()
  })

  it('ends all the same when that fails, and says so', async () => {
    const { loop, exits, sentOf } = await openLoop(
      {},
      { stop: () => Promise.reject(new Error('still connected')) },
    )
    loop.receive({ t: 'stop', graceMs: 1000 })
    await vi.waitFor(() => expect(exits).toEqual([0]))
    expect(sentOf('log')).toMatchObject([{ level: 'error', fields: { message: 'still connected' } }])
  })

  it('lets its attempts end first, and leaves once', async () => {
    let finish: () => void = () => {}
    const stop = vi.fn(async () => {})
    const waits = () =>
      new Promise<void>((resolve) => {
        finish = resolve
      })
    const { loop, run, done, exits, left } = await openLoop({ waits }, { stop })
    run(1, 'waits')
    await new Promise(setImmediate)
    loop.receive({ t: 'stop', graceMs: 60_000 })
    expect(exits).toEqual([])
    finish()
    await done(1)
    await vi.waitFor(() => expect(exits).toEqual([0]))
    expect(left()).toContainEqual(expect.objectContaining({ t: 'done', n: 1 }))
    expect(stop).toHaveBeenCalledOnce()
  })

  it('waits for them no longer than its grace, and leaves once also when told twice', async () => {
    const stop = vi.fn(async () => {})
    const { loop, run, exits } = await openLoop({ waits: () => new Promise(() => {}) }, { stop })
    run(1, 'waits')
    await new Promise(setImmediate)
    vi.useFakeTimers()
    loop.receive({ t: 'stop', graceMs: 2000 })
    loop.receive({ t: 'stop', graceMs: 1000 })
    await vi.advanceTimersByTimeAsync(999)
    expect(exits).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(exits).toEqual([0])
    expect(stop).toHaveBeenCalledOnce()
  })

  it('by the end of its app ends at once, its signals aborted', async () => {
    let signal: AbortSignal | undefined
    const { loop, run, exits } = await openLoop({
      waits: (_, ctx) => {
        signal = ctx.signal
        return new Promise(() => {})
      },
    })
    run(1, 'waits')
    await vi.waitFor(() => expect(signal).toBeDefined())
    loop.hostGone()
    expect(signal?.aborted).toBe(true)
    expect(exits).toEqual([0])
  })
})
