/** Event steps: what reaches them, what they hand on, and what is seen of it. */
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

/** What the `note` step was given in runs with this mark, by `how`. */
async function notes(mark: string): Promise<string[]> {
  const runs = await workbench.runs({ step: 'note' })
  const inputs = await Promise.all(runs.map(async ({ runId }) => (await workbench.run(runId)).run.input))
  const ours = (inputs as { mark: string; how: string }[]).filter((input) => input.mark === mark)
  return ours.map(({ how }) => how).sort()
}

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
    await waitFor('the note', async () => (await notes('promise')).length > 0)
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

describe('motia.call', () => {
  it('D2: waits for the result', async () => {
    expect((await workbench.result('caller', { n: 21 })).run.result).toEqual({ answer: 42 })
    expect((await server.request('GET', '/double/4')).body).toEqual({ doubled: 8 })
  })

  it("D2: throws the callee's final failure by name, with its run", async () => {
    const { run } = await workbench.result('call-failing')
    const { name, runId, message } = run.result as Record<string, string>
    expect(name).toBe('CallFailedError')
    expect(message).toContain('as always')
    expect((await workbench.run(runId as string)).run).toMatchObject({
      stepId: 'always-fails',
      parentRunId: run.runId,
      traceId: run.traceId,
    })
  })

  it('D2: refuses a wait that would never end, and result() of what is only staged', async () => {
    expect((await workbench.result('call-itself', {})).run.result).toBe('MOTIA_CALL_DEADLOCK')
    expect((await workbench.result('result-too-early')).run.result).toBe('MOTIA_RESULT_BEFORE_COMMIT')
  })
})

describe('what is staged', () => {
  it('D2 D9: goes with the attempt; what is sent now stays, once for all attempts', async () => {
    const { run } = await workbench.result('stages-and-fails', { mark: 'rollback' })
    expect(run).toMatchObject({ status: 'failed', attemptsUsed: 3 })
    expect(await notes('rollback')).toEqual(['now'])
  })

  it('S32 D1 D2: needs no import and no await, and comes by the import and the context alike', async () => {
    expect((await workbench.result('without-await', { mark: 'no await' })).run.result).toBe(true)
    expect(await notes('no await')).toEqual(['not awaited'])
    await workbench.result('via-import', { mark: 'ways' })
    expect(await notes('ways')).toEqual(['context', 'imported'])
  })

  it('D9: comes late after a success and is accepted, with one warning; after a failure it is refused', async () => {
    const { run } = await workbench.result('late-success', { mark: 'late' })
    await waitFor('the late note', async () => (await notes('late')).includes('late'))
    expect((await workbench.trace(run.traceId)).roots).toMatchObject([{ children: [{ stepId: 'note' }] }])
    const { run: failed } = await workbench.result('late-failure', { mark: 'too late' })
    const line = await waitFor('the late line', async () => {
      const { logs } = await workbench.run(failed.runId)
      return logs.find(({ message }) => message === 'late trigger')
    })
    expect(line.fields).toEqual({ code: 'MOTIA_CONTEXT_CLOSED' })
    expect(await notes('too late')).toEqual([])
  })

  it('D23: has a key within its step: the first run comes back', async () => {
    const [one, two, other] = [
      (await workbench.result('keyed', { key: 'k1', n: 1 })).run,
      (await workbench.result('keyed', { key: 'k1', n: 2 })).run,
      (await workbench.result('keyed', { key: 'k2', n: 3 })).run,
    ]
    const ofDouble = (await workbench.runs({ step: 'double' })).map(({ runId }) => runId)
    const started = async (traceId: string) =>
      (await workbench.settled(traceId, 1)).filter(({ stepId }) => stepId === 'double')
    expect(await started(one.traceId)).toHaveLength(1)
    expect(await started(two.traceId)).toHaveLength(0)
    expect(await started(other.traceId)).toHaveLength(1)
    const byHand = [
      await workbench.trigger('double', { n: 4 }, { key: 'k1' }),
      await workbench.trigger('double', { n: 5 }, { key: 'k1' }),
    ]
    expect(byHand.map(({ runs }) => ofDouble.includes(runs[0]?.runId as string))).toEqual([true, true])
  })
})

describe('the context', () => {
  it('D19: says who runs, since when and until when', async () => {
    const { run } = await workbench.result('facts')
    const { runId, traceId } = run
    expect(run.result).toMatchObject({ runId, traceId, stepId: 'facts', attempt: 1, aborted: false })
    const { idempotencyKey, leftMs, verbs } = run.result as Record<string, unknown>
    expect(idempotencyKey).toEqual(expect.stringMatching(/.{16}/))
    expect(leftMs).toBeGreaterThan(290_000)
    expect(leftMs).toBeLessThanOrEqual(300_000)
    expect(verbs).toEqual(['trigger', 'call', 'info', 'get'])
  })

  it('D20: keeps state: values as they went in, groups apart, reads of its own writes', async () => {
    const { run } = await workbench.result('use-state')
    const { nothing, updated, seen } = run.result as {
      nothing: null
      updated: number
      seen: { key: string }[]
    }
    expect([nothing, updated]).toEqual([null, 11])
    expect(seen.map(({ key }) => key)).toEqual([
      'counted',
      'empty',
      'list',
      'nil',
      'no',
      'object',
      'text',
      'zero',
    ])
    const { run: read } = await workbench.result('read-state')
    expect(read.result).toMatchObject({
      items: [
        { key: 'counted', value: 11 },
        { key: 'empty', value: '' },
        { key: 'list', value: ['a', { b: 2 }] },
        { key: 'nil', value: null },
        { key: 'no', value: false },
        { key: 'object', value: { one: 1, two: 3 } },
        { key: 'text', value: '홍' },
        { key: 'zero', value: 6 },
      ],
      values: [11, '', ['a', { b: 2 }], null, false, { one: 1, two: 3 }, '홍', 6],
      zero: 6,
      afterwards: [],
      other: ['of another group'],
    })
  })

  it('D20: state that a failed attempt wrote is not there', async () => {
    expect((await workbench.result('writes-and-fails')).run.status).toBe('failed')
    expect((await workbench.result('read-never')).run.result).toBe(null)
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
