/** What a run spent its time on, as it is told of it: the queue, the limit of its step, its execution, its commit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireRuns, WireTraceNode } from '../../packages/motia/src/workbench/wire/runs.ts'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject('phases')
  server = await startServer(project)
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

type Phases = NonNullable<WireTraceNode['attempts'][number]['phases']>

const namesOf = (phases: Phases) => phases.map(({ name }) => name)
const msOf = (phases: Phases, name: string) =>
  phases.filter((phase) => phase.name === name).reduce((sum, { durationMs }) => sum + durationMs, 0)

/** Where a phase begins that does not go on from the one before. */
function gapsOf(phases: Phases): Phases {
  return phases.filter((phase, i) => {
    const before = phases[i - 1]
    return before && Math.abs(phase.startedAt - before.startedAt - before.durationMs) > 0.01
  })
}

/** The order's node, once all that it led to was seen. */
async function seenOrder(): Promise<WireTraceNode> {
  const answer = await server.request('POST', '/orders', {})
  const { traceId } = answer.body
  return waitFor('what was seen of all runs', async () => {
    const [root] = (await server.workbench.trace(traceId)).roots
    return root?.request && root.children.filter(({ attempts }) => attempts[0]).length === 3 && root
  })
}

describe('the phases of a run', () => {
  it('tell what it waited for its limit, within all that it took', async () => {
    const { children, request } = await seenOrder()
    const shown = children
      .map(({ run, attempts }) => ({ run, phases: attempts[0]?.phases as Phases }))
      .sort((a, b) => msOf(a.phases, 'limit') - msOf(b.phases, 'limit'))
    for (const { run, phases } of shown) {
      expect(gapsOf(phases)).toEqual([])
      expect(phases.slice(-2).map(({ name }) => name)).toEqual(['execution', 'commit'])
      expect(msOf(phases, 'execution')).toBeGreaterThanOrEqual(295)
      const whole = Date.now() - (run?.createdAt as number)
      const sum = phases.reduce((all, { durationMs }) => all + durationMs, 0)
      expect(sum).toBeGreaterThanOrEqual((run?.finishedAt as number) - (run?.createdAt as number))
      expect(sum).toBeLessThanOrEqual(whole)
      expect(phases[0]?.startedAt).toBe(run?.createdAt)
    }
    const [first, second, third] = shown.map(({ phases }) => phases) as [Phases, Phases, Phases]
    expect(namesOf(first)).not.toContain('limit')
    expect(msOf(second, 'limit')).toBeGreaterThan(200)
    expect(msOf(third, 'limit')).toBeGreaterThan(msOf(second, 'limit') + 200)
    expect(namesOf(request?.phases as Phases)).toEqual(['execution', 'commit'])
    const { stdout } = await project.motia('run', shown[2]?.run?.runId as string)
    expect(stdout).toMatch(
      /times +waited [\d.]+ m?s, of it limit [\d.]+ m?s; ran [\d.]+ m?s; commit [\d.]+ m?s\n/,
    )
  })

  it('are those of each attempt, without the time until it was due', async () => {
    const { run } = await server.workbench.result('flaky')
    const [first, again] = await waitFor('both attempts', async () => {
      const { attempts } = await server.workbench.run(run.runId)
      return attempts.length === 2 && attempts
    })
    const [one, two] = [first?.phases, again?.phases] as [Phases, Phases]
    for (const phases of [one, two]) expect(namesOf(phases)).toEqual(['queue', 'execution', 'commit'])
    expect(two[0]?.startedAt).toBeGreaterThanOrEqual((first?.dueAt as number) - 1)
    expect((one[2]?.startedAt as number) + 390).toBeLessThanOrEqual(two[0]?.startedAt as number)
  })
})

describe('under load', () => {
  it('every request that failed is kept', async () => {
    const count = 300
    await Promise.all(Array.from({ length: count }, (_, i) => server.request('GET', `/broken/${i}`)))
    await waitFor('all of them', async () => {
      const found = await server.workbench.get<WireRuns>('/api/v1/runs?kind=request&step=broken&limit=1000')
      return found.runs.length === count && found.runs.every(({ status }) => status === 'failed')
    })
  })
})
