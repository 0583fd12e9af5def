/** Event steps: what reaches them, which of them a target means, what a payload carries, and what is seen of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'
import type { Workbench } from './harness/workbench.ts'

let project: Project
let server: Server
let workbench: Workbench

beforeAll(async () => {
  project = await createProject('events')
  server = await startServer(project)
  workbench = server.workbench
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

describe('an event step', () => {
  const hong = { userId: 'u1', email: 'hong@example.com', name: '홍길동' }

  it('S37 S38 S42: gets the payload itself, through its schema, and its result is recorded', async () => {
    const { run } = await workbench.result('greet', { userId: 'u2', email: 'a@b.de', extra: 1 })
    expect(run).toMatchObject({ status: 'succeeded', result: { emailSent: true, name: '친구' } })
    const [fromCli] = await project.json<{ runId: string }[]>('runs', '--step', 'greet', '--limit', '1')
    expect(fromCli?.runId).toBe(run.runId)
  })

  it('S38: does not run on what its schema refuses: failed for that reason, and not tried again', async () => {
    const detail = await workbench.result('greet', { userId: 'u3', email: 'no address' })
    expect(detail.run).toMatchObject({ status: 'failed', reason: 'validation', attemptsUsed: 1 })
    expect(detail.run.failure).toMatchObject({
      code: 'MOTIA_VALIDATION',
      issues: [{ path: 'email', message: expect.any(String) }],
    })
    expect(detail.logs).toEqual([])
    expect(await workbench.trace(detail.run.traceId)).toMatchObject({ roots: [{ children: [] }] })
  })

  it('S40: what it prints is in the terminal and in the log of its run', async () => {
    const { run } = await workbench.result('greet', { ...hong, email: 'print@example.com' })
    const words = '📧 Greeting 홍길동 (print@example.com)'
    await server.prints(words)
    const [line] = await waitFor('the line in the log', async () => {
      const { logs } = await workbench.run(run.runId)
      return logs.length > 0 && logs
    })
    expect(line).toMatchObject({ message: words, stepId: 'greet', traceId: run.traceId, source: 'print' })
    const lines = await project.json<{ message: string }[]>('logs', '--run', run.runId)
    expect(lines.map(({ message }) => message)).toEqual([words])
  })

  it('S41: triggers another, and the trace links parent and child', async () => {
    const answer = await server.request('POST', '/register', { ...hong, userId: 'chain' })
    expect(answer.body).toMatchObject({ routed: true, runs: [{ stepId: 'greet' }] })
    await workbench.settled(answer.body.traceId, 3)
    const { roots } = await workbench.trace(answer.body.traceId)
    expect(roots).toMatchObject([
      { stepId: 'register', children: [{ stepId: 'greet', children: [{ stepId: 'count-greeting' }] }] },
    ])
    const { stdout } = await project.motia('trace', answer.body.traceId)
    expect(stdout).toMatch(/register[^\n]*\n└─ . greet[^\n]*\n {3}└─ . count-greeting/)
  })

  it('S79: without a schema gets anything', async () => {
    for (const payload of [null, 'text', 7, [1, 2], { a: { b: '홍' } }]) {
      const { run } = await workbench.result('anything', payload)
      expect(run.result).toEqual({ type: typeof payload, payload })
    }
  })

  it('S139: takes a large payload', async () => {
    const { run } = await workbench.result('send-large', { count: 100_000 })
    expect(run.result).toEqual({ count: 100_000, last: `user-99999-${'x'.repeat(20)}` })
  })

  it('S130 D2: may return the promise of a trigger; the result is plain data', async () => {
    const { run } = await workbench.result('returns-a-promise', { mark: 'promise' })
    expect(run.status).toBe('succeeded')
    expect(run.result).toMatchObject({ traceId: run.traceId, routed: true, runs: [{ stepId: 'note' }] })
    const runs = await workbench.settled(run.traceId, 2)
    expect(runs.map(({ stepId }) => stepId).sort()).toEqual(['note', 'returns-a-promise'])
  })
})

describe('a target', () => {
  it('S5 S23 D3: may be a step of any kind: each has an id, and a run like any other', async () => {
    const payloads = {
      register: { userId: 'k', email: 'kind@example.com' },
      'count-greeting': { userId: 'k' },
      nightly: { by: 'hand' },
      'payment-webhook': { amount: 1 },
    }
    const kinds: string[] = []
    for (const [id, payload] of Object.entries(payloads)) {
      const { run } = await workbench.result(id, payload)
      expect(run).toMatchObject({ stepId: id, status: 'succeeded', input: payload })
      const { kind, file } = await workbench.step(id)
      expect(file).toBe('motia/steps/members.ts')
      kinds.push(kind)
    }
    expect(kinds).toEqual(['api', 'event', 'cron', 'noop'])
  })

  it('S43 D4: that nobody has does not fail the caller; it is reported once, with the nearest id', async () => {
    const traces: string[] = []
    for (let i = 0; i < 3; i++) {
      const { run } = await workbench.result('to-nobody')
      expect(run).toMatchObject({
        status: 'succeeded',
        result: { routed: false, runs: [], error: 'MOTIA_UNROUTED' },
      })
      traces.push(run.traceId)
    }
    const { unrouted } = await waitFor('the trace', async () => {
      const trace = await workbench.trace(traces[2] as string)
      return trace.unrouted.length > 0 && trace
    })
    expect(unrouted).toEqual([expect.objectContaining({ target: 'dubble' })])
    expect(await workbench.unrouted('dubble')).toMatchObject({ count: 3, lastTraceId: traces[2] })
    await server.prints('"dubble"')
    const warnings = server
      .output()
      .split('\n')
      .filter((line) => line.includes('"dubble"'))
    expect(warnings).toEqual([expect.stringContaining('double')])
  })

  it('D2 D3: that is a topic reaches every step that subscribes, in order, and none twice', async () => {
    const { run } = await workbench.result('publish', { topic: 'order.created' })
    expect(run.result).toEqual(['bill', 'ship'])
    const { run: other } = await workbench.result('publish', { topic: 'order.sent again' })
    expect(other.result).toEqual(['ship'])
    const { run: awaited } = await workbench.result('await-topic')
    expect(awaited.result).toEqual(['bill 8', 'ship 8'])
  })

  it('S23 S24 D7: that is a noop passes at once, reaches its subscribers, and never runs by itself', async () => {
    const passed = (await workbench.step('payment-webhook')).counts.succeeded ?? 0
    const { run } = await workbench.result('payment-webhook', { amount: 5 })
    expect(run).toMatchObject({ status: 'succeeded', result: { amount: 5 } })
    const runs = await workbench.settled(run.traceId, 2)
    const subscriber = runs.find(({ stepId }) => stepId === 'after-webhook')
    expect((await workbench.run(subscriber?.runId as string)).run.result).toEqual({ paid: { amount: 5 } })
    const { kind, counts } = await workbench.step('payment-webhook')
    expect([kind, counts]).toEqual(['noop', { succeeded: passed + 1 }])
  })
})

describe('a payload', () => {
  it('S132 D18: carries an Error as name, message, stack and code', async () => {
    const { run } = await workbench.result('send-error')
    expect(run.result).toMatchObject({
      isError: false,
      error: {
        name: 'TypeError',
        message: 'the bank said 아니오',
        code: 'EBANK',
        stack: expect.stringContaining('payloads.ts'),
      },
    })
  })

  it('D18: holds nothing that JSON cannot carry: refused with its path', async () => {
    const { run } = await workbench.result('bad-payloads')
    expect(run.result).toEqual({
      big: expect.stringMatching(/^MOTIA_PAYLOAD: .*list(\[1]|\.1)/),
      circle: expect.stringMatching(/^MOTIA_PAYLOAD: .*self/),
      code: expect.stringMatching(/^MOTIA_PAYLOAD: .*deep\.run/),
    })
  })

  it('D18: is JSON in all else', async () => {
    expect((await workbench.result('send-date')).run.result).toEqual({
      isError: false,
      at: '1970-01-01T00:00:00.000Z',
      none: null,
    })
  })
})
