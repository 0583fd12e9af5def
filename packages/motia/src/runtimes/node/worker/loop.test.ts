import { event, motia } from '@motia/core'
import { setHost } from '@motia/core/ambient'
import type { Step } from '@motia/core/step'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Channel } from '../../../wire/channel.ts'
import { type HostMessage, PROTOCOL_VERSION, type WorkerMessage } from '../../../wire/protocol.ts'
import { type LoadedProject, WorkerLoop } from './loop.ts'

const HELLO = { t: 'hello', v: PROTOCOL_VERSION, root: '/p', mode: 'development', files: [] } as const
const printing = [process.stdout.write, process.stderr.write, { ...console }] as const
let exits: number[]
/** What left the process, in frames. */
let frames: WorkerMessage[][]
let queued: WorkerMessage[]

beforeEach(() => {
  exits = []
  frames = []
  queued = []
})
afterEach(() => {
  process.stdout.write = printing[0]
  process.stderr.write = printing[1]
  Object.assign(console, printing[2])
  setHost(undefined)
  vi.useRealTimers()
})

const channel: Channel<WorkerMessage> = {
  isOpen: true,
  send: (message) => queued.push(message),
  flush: () => frames.push(queued.splice(0)),
  close(done) {
    frames.push(queued.splice(0))
    done?.()
  },
}

/** Everything sent, whether it has left or not. */
const sent = () => [...frames.flat(), ...queued]
const sentOf = <T extends WorkerMessage['t']>(t: T) =>
  sent().filter((message) => message.t === t) as (WorkerMessage & { t: T })[]

async function open(
  handlers: Record<string, Parameters<typeof event>[1]>,
  project: Partial<LoadedProject> = {},
) {
  const byId = new Map(
    Object.entries(handlers).map(([id, handler]) => [id, event({ id }, handler) as Step] as const),
  )
  let lastId = 0
  const loop = new WorkerLoop(channel, {
    load: async () => ({ steps: [], mistakes: [], byId, ...project }),
    newId: () => `id${++lastId}`,
    trimStack: () => 'trimmed',
    exit: (code) => exits.push(code),
  })
  loop.receive(HELLO)
  await vi.waitFor(() => expect(sentOf('described')).toHaveLength(1))
  const run = (n: number, stepId: string, input = 'null', deadline = Date.now() + 60_000): void =>
    loop.receive({
      t: 'run',
      n,
      stepId,
      input,
      deadline,
      runId: `run${n}`,
      traceId: `trace${n}`,
      attempt: 1,
    } satisfies HostMessage)
  const done = (n: number) =>
    vi.waitFor(() => {
      const message = sentOf('done').find((one) => one.n === n)
      expect(message).toBeDefined()
      return message?.outcome
    })
  return { loop, run, done }
}

describe('a worker', () => {
  it('describes what it loaded, and refuses a protocol that it does not know', async () => {
    const mistake = { file: 'a.ts', message: 'no' }
    const { loop } = await open({}, { mistakes: [mistake] })
    expect(sentOf('described')).toEqual([{ t: 'described', steps: [], mistakes: [mistake] }])
    loop.receive({ ...HELLO, v: PROTOCOL_VERSION + 1 })
    expect(exits).toEqual([1])
  })

  it('that cannot load the project says why and ends', async () => {
    const loop = new WorkerLoop(channel, {
      load: async () => {
        throw new Error('setup failed: no database')
      },
      newId: () => 'id',
      trimStack: (stack) => stack,
      exit: (code) => exits.push(code),
    })
    loop.receive(HELLO)
    await vi.waitFor(() => expect(exits).toEqual([1]))
    expect(sentOf('log')).toMatchObject([
      { level: 'error', fields: { message: 'setup failed: no database' } },
    ])
  })

  it('runs attempts side by side, each answered under its number', async () => {
    const { run, done } = await open({
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
    const { run, done } = await open({
      blocks: () => {
        leftBefore = frames.flat()
      },
    })
    run(1, 'blocks')
    run(2, 'blocks')
    await done(2)
    expect(leftBefore).toContainEqual({ t: 'begun', n: [1, 2], at: expect.any(Number) })
  })

  it('answers pings', async () => {
    const { loop } = await open({})
    loop.receive({ t: 'ping', p: 7 })
    expect(sent()).toContainEqual({ t: 'pong', p: 7 })
  })

  it('passes a cancel on to the signal of its attempt only', async () => {
    const aborted: string[] = []
    const waits = async (_: unknown, ctx: { signal: AbortSignal; runId: string }) => {
      await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
      aborted.push(ctx.runId)
    }
    const { loop, run, done } = await open({ waits })
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

describe('a question of a handler', () => {
  it('goes to the engine under its attempt, and its reply back', async () => {
    const { loop, run, done } = await open({ reads: (_, ctx) => ctx.state.get('g', 'k') })
    run(5, 'reads')
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(1))
    expect(sentOf('ask')[0]).toMatchObject({ n: 5, ask: { verb: 'state.get', group: 'g', key: 'k' } })
    loop.receive({ t: 'reply', q: sentOf('ask')[0]?.q ?? 0, value: { value: '"stored"', version: 3 } })
    expect(await done(5)).toMatchObject({ result: '"stored"' })
  })

  it('that the engine refuses throws what it was refused with', async () => {
    const { loop, run, done } = await open({ calls: (_, ctx) => ctx.call('other') })
    run(1, 'calls')
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(1))
    const failure = { name: 'MotiaError', message: 'would wait for itself', code: 'MOTIA_CALL_DEADLOCK' }
    loop.receive({ t: 'reply', q: sentOf('ask')[0]?.q ?? 0, failure })
    expect(await done(1)).toMatchObject({
      status: 'failed',
      failure: { message: 'would wait for itself', code: 'MOTIA_CALL_DEADLOCK' },
    })
  })

  it('outside of any attempt names none', async () => {
    await open({})
    void motia.trigger('other', 1)
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(1))
    expect(sentOf('ask')[0]).not.toHaveProperty('n')
  })

  it('several at once are told apart', async () => {
    const { loop, run, done } = await open({
      reads: async (_, ctx) => Promise.all(['a', 'b', 'c'].map((key) => ctx.state.get('g', key))),
    })
    run(1, 'reads')
    await vi.waitFor(() => expect(sentOf('ask')).toHaveLength(3))
    for (const { q, ask } of sentOf('ask').reverse()) {
      const value = { value: JSON.stringify((ask as { key: string }).key), version: 1 }
      loop.receive({ t: 'reply', q, value })
    }
    expect(await done(1)).toMatchObject({ result: '["a","b","c"]' })
  })
})

describe('a line that is logged', () => {
  it('names its attempt, also after that has ended, and none outside of any', async () => {
    let late: Promise<void> = Promise.resolve()
    const { run, done } = await open({
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
    const { loop, run, done } = await open({ stray: () => loop.reportStray(new Error('forgotten')) })
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
    const { loop } = await open({}, { stop })
    loop.receive({ t: 'stop', graceMs: 1000 })
    await vi.waitFor(() => expect(exits).toEqual([0]))
    expect(stop).toHaveBeenCalledOnce()
  })

  it('ends all the same when that fails, and says so', async () => {
    const { loop } = await open({}, { stop: () => Promise.reject(new Error('still connected')) })
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
    const { loop, run, done } = await open({ waits }, { stop })
    run(1, 'waits')
    await new Promise(setImmediate)
    loop.receive({ t: 'stop', graceMs: 60_000 })
    expect(exits).toEqual([])
    finish()
    await done(1)
    await vi.waitFor(() => expect(exits).toEqual([0]))
    expect(frames.flat()).toContainEqual(expect.objectContaining({ t: 'done', n: 1 }))
    expect(stop).toHaveBeenCalledOnce()
  })

  it('waits for them no longer than its grace, and leaves once also when told twice', async () => {
    const stop = vi.fn(async () => {})
    const { loop, run } = await open({ waits: () => new Promise(() => {}) }, { stop })
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
    const { loop, run } = await open({
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
