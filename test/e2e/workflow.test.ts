/** Runs that lead to runs: their order, their traces, and whose lines are whose. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'
import type { Workbench } from './harness/workbench.ts'

let project: Project
let server: Server
let workbench: Workbench

beforeAll(async () => {
  project = await createProject('workflow')
  server = await startServer(project)
  workbench = server.workbench
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

describe('an order of runs', () => {
  const namesOf = async (traceId: string) =>
    (await workbench.settled(traceId, 4)).map(({ stepId, status }) => [stepId, status])

  it('D5: is kept: each begins when what it comes after has succeeded', async () => {
    const { traceId } = await workbench.trigger('chain', { mark: 'a' })
    const waiting = await waitFor('runs that wait', async () => {
      const runs = await workbench.runs({ trace: traceId })
      return runs.length === 4 && runs.filter(({ status }) => status === 'waiting')
    })
    expect(waiting.map(({ stepId }) => stepId).sort()).toEqual(['three', 'two'])
    const [chain, one, two, three] = await workbench.settled(traceId, 4)
    expect([chain, one, two, three].map((run) => run?.status)).toEqual(Array(4).fill('succeeded'))
    expect(two?.startedAt).toBeGreaterThanOrEqual(one?.finishedAt as number)
    expect(three?.startedAt).toBeGreaterThanOrEqual(two?.finishedAt as number)
  })

  it('D5: ends with the first final failure, and goes on from there when that run is redriven', async () => {
    const { traceId } = await workbench.trigger('chain', { mark: 'b', failAt: 'two' })
    expect(await namesOf(traceId)).toEqual([
      ['chain', 'succeeded'],
      ['one', 'succeeded'],
      ['two', 'failed'],
      ['three', 'cancelled'],
    ])
    const [, , two, three] = await workbench.settled(traceId, 4)
    expect((await workbench.run(three?.runId as string)).run.reason).toContain(two?.runId)
    await workbench.result('repair', { mark: 'b' })
    await project.json('redrive', two?.runId as string)
    await waitFor('the revived run', async () => {
      const { run } = await workbench.run(three?.runId as string)
      return run.status === 'succeeded'
    })
    expect((await workbench.run(two?.runId as string)).run.status).toBe('succeeded')
  })

  it('D5: that begins with an unrouted trigger is cancelled, and says so', async () => {
    const { traceId } = await workbench.trigger('after-nobody', { mark: 'c' })
    const runs = await workbench.settled(traceId, 2)
    expect(runs).toMatchObject([
      { stepId: 'after-nobody', status: 'succeeded' },
      { stepId: 'three', status: 'cancelled', reason: expect.stringContaining('unrouted') },
    ])
  })

  it('S59: is none among triggers that are made together: they run at the same time', async () => {
    const { traceId } = await workbench.trigger('fan-out')
    const runs = (await workbench.settled(traceId, 3)).filter(({ stepId }) => stepId === 'takes-a-second')
    const lastStart = Math.max(...runs.map(({ startedAt }) => startedAt as number))
    const firstEnd = Math.min(...runs.map(({ finishedAt }) => finishedAt as number))
    expect(runs).toHaveLength(2)
    expect(lastStart).toBeLessThan(firstEnd)
  })

  it('a run that waits can be cancelled', async () => {
    const { traceId } = await workbench.trigger('chain', { mark: 'd', pauseMs: 4_000 })
    const waiting = await waitFor('the run that waits', async () => {
      const runs = await workbench.runs({ trace: traceId })
      return runs.find(({ stepId, status }) => stepId === 'three' && status === 'waiting')
    })
    await project.json('cancel', waiting.runId)
    expect(await namesOf(traceId)).toEqual([
      ['chain', 'succeeded'],
      ['one', 'succeeded'],
      ['two', 'succeeded'],
      ['three', 'cancelled'],
    ])
  })
})

describe('many requests at once', () => {
  it('S81 S83 S84: keep their traces apart, and no answer suffers from a run that fails', async () => {
    // Each id twice: the tutorial makes them of the time, and two orders may come within a millisecond.
    const orderIds = Array.from({ length: 40 }, (_, i) => Math.floor(i / 2))
    const answers = await Promise.all(
      orderIds.map((orderId) => server.request('POST', '/place', { orderId })),
    )
    expect(answers.map(({ status }) => status)).toEqual(orderIds.map(() => 200))
    const traceIds = answers.map(({ body }) => body.traceId as string)
    expect(new Set(traceIds).size).toBe(40)
    for (const [i, traceId] of traceIds.entries()) {
      const orderId = orderIds[i] as number
      const isPaid = orderId % 4 !== 0
      const runs = await workbench.settled(traceId, isPaid ? 4 : 3)
      expect(runs.map(({ stepId }) => stepId).sort()).toEqual(
        isPaid ? ['book', 'pack', 'pay', 'place'] : ['pack', 'pay', 'place'],
      )
      const inputs = await Promise.all(runs.map(async ({ runId }) => (await workbench.run(runId)).run.input))
      expect(inputs).toEqual(runs.map(() => ({ orderId })))
      expect(runs.find(({ stepId }) => stepId === 'pay')?.status).toBe(isPaid ? 'succeeded' : 'failed')
    }
  })

  it('S146: are counted as the list of runs shows them', async () => {
    const runs = await workbench.runs({ step: 'pay' })
    const failed = runs.filter(({ status }) => status === 'failed').length
    expect([runs.length, failed]).toEqual([40, 10])
    const { figures, counts } = await workbench.step('pay')
    expect(counts).toEqual({ succeeded: 30, failed: 10 })
    expect(figures).toMatchObject({ executions: 40, failed: 10, successRate: 0.75 })
    const requests = await waitFor('the requests to be counted', async () => {
      const place = await workbench.step('place')
      // Totals are told once a second: the first ones may have come while requests were still answered.
      return place.figures.executions >= 40 && place.figures
    })
    expect(requests).toMatchObject({ executions: 40, failed: 0, successRate: 1 })
  })
})

describe('lines that steps log and print', () => {
  const spoken = (name: string) => [
    { level: 'debug', message: `${name} debug`, source: 'logger', fields: { userId: name, n: 1 } },
    {
      level: 'info',
      message: `${name} info`,
      source: 'logger',
      fields: { userId: name, deep: { list: [1, '홍'] } },
    },
    { level: 'info', message: `${name} console.log`, source: 'print' },
    { level: 'warn', message: `${name} warn`, source: 'logger' },
    { level: 'error', message: `${name} error`, fields: { error: { name: 'Error', message: `of ${name}` } } },
    { level: 'error', message: `${name} console.error`, source: 'print' },
  ]
  const names = Array.from({ length: 12 }, (_, i) => `Speaker${i}`)

  it('S93 S94: belong to their run, trace and step, in order, however many run at once', async () => {
    const receipts = await Promise.all(names.map((name) => workbench.trigger('talk-in-run', { name })))
    for (const [i, { runs, traceId }] of receipts.entries()) {
      const runId = runs[0]?.runId as string
      const lines = await waitFor('six lines', async () => {
        const { logs } = await workbench.run(runId)
        return logs.length === 6 && logs
      })
      expect(lines).toMatchObject(spoken(names[i] as string))
      for (const line of lines)
        expect(line).toMatchObject({ runId, traceId, stepId: 'talk-in-run', attempt: 1 })
    }
  })

  it('S93 S94: belong to their request, for api steps in line', async () => {
    const answers = await Promise.all(names.map((name) => server.request('POST', `/talk/${name}`)))
    for (const [i, { body }] of answers.entries()) {
      const lines = await waitFor('six lines', async () => {
        const found = await workbench.logs({ trace: body.traceId })
        return found.length === 6 && [...found].reverse()
      })
      expect(lines).toMatchObject(spoken(names[i] as string))
    }
  })

  it('S99: are found by their words and their fields', async () => {
    const byField = await workbench.logs({ text: 'userId=Speaker7' })
    expect(byField.map(({ message }) => message).sort()).toEqual([
      'Speaker7 debug',
      'Speaker7 debug',
      'Speaker7 info',
      'Speaker7 info',
    ])
    const fromCli = await project.json<{ message: string }[]>('logs', '--text', 'Speaker3 warn')
    expect(fromCli.map(({ message }) => message)).toEqual(['Speaker3 warn', 'Speaker3 warn'])
    const errors = await project.json<{ level: string }[]>(
      'logs',
      '--level',
      'error',
      '--step',
      'talk-in-run',
    )
    expect(new Set(errors.map(({ level }) => level))).toEqual(new Set(['error']))
  })
})
