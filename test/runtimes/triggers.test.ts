/** What a step of one language asks of others, of its own or of another language. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, logsOf, notesOf, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture('triggers')
})

afterAll(() => fixture?.stop())

describe.each(LANGUAGES)('$name', ({ suffix }) => {
  const result = async (id: string, payload?: unknown) =>
    (await fixture.workbench.result(`${id}-${suffix}`, payload)).run
  const notes = (mark: string) => notesOf(fixture.workbench, suffix, mark)

  it('a chain of triggers goes through all languages and back, in one trace', async () => {
    const { workbench } = fixture
    const run = await result('ring', {})
    const runs = await workbench.settled(run.traceId, LANGUAGES.length + 1)
    const order = LANGUAGES.map((language) => language.suffix)
    const first = order.indexOf(suffix)
    const path = [...order.slice(first), ...order.slice(0, first), suffix]
    expect(runs.map(({ stepId, status }) => [stepId, status])).toEqual(
      path.map((been) => [`ring-${been}`, 'succeeded']),
    )
    expect((await workbench.run(runs.at(-1)?.runId as string)).run.result).toEqual(path)
    for (const [i, { runId }] of runs.slice(1).entries())
      expect((await workbench.run(runId)).run.parentRunId).toBe(runs[i]?.runId)
  })

  it('a staged trigger of a failed attempt is not sent', async () => {
    const run = await result('insists', { mark: `staged ${suffix}` })
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 3 })
    await fixture.workbench.settled(run.traceId, 3)
    const staged = (await notes(`staged ${suffix}`)).filter(({ how }) => how === 'staged')
    expect(staged.map(({ attempt }) => attempt)).toEqual([3])
  })

  it('a trigger with now outlives its attempt, and is the same one in the next', async () => {
    const run = await result('insists', { mark: `now ${suffix}` })
    await fixture.workbench.settled(run.traceId, 3)
    const now = (await notes(`now ${suffix}`)).filter(({ how }) => how === 'now')
    expect(now.map(({ attempt }) => attempt)).toEqual([1])
  })

  it('after waits for one receipt, and for several', async () => {
    const { workbench } = fixture
    const mark = `after ${suffix}`
    const { traceId } = await result('orders', { mark })
    const runs = await workbench.settled(traceId, 5)
    const naps = runs.filter(({ stepId }) => stepId === `naps-${suffix}`)
    const ends = await Promise.all(
      naps.map(async ({ runId }) => (await workbench.run(runId)).run.finishedAt as number),
    )
    const began = new Map((await notes(mark)).map(({ how, run }) => [how, run.startedAt as number]))
    expect(began.get('after one')).toBeGreaterThanOrEqual(ends[0] as number)
    expect(began.get('after both')).toBeGreaterThanOrEqual(Math.max(...ends))
  })

  it('a key gives the first run back instead of a new one', async () => {
    const mark = `key ${suffix}`
    const run = await result('keyed', { mark })
    const [first, second, other] = run.result as string[]
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(second).toBe(first)
    expect(other).not.toBe(first)
    await fixture.workbench.settled(run.traceId, 3)
    expect((await notes(mark)).map(({ how }) => how)).toEqual(['first', 'other'])
  })

  it('a delay passes before the run begins', async () => {
    const run = await result('delays', { mark: `delay ${suffix}` })
    const { run: delayed } = await fixture.workbench.ended(run.result as string)
    expect(delayed.status).toBe('succeeded')
    expect((delayed.startedAt as number) - (run.finishedAt as number)).toBeGreaterThanOrEqual(390)
  })

  it('a target that nobody has is a warning, and the step goes on', async () => {
    const run = await result('to-nobody')
    expect(run).toMatchObject({ status: 'succeeded', result: { routed: false, count: 0 } })
    const target = `nobody-at-all-${suffix}`
    await fixture.server.prints(`"${target}"`)
    expect(await fixture.workbench.unrouted(target)).toMatchObject({ count: 1, lastTraceId: run.traceId })
  })

  it('a call gives the result of a step of any language', async () => {
    for (const { suffix: other } of LANGUAGES) {
      const payload = { from: suffix, to: other, 글: '😀', list: [1, 2.5, null] }
      const run = await result('calls', { target: `echo-${other}`, payload })
      expect(run).toMatchObject({ status: 'succeeded', result: { answer: payload } })
    }
  })

  it('a call of a step that fails throws, and tells the run', async () => {
    const { workbench } = fixture
    for (const { suffix: other } of LANGUAGES) {
      const run = await result('calls-failing', { target: `fails-${other}` })
      const caught = run.result as Record<string, string>
      expect(caught).toMatchObject({ name: 'CallFailedError', code: 'MOTIA_CALL_FAILED' })
      expect(caught.message).toContain('no luck today')
      const { run: failed } = await workbench.run(caught.runId as string)
      expect(failed).toMatchObject({ stepId: `fails-${other}`, status: 'failed', parentRunId: run.runId })
    }
  })

  it('a call that would wait for itself is refused', async () => {
    expect((await result('calls-itself', {})).result).toBe('MOTIA_CALL_DEADLOCK')
  })

  it('a run that is cancelled while it waits sees its signal abort', async () => {
    const { workbench, project } = fixture
    const { runs } = await workbench.trigger(`waits-${suffix}`)
    const runId = runs[0]?.runId as string
    await logsOf(workbench, runId, 1)
    await project.json('cancel', runId)
    expect((await workbench.ended(runId)).run.status).toBe('cancelled')
    const logs = await logsOf(workbench, runId, 2)
    expect(logs.map(({ message }) => message)).toEqual(['waiting', 'aborted'])
    expect((await workbench.run(runId)).run.status).toBe('cancelled')
  })

  it('of 200 runs at once each succeeds, once', async () => {
    const { workbench } = fixture
    const mark = `many ${suffix}`
    const { traceId } = await result('releases', { count: 200, mark })
    const runs = await workbench.settled(traceId, 201)
    expect(runs).toHaveLength(201)
    expect(runs.filter(({ status, attempts }) => status !== 'succeeded' || attempts !== 1)).toEqual([])
    const { items } = (await result('reads-state', { group: `counts-${suffix}` })).result as {
      items: unknown[][]
    }
    expect(items).toContainEqual([mark, 200, true])
  })
})
