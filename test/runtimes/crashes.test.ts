/** Steps that take their process with them, in every language, and those beside them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { type Fixture, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  // The bound of Node's heap cannot be set later; see `devours-ts`.
  fixture = await startFixture('crashes', { env: { NODE_OPTIONS: '--max-old-space-size=160' } })
})

afterAll(() => fixture?.stop())

describe.each(LANGUAGES)('$name', ({ suffix }) => {
  const result = async (id: string, payload?: unknown, timeoutMs?: number) =>
    (await fixture.workbench.result(`${id}-${suffix}`, payload, timeoutMs)).run
  const begin = async (id: string, payload?: unknown) =>
    (await fixture.workbench.trigger(`${id}-${suffix}`, payload)).runs[0]?.runId as string

  /** Runs beside which something ends: they succeed, with their first attempt. */
  async function innocents(count: number) {
    const runIds = await Promise.all(Array.from({ length: count }, (_, n) => begin('innocent', { n })))
    return async () => {
      for (const [n, runId] of runIds.entries()) {
        const { run } = await fixture.workbench.ended(runId)
        expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: n })
      }
    }
  }

  it('a crash is tried three times, alone in the end, and quarantined', async () => {
    const run = await result('crashes', { how: 'segfault' })
    expect(run).toMatchObject({ status: 'quarantined', strikes: 3 })
    expect(run.error).toMatch(/SIG(SEGV|ABRT)/) // Ruby reports a segmentation fault, and aborts
    expect((await result('echo', 'after it')).result).toBe('after it')
  })

  it('a hard exit is quarantined, and its neighbours are unharmed', async () => {
    const unharmed = await innocents(3)
    const run = await result('crashes', { how: 'exit' })
    expect(run).toMatchObject({ status: 'quarantined', strikes: 3 })
    expect(run.error).toContain('exit code 7')
    await unharmed()
  })

  it('an exit as the language has it ends the run without success, and its neighbours are unharmed', async () => {
    const unharmed = await innocents(3)
    const run = await result('crashes', { how: 'quit' })
    // Node's ends the process; Python's and Ruby's are exceptions, and no more than a failure.
    expect(['quarantined', 'failed']).toContain(run.status)
    expect(run.error).toMatch(/exit/)
    await unharmed()
  })

  it('a step that devours the memory does not succeed, and others do', async () => {
    const run = await result('devours', undefined, 60_000)
    expect(['quarantined', 'failed']).toContain(run.status)
    expect((await result('echo', 'after it')).result).toBe('after it')
  })

  it('a worker that is killed costs its run no attempt', async () => {
    const { workbench, project } = fixture
    const runId = await begin('held')
    const pid = await waitFor('its process', () => Number(project.read(`held-${suffix}.pid`)))
    process.kill(pid, 'SIGKILL')
    const { run } = await workbench.ended(runId)
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 1, result: 'again' })
  })

  it('poison beside 20 innocents is found, and they succeed with their first attempt', async () => {
    const [unharmed, poison] = await Promise.all([innocents(20), begin('poison')])
    const { run } = await fixture.workbench.ended(poison, 60_000)
    expect(run).toMatchObject({ status: 'quarantined', strikes: 3 })
    expect(run.error).toContain('SIGKILL')
    await unharmed()
    const quarantined = await fixture.workbench.runs({ step: `innocent-${suffix}`, status: 'quarantined' })
    expect(quarantined).toEqual([])
  })
})
