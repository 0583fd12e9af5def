/** Effects: what handlers ask for through their context (calls, triggers, state), and what becomes of it. */
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
