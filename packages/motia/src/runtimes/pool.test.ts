import type { AttemptReport } from '@motia/core/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createGate, eventually, openPool, type PoolShape, type TestPool } from './fixtures/open-pool.ts'

const opened: TestPool[] = []
async function open(shape?: PoolShape): Promise<TestPool> {
  const test = openPool(shape)
  opened.push(test)
  await test.pool.describe()
  const { workers = 1, slotsPerWorker = 4 } = shape ?? {}
  if (shape?.loads !== 'exits' && !shape?.command)
    await eventually(() => expect(test.pool.freeSlots()).toBe(workers * slotsPerWorker))
  return test
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ pool }) => pool.stop(0)))
})

const resultOf = (report: AttemptReport): unknown =>
  report.type === 'outcome' && report.outcome.status === 'succeeded'
    ? JSON.parse(report.outcome.result)
    : report

describe('a pool', () => {
  it('describes the steps that its workers load, and keeps all of them warm', async () => {
    const { pool, alive, eventsOf } = await open({ workers: 2, slotsPerWorker: 3 })
    expect((await pool.describe()).steps.map(({ id }) => id)).toEqual(['echo'])
    expect([pool.slots(), pool.freeSlots(), alive.size]).toEqual([6, 6, 2])
    expect(eventsOf('worker-started').map(({ pid }) => pid)).toEqual([...alive])
  })

  it('hands an attempt over, and reports its outcome and when it began', async () => {
    const { run } = await open()
    const before = Date.now()
    const report = await run('echo', { input: { name: '홍길동' } })
    expect(resultOf(report)).toEqual({ name: '홍길동' })
    expect((report as { startedAt: number }).startedAt).toBeGreaterThanOrEqual(before)
  })

  it('gives attempts to the worker that has a slot free', async () => {
    const { run } = await open({ workers: 2, slotsPerWorker: 1 })
    const gate = createGate<never>()
    const first = run('asks', { input: { verb: 'state.get' }, services: { readState: () => gate.passed } })
    const pids = new Set<unknown>()
    for (let i = 0; i < 5; i++) pids.add(resultOf(await run('pid')))
    expect(pids.size).toBe(1)
    gate.open(null as never)
    await first
  })

  it('counts slots as they are taken, and tells when one is free again', async () => {
    const { pool, run } = await open({ slotsPerWorker: 2 })
    const freed = vi.fn()
    pool.onFree(freed)
    const gate = createGate<never>()
    const services = { readState: () => gate.passed }
    const both = [1, 2].map(() => run('asks', { input: { verb: 'state.get' }, services }))
    expect(pool.freeSlots()).toBe(0)
    gate.open(null as never)
    await Promise.all(both)
    expect(pool.freeSlots()).toBe(2)
    expect(freed).toHaveBeenCalled()
  })

  it('tells its workers which steps a target reaches, also those that start later', async () => {
    const { pool, run } = await open()
    pool.setRoutes({ send: ['send'] }, false)
    expect(resultOf(await run('routes'))).toEqual({ send: ['send'] })
    await run('dies')
    await eventually(() => expect(pool.freeSlots()).toBe(4))
    expect(resultOf(await run('routes'))).toEqual({ send: ['send'] })
  })

  it('lets attempts wait for workers that take their time to load', async () => {
    const test = openPool({ loads: 'when told' })
    opened.push(test)
    void test.pool.describe()
    const report = test.run('echo', { input: 1 })
    await eventually(() => expect(test.alive.size).toBe(1))
    expect(test.pool.freeSlots()).toBe(0)
    test.pool.setRoutes({}, false)
    expect(resultOf(await report)).toBe(1)
  })

  it('hands back attempts whose deadline passes before a worker has loaded', async () => {
    const test = openPool({ loads: 'when told' })
    opened.push(test)
    void test.pool.describe()
    const patient = test.run('echo', { input: 'patient' })
    expect(await test.run('echo', { timeoutMs: 1 })).toEqual({ type: 'returned' })
    test.pool.setRoutes({}, false)
    expect(resultOf(await patient)).toBe('patient')
  })

  it('passes a cancel on to the attempts of that run only', async () => {
    const { pool, run, eventsOf } = await open()
    const reports = ['a', 'b'].map((runId) => run('waits', { runId }))
    await eventually(() => expect(eventsOf('log')).toHaveLength(2))
    pool.cancel('b')
    expect(resultOf(await (reports[1] as Promise<AttemptReport>))).toBe('cancelled')
    pool.cancel('a')
    await reports[0]
  })

  it('hands back at once what is cancelled before it has begun', async () => {
    const { pool, run } = await open()
    const report = run('waits', { runId: 'a' })
    pool.cancel('a')
    expect(await report).toEqual({ type: 'returned' })
    expect(pool.freeSlots()).toBe(4)
    expect(resultOf(await run('echo', { input: 1 }))).toBe(1)
  })
})

describe('what a worker says', () => {
  it('belongs to its attempt, during and after it, or to none', async () => {
    const { run, eventsOf } = await open()
    await run('logs', { runId: 'r1' })
    await eventually(() => expect(eventsOf('log')).toHaveLength(3))
    const origin = { runId: 'r1', traceId: 'trace', stepId: 'logs', attempt: 1 }
    const line = { type: 'log', at: 1, level: 'info', source: 'logger' }
    expect(eventsOf('log')).toEqual([
      { ...line, ...origin, message: 'during' },
      { ...line, message: 'of none' },
      { ...line, ...origin, message: 'after' },
    ])
  })

  it('on its plain stdout and stderr is told line by line', async () => {
    const { pool, run, eventsOf } = await open()
    await run('prints')
    await pool.stop(0)
    const lines = eventsOf('log').map(({ level, message, fields }) => [level, message, fields])
    expect(lines.sort()).toEqual([
      ['error', 'complained', { worker: 'node' }],
      ['info', 'half', { worker: 'node' }],
      ['info', 'printed', { worker: 'node' }],
    ])
  })

  it('in a flood arrives whole and in order, and holds nothing else up', async () => {
    const { run, eventsOf } = await open({ workers: 2 })
    const flood = run('floods')
    expect(resultOf(await run('echo', { input: 'quick' }))).toBe('quick')
    expect(resultOf(await flood)).toBe('flooded')
    const numbers = eventsOf('log').map(({ message }) => Number.parseInt(message, 10))
    expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, i) => i))
  })
})

describe('what a worker asks', () => {
  it('is put to the services of its attempt', async () => {
    const { run } = await open()
    const services = {
      readState: async (group: string, key: string) => ({
        value: JSON.stringify(`${group}/${key}`),
        version: 2,
      }),
      listState: async () => [{ key: 'a', value: '1', version: 1 }],
      awaitResults: async (ids: readonly string[]) =>
        ids.map((runId) => ({ runId, ok: true, result: '1' }) as const),
    }
    const ask = async (input: object) => resultOf(await run('asks', { input, services }))
    expect(await ask({ verb: 'state.get', group: 'g', key: 'k' })).toEqual({ value: '"g/k"', version: 2 })
    expect(await ask({ verb: 'state.list', group: 'g' })).toEqual([{ key: 'a', value: '1', version: 1 }])
    expect(await ask({ verb: 'results', runIds: ['x'] })).toEqual([{ runId: 'x', ok: true, result: '1' }])
  })

  it('and the engine refuses comes back as a failure', async () => {
    const { run } = await open()
    const services = {
      call: async () => {
        throw Object.assign(new Error('would wait for itself'), { code: 'MOTIA_CALL_DEADLOCK' })
      },
    }
    expect(resultOf(await run('calls', { services }))).toMatchObject({
      message: 'would wait for itself',
      code: 'MOTIA_CALL_DEADLOCK',
    })
  })

  it('by a call frees the slot of its attempt while it waits, one slot for any number of calls', async () => {
    const { pool, run } = await open({ slotsPerWorker: 1 })
    const gate = createGate<never>()
    for (const stepId of ['calls', 'calls twice']) {
      const report = run(stepId, { services: { call: () => gate.passed } })
      expect(pool.freeSlots()).toBe(0)
      await eventually(() => expect(pool.freeSlots()).toBe(1))
      const second = run('waits', { runId: 'second' })
      expect(pool.freeSlots()).toBe(0)
      pool.cancel('second')
      await second
      gate.open('answered' as never)
      await report
      expect(pool.freeSlots()).toBe(1)
    }
  })

  it('and does not wait for frees no slot twice', async () => {
    const { pool, run } = await open({ slotsPerWorker: 1 })
    const gate = createGate<never>()
    expect(resultOf(await run('calls and leaves', { services: { call: () => gate.passed } }))).toBe('left')
    expect(pool.freeSlots()).toBe(1)
    const next = run('waits', { runId: 'next' })
    expect(pool.freeSlots()).toBe(0)
    gate.open(null as never)
    await new Promise(setImmediate)
    expect(pool.freeSlots()).toBe(0)
    pool.cancel('next')
    await next
    expect(pool.freeSlots()).toBe(1)
  })
})
