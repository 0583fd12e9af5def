/** What steps print and log, in every language, in the poorest of locales. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireNotices } from '../../packages/motia/src/workbench/wire/app.ts'
import type { WireLogs } from '../../packages/motia/src/workbench/wire/logs.ts'
import { waitFor } from '../e2e/harness/wait-for.ts'
import { type Fixture, logsOf, startFixture } from './fixture.ts'
import { LANGUAGES } from './languages.ts'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture('prints', { args: ['--verbose'], env: { LANG: 'C', LC_ALL: 'C' } })
})

afterAll(() => fixture?.stop())

/** All lines of a run, however many. */
async function allLogs(runId: string): Promise<WireLogs['lines']> {
  const found: WireLogs['lines'][number][] = []
  for (;;) {
    const after = found.at(-1)?.id ?? 0
    const { lines } = await fixture.workbench.get<WireLogs>(
      `/api/v1/logs?run=${runId}&limit=1000&after=${after}`,
    )
    found.push(...lines)
    if (lines.length < 1_000) return found
  }
}

/** Lines and events that the server had no room for. */
async function dropped(): Promise<number> {
  const notices = await fixture.workbench.get<WireNotices>('/api/v1/notices?limit=1000')
  return notices.reduce((sum, { event }) => sum + (event.type === 'dropped' ? event.count : 0), 0)
}

describe.each(LANGUAGES)('$name', ({ suffix }) => {
  const result = async (id: string, payload?: unknown) =>
    (await fixture.workbench.result(`${id}-${suffix}`, payload)).run

  it('of a flood of 20,000 lines each is kept with its run or counted, and nobody is blocked', async () => {
    const { workbench } = fixture
    const stepId = `floods-${suffix}`
    const droppedBefore = await dropped()
    const flood = await workbench.trigger(stepId, { lines: 20_000 })
    expect((await result('echo', 'beside it')).result).toBe('beside it')
    const { run } = await workbench.ended(flood.runs[0]?.runId as string)
    expect(run).toMatchObject({ status: 'succeeded', result: 20_000 })
    // What there was no room for is counted: nothing is lost in silence.
    const lines = await waitFor('every line, or its count', async () => {
      const kept = await allLogs(run.runId)
      return kept.length + (await dropped()) - droppedBefore >= 20_000 && kept
    })
    const numbers = lines.map(({ message }) => Number(/^flood line (\d+)$/.exec(message)?.[1]))
    expect(numbers.length).toBeGreaterThan(1_000)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    for (const line of lines) expect(line).toMatchObject({ stepId, attempt: 1, source: 'print' })
  })

  it('what is printed at the very end is told, half a line too', async () => {
    const tag = `last ${suffix}`
    const { runId } = await result('prints-last', { tag })
    const logs = await logsOf(fixture.workbench, runId, 3)
    expect(logs.map(({ message }) => message)).toEqual([
      `${tag} first`,
      `${tag} second`,
      `${tag} half a line`,
    ])
    for (const line of logs) expect(line).toMatchObject({ level: 'info', source: 'print', runId })
  })

  it('lines of runs beside one another never mix', async () => {
    const { workbench } = fixture
    const tags = ['하나', 'two', 'three', 'four', 'five'].map((tag) => `${tag} ${suffix}`)
    const begun = await Promise.all(
      tags.map(async (tag) => {
        const { runs } = await workbench.trigger(`interleaves-${suffix}`, { tag, lines: 20 })
        return { tag, runId: runs[0]?.runId as string }
      }),
    )
    for (const { tag, runId } of begun) {
      expect((await workbench.ended(runId)).run.status).toBe('succeeded')
      const logs = await logsOf(workbench, runId, 20)
      const lines = Array.from({ length: 20 }, (_, i) => `${tag} line ${i}`)
      expect(logs.map(({ message }) => message)).toEqual(lines)
    }
  })

  it('a logger has four levels, and fields', async () => {
    const { runId } = await result('logs')
    const logs = await logsOf(fixture.workbench, runId, 4)
    const levels = ['debug', 'info', 'warn', 'error']
    for (const [i, level] of levels.entries()) {
      const fields = { level, list: [1, 'é'] }
      expect(logs[i]).toMatchObject({ level, message: `a line of ${level}`, fields, source: 'logger', runId })
    }
  })

  it('unicode and emoji are printed in any locale', async () => {
    const words = '📧 홍길동, Grüße, 𝄞'
    const { runId } = await result('prints-unicode')
    expect((await logsOf(fixture.workbench, runId, 1))[0]?.message).toBe(words)
    const printed = () => fixture.server.output().includes(words)
    await waitFor('the terminal', printed)
  })

  it('words for stderr and warnings belong to their run', async () => {
    const { runId } = await result('complains')
    const messages = await waitFor('both', async () => {
      const { logs } = await fixture.workbench.run(runId)
      const found = logs.filter(({ message }) => /words (for stderr|of warning)/.test(message))
      return found.length === 2 && found
    })
    expect(messages[0]).toMatchObject({ level: 'error', source: 'print', stepId: `complains-${suffix}` })
    expect(['warn', 'error']).toContain(messages[1]?.level)
  })
})
