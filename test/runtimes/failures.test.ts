/** What becomes of a step that fails, by itself or by its deadline, in every language. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { type Fixture, logsOf, notesOf, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture('failures', { env: { MOTIA_WORKERS_COUNT: '2' } })
})

afterAll(() => fixture?.stop())

/** Frames of ours, whatever language they are in. */
const OURS = /node_modules|motia_worker|lib\/motia|dist\/|node:internal|asyncio|<internal/

describe.each(LANGUAGES)('$name', ({ suffix, folder }) => {
  const result = async (id: string, payload?: unknown) =>
    (await fixture.workbench.result(`${id}-${suffix}`, payload)).run
  const begin = async (id: string, payload?: unknown) =>
    (await fixture.workbench.trigger(`${id}-${suffix}`, payload)).runs[0]?.runId as string

  it('an exception fails the run with its name, its message and the lines of its file', async () => {
    const run = await result('fails')
    expect(run).toMatchObject({ status: 'failed', reason: 'error', attemptsUsed: 1 })
    expect(run.failure).toMatchObject({ name: 'OutOfLuck', message: 'no luck today, 홍길동' })
    const file = `${folder}/failures.${suffix}`
    const line =
      fixture.project
        .read(file)
        .split('\n')
        .findIndex((text) => text.includes('thrown here')) + 1
    const stack = run.failure?.stack ?? ''
    // Python writes `File "failures.py", line 12`, the others `failures.rb:12`.
    expect(stack.replaceAll(/", line (\d+)/g, ':$1')).toContain(`${file}:${line}`)
    expect(stack).not.toContain(fixture.project.folder)
    expect(stack).not.toMatch(OURS)
    expect(stack).toContain('draw')
  })

  it('a failure that no attempt would mend is not tried again', async () => {
    const run = await result('fails-for-good')
    expect(run).toMatchObject({ status: 'failed', reason: 'non-retryable', attemptsUsed: 1 })
    expect(run.failure).toMatchObject({ name: 'NonRetryableError', message: 'the account is closed' })
  })

  it('a failed attempt is followed by another, of the same run with the same key', async () => {
    const run = await result('flaky', { failures: 2 })
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 3, result: { attempt: 3 } })
    const logs = await logsOf(fixture.workbench, run.runId, 3)
    const key = run.runId
    expect(logs.map(({ fields }) => fields)).toEqual([1, 2, 3].map((attempt) => ({ attempt, key })))
    expect(logs.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect((await result('flaky', { failures: 5 })).status).toBe('failed')
  })

  it('a deadline aborts the signal and fails the attempt, and its neighbours live on', async () => {
    const { workbench } = fixture
    const neighbours = await Promise.all([1, 2, 3].map(() => begin('naps', { ms: 800 })))
    const { run } = await workbench.ended(await begin('overdue'))
    expect(run).toMatchObject({ status: 'failed', reason: 'timeout', failure: { code: 'MOTIA_TIMEOUT' } })
    expect((run.finishedAt as number) - (run.startedAt as number)).toBeLessThan(2_000)
    const [aborted] = await logsOf(workbench, run.runId, 1)
    expect(aborted?.message).toBe('aborted')
    for (const runId of neighbours) {
      const { run: neighbour } = await workbench.ended(runId)
      expect(neighbour).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: { slept: 800 } })
    }
  })

  it('after its deadline an attempt has no effects any more', async () => {
    const { workbench } = fixture
    // A worker that holds nothing else is ended together with what runs past its deadline.
    await Promise.all([1, 2, 3, 4].map(() => begin('naps', { ms: 1_000 })))
    const { runId } = await result('overdue')
    const logs = await logsOf(workbench, runId, 2)
    const codes = ['MOTIA_CONTEXT_CLOSED', 'MOTIA_CONTEXT_CLOSED']
    expect(logs[1]).toMatchObject({ message: 'afterwards', fields: { codes } })
    expect((await result('reads-state', { group: `overdue-${suffix}` })).result).toMatchObject({ items: [] })
  })

  it('an endless loop is ended at its deadline while other steps go on', async () => {
    const { workbench } = fixture
    const spinning = await begin('spins')
    await waitFor('it to spin', async () => (await workbench.run(spinning)).run.status === 'running')
    const isSpinning = async () => (await workbench.run(spinning)).run.status === 'running'
    let meanwhile = 0
    while (await isSpinning()) {
      const run = await result('echo', { meanwhile })
      expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: { meanwhile } })
      if (await isSpinning()) meanwhile++
    }
    expect(meanwhile).toBeGreaterThan(2)
    const { run } = await workbench.ended(spinning)
    expect(run).toMatchObject({ status: 'failed', reason: 'timeout', failure: { code: 'MOTIA_TIMEOUT' } })
  })

  it('a trigger that comes after the return is accepted, with a warning', async () => {
    const mark = `late ${suffix}`
    const run = await result('late', { mark })
    expect(run.result).toBe('early')
    const [note] = await waitFor('the late note', async () => {
      const notes = await notesOf(fixture.workbench, suffix, mark)
      return notes.length > 0 && notes
    })
    expect(note?.run.traceId).toBe(run.traceId)
    const logs = await logsOf(fixture.workbench, run.runId, 2)
    const warning = logs.find(({ level }) => level === 'warn')
    expect(warning?.message).toContain(`note-${suffix}`)
    const refused = logs.find(({ message }) => message === 'late state')
    expect(refused?.fields).toEqual({ code: 'MOTIA_CONTEXT_CLOSED' })
  })
})
