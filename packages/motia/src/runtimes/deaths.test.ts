import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { AttemptReport } from '@motia/core/runtime'
import { describe, expect, it, type TestContext } from 'vitest'
import { createGate, eventually, openPool, type PoolShape, type TestPool } from './fixtures/open-pool.ts'

/** Tests wait a lot and do little: they go on side by side, each with its own pool. */
async function open({ onTestFinished }: TestContext, shape?: PoolShape): Promise<TestPool> {
  const test = openPool(shape)
  onTestFinished(() => test.pool.stop(0))
  await test.pool.describe()
  return test
}

const free = (test: TestPool, slots: number) => eventually(() => expect(test.pool.freeSlots()).toBe(slots))
const ended = (test: TestPool) =>
  test.eventsOf('worker-ended').map(({ cause, expected }) => ({ cause, expected }))
/** Some of what is tested takes seconds, and the machine may have other things to do. */
const PATIENT = { timeout: 30_000 }
const succeeded = { type: 'outcome', outcome: { status: 'succeeded' } }
const timedOut = { type: 'outcome', outcome: { status: 'failed', reason: 'timeout' } }

describe.concurrent('a worker that dies', PATIENT, () => {
  it.for([
    ['dies', 'exit code 3'],
    ['is killed', 'signal SIGKILL'],
    ['speaks garbage', 'a worker broke the protocol: a frame of 1214606444 bytes'],
    ['hangs up', 'it closed its channel'],
  ] as const)('with one run loses it alone, and is replaced: %s', async ([stepId, cause], context) => {
    const test = await open(context)
    const report = await test.run(stepId)
    expect(report).toEqual({ type: 'lost', alone: true, cause, startedAt: expect.any(Number) })
    expect(ended(test)).toEqual([{ cause, expected: false }])
    expect(await test.run('echo')).toMatchObject(succeeded)
    expect(test.alive.size).toBe(1)
  })

  it('with several loses all, none of them alone', async (context) => {
    const test = await open(context)
    const gate = createGate<never>()
    const others = [test.run('waits'), test.run('waits')]
    const death = test.run('dies when told', { services: { readState: () => gate.passed } })
    await eventually(() => expect(test.pool.freeSlots()).toBe(1))
    gate.open(null as never)
    for (const report of await Promise.all([death, ...others]))
      expect(report).toMatchObject({ type: 'lost', alone: false, cause: 'exit code 3' })
  })

  it('is heard to the end: what it had done is not lost', async (context) => {
    const test = await open(context)
    expect(await test.run('dies saying done')).toMatchObject(succeeded)
    await eventually(() => expect(ended(test)).toEqual([{ cause: 'exit code 3', expected: false }]))
  })

  it('takes along what it had spawned', async (context) => {
    const test = await open(context)
    const server = createServer().listen(0, '127.0.0.1')
    context.onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    let left: Promise<unknown> = Promise.resolve()
    const readState = async () => {
      const [socket] = (await once(server, 'connection')) as [Socket]
      left = once(socket, 'close')
      socket.resume()
      return { version: 0 }
    }
    const input = `require('net').connect(${port}, '127.0.0.1')`
    const report = await test.run('spawns and dies when told', { input, services: { readState } })
    expect(report).toMatchObject({ type: 'lost', alone: true })
    await left
  })

  it('leaves the runs of other workers alone', async (context) => {
    const test = await open(context, { workers: 2, slotsPerWorker: 1 })
    await free(test, 2)
    const other = test.run('waits', { runId: 'other' })
    await eventually(() => expect(test.eventsOf('log')).toHaveLength(1)) // it has begun
    expect(await test.run('dies')).toMatchObject({ type: 'lost', alone: true })
    test.pool.cancel('other')
    expect(await other).toMatchObject(succeeded)
  })

  it('while it loads is a mistake of the project, and is not started over and over', async (context) => {
    const test = await open(context, { loads: 'exits' })
    const { mistakes } = await test.pool.describe()
    expect(mistakes).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('while it loaded the project (exit code 9)'),
      }),
    ])
    await eventually(() => expect(test.eventsOf('worker-started')).toHaveLength(3))
    const [first, , third] = test.eventsOf('worker-started')
    expect((third?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000)
  })

  it('before it lived, since its command is unknown, is a mistake too, and no process group', async (context) => {
    const test = await open(context, { command: '/no/such/interpreter' })
    const { mistakes } = await test.pool.describe()
    expect(mistakes[0]?.message).toContain('could not be started: spawn /no/such/interpreter ENOENT')
    expect([...test.alive]).toEqual([])
  })
})

describe.concurrent('a worker whose loop is blocked', PATIENT, () => {
  it('gets no new work, hands back what it had not begun, and is killed only at the deadline', async (context) => {
    const test = await open(context, { workers: 1 })
    const neighbour = test.run('waits')
    await eventually(() => expect(test.pool.freeSlots()).toBe(3))
    const blocked = test.run('blocks', { timeoutMs: 3000 })
    const unbegun = test.run('echo', { runId: 'unbegun' })
    expect(await unbegun).toEqual({ type: 'returned' })
    expect(test.pool.freeSlots()).toBe(0)
    const waiting = test.run('echo', { runId: 'waits for another worker' })
    expect(ended(test)).toEqual([])
    expect(await blocked).toMatchObject({ ...timedOut, outcome: { failure: { code: 'MOTIA_TIMEOUT' } } })
    expect(await neighbour).toEqual({ type: 'returned' })
    expect(await waiting).toMatchObject(succeeded)
    expect(ended(test)).toEqual([{ cause: 'its event loop was blocked past a deadline', expected: true }])
  })

  it('before it could say that it had begun, hands the run back, gets no other, and is replaced', async (context) => {
    const test = await open(context)
    expect(await test.run('blocks unseen')).toEqual({ type: 'returned' })
    expect(test.pool.freeSlots()).toBe(0)
    expect(await test.run('echo')).toMatchObject(succeeded)
    const cause = 'its event loop was blocked by what ended runs had left'
    expect(ended(test)).toEqual([{ cause, expected: true }])
  })

  it('does not keep other workers from working', async (context) => {
    const test = await open(context, { workers: 2 })
    await free(test, 8)
    const blocked = test.run('blocks', { timeoutMs: 1500 })
    for (let i = 0; i < 20; i++) expect(await test.run('echo')).toMatchObject(succeeded)
    expect(await blocked).toMatchObject(timedOut)
  })
})

describe.concurrent('an attempt past its deadline', PATIENT, () => {
  it('that its worker does not end is ended by the pool, with the worker', async (context) => {
    const test = await open(context)
    const report = await test.run('waits', { timeoutMs: 10 })
    expect(report).toMatchObject(timedOut)
    expect(await test.run('echo')).toMatchObject(succeeded)
  })

  it('that its worker ended lets the others finish, while a fresh worker takes what comes', async (context) => {
    const test = await open(context)
    const [old] = test.alive
    const neighbour = test.run('waits', { runId: 'neighbour' })
    expect(await test.run('times out')).toMatchObject(timedOut)
    expect(test.pool.freeSlots()).toBe(0)
    expect(await test.run('pid')).not.toMatchObject({ outcome: { result: String(old) } })
    expect(ended(test)).toEqual([])
    test.pool.cancel('neighbour')
    expect(await neighbour).toMatchObject(succeeded)
    await eventually(() => expect(ended(test)).toEqual([{ cause: 'exit code 0', expected: true }]))
    expect(test.alive.size).toBe(1)
  })

  it('whose worker then ignores that it should stop has it killed', async (context) => {
    const test = await open(context, { loads: 'deaf' })
    expect(await test.run('times out')).toMatchObject(timedOut)
    await eventually(() => expect(ended(test)).toEqual([{ cause: 'it did not stop', expected: true }]))
  })
})

describe.concurrent('a run that has to be alone', PATIENT, () => {
  it('has a worker of its own, which ends when nothing waits for it', async (context) => {
    const test = await open(context)
    const [usual] = test.alive
    const report = await test.run('pid', { isolated: true })
    expect(report).toMatchObject(succeeded)
    expect(report).not.toMatchObject({ outcome: { result: String(usual) } })
    await eventually(() => expect([...test.alive]).toEqual([usual]))
  })

  it('comes after the others of its kind, while the usual work goes on elsewhere', async (context) => {
    const test = await open(context)
    const first = test.run('waits', { isolated: true, runId: 'first' })
    const second = test.run('pid', { isolated: true })
    const seen: AttemptReport[] = []
    void second.then((report) => seen.push(report))
    await eventually(() => expect(test.alive.size).toBe(2))
    for (let i = 0; i < 10; i++) expect(await test.run('echo')).toMatchObject(succeeded)
    expect(test.pool.freeSlots()).toBe(4)
    expect(seen).toEqual([])
    await eventually(() => expect(test.eventsOf('log')).toHaveLength(1)) // it has begun
    test.pool.cancel('first')
    expect(await first).toMatchObject(succeeded)
    expect(await second).toMatchObject(succeeded)
  })

  it('and kills its worker is lost alone; the next one gets a fresh worker', async (context) => {
    const test = await open(context)
    const reports = ['dies', 'echo', 'is killed', 'pid'].map((stepId) => test.run(stepId, { isolated: true }))
    expect(await Promise.all(reports)).toMatchObject([
      { type: 'lost', alone: true, cause: 'exit code 3' },
      succeeded,
      { type: 'lost', alone: true, cause: 'signal SIGKILL' },
      succeeded,
    ])
  })

  it('and times out has its worker replaced', async (context) => {
    const test = await open(context)
    const reports = ['times out', 'echo'].map((stepId) => test.run(stepId, { isolated: true }))
    expect(await Promise.all(reports)).toMatchObject([timedOut, succeeded])
  })
})

describe.concurrent('stopping', PATIENT, () => {
  it('lets what has begun finish, hands back the rest, and leaves no process', async (context) => {
    const test = await open(context, { workers: 2, slotsPerWorker: 1 })
    await free(test, 2)
    const pids = [...test.alive]
    const [asked, gate] = [createGate(), createGate<never>()]
    const readState = () => {
      asked.open()
      return gate.passed
    }
    const running = test.run('asks', { input: { verb: 'state.get' }, services: { readState } })
    const isolated = [test.run('waits', { isolated: true }), test.run('echo', { isolated: true })]
    await asked.passed
    await eventually(() => expect(test.alive.size).toBe(3))
    const stopped = test.pool.stop(500)
    expect(await test.run('echo')).toEqual({ type: 'returned' })
    gate.open(null as never)
    await stopped
    expect(await running).toMatchObject(succeeded)
    expect(await Promise.all(isolated)).toEqual([{ type: 'returned' }, { type: 'returned' }])
    expect(test.alive.size).toBe(0)
    for (const pid of pids) expect(test.eventsOf('worker-ended').map((event) => event.pid)).toContain(pid)
    for (const end of ended(test)) expect(end.expected).toBe(true)
  })

  it('kills what does not stop, and hands back what it held', async (context) => {
    const test = await open(context, { loads: 'deaf' })
    const running = test.run('waits')
    await eventually(() => expect(test.pool.freeSlots()).toBe(3))
    await test.pool.stop(0)
    expect(await running).toEqual({ type: 'returned' })
    expect(ended(test)).toEqual([{ cause: 'it did not stop', expected: true }])
  })

  it('a pool whose workers still load ends them, and no more are started', async () => {
    const test = openPool({ loads: 'when told', workers: 2 })
    void test.pool.describe()
    await test.pool.stop(0)
    expect(test.alive.size).toBe(0)
    expect(test.eventsOf('worker-started')).toHaveLength(2)
  })
})
