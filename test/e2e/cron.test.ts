/** Cron steps: when they run, what they run with, and what a bad schedule does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'
import type { Workbench } from './harness/workbench.ts'

const SECOND_MS = 1000

let project: Project
let server: Server
let workbench: Workbench

beforeAll(async () => {
  project = await createProject('cron')
  server = await startServer(project)
  workbench = server.workbench
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

/** Runs of a step that have begun, oldest first: at least `count`. */
async function begun(step: string, count: number) {
  return waitFor(`${count} runs of ${step}`, async () => {
    const runs = (await workbench.runs({ step })).filter(({ startedAt }) => startedAt !== null)
    return runs.length >= count && [...runs].reverse()
  })
}

/** The seconds since the epoch that runs of a step stood for, in order. */
async function ticksOf(step: string): Promise<number[]> {
  const runs = await workbench.runs({ step })
  const details = await Promise.all(runs.map(({ runId }) => workbench.run(runId)))
  const times = details.map(({ run }) => Date.parse((run.input as { scheduledAt: string }).scheduledAt))
  return times.map((ms) => ms / SECOND_MS).sort((a, b) => a - b)
}

async function nextOf(step: string): Promise<Date> {
  return new Date((await workbench.step(step)).schedule?.nextAt as number)
}

describe('a schedule', () => {
  it('S65 S66: of five fields says when: at nine, on Sundays at two', async () => {
    const daily = await nextOf('daily-report')
    expect([daily.getHours(), daily.getMinutes(), daily.getSeconds()]).toEqual([9, 0, 0])
    expect(daily.getTime() - Date.now()).toBeLessThanOrEqual(25 * 3600 * SECOND_MS)
    const weekly = await nextOf('weekly-cleanup')
    expect([weekly.getDay(), weekly.getHours(), weekly.getMinutes()]).toEqual([0, 2, 0])
    expect(weekly.getTime()).toBeGreaterThan(Date.now())
  })

  it('D15: has a timezone of its own', async () => {
    expect((await nextOf('daily-in-seoul')).toISOString()).toMatch(/T00:00:00\.000Z$/)
  })

  it('S70: that makes no sense is named with its file, and the other steps start', async () => {
    await server.prints(/motia\/steps\/broken\.ts[\s\S]*0 25 \* \* \*/)
    expect((await workbench.steps()).map(({ id }) => id)).toContain('daily-report')
    const { mistakes } = await workbench.get<{ mistakes: { file: string; message: string }[] }>(
      '/api/v1/info',
    )
    expect(mistakes).toEqual([
      expect.objectContaining({
        file: 'motia/steps/broken.ts',
        message: expect.stringContaining('0 25 * * *'),
      }),
    ])
  })

  it('S1 S65 D15: fires each second once, and not for the time before the first start', async () => {
    await begun('tick', 3)
    const ticks = await ticksOf('tick')
    expect(ticks).toEqual(ticks.map((_, i) => (ticks[0] as number) + i))
  })
})

describe('a cron handler', () => {
  it('S67: needs no argument', async () => {
    const [run] = await begun('takes-nothing', 1)
    expect((await workbench.ended(run?.runId as string)).run.result).toBe('ticked')
  })

  it('D6: may take the tick and the context', async () => {
    const [run] = await begun('tick', 1)
    expect((await workbench.ended(run?.runId as string)).run.result).toEqual({
      tick: { scheduledAt: expect.stringMatching(/:\d\d\.000Z$/), schedule: '* * * * * *' },
      attempt: 1,
    })
  })

  it('S68 S69: triggers a step that does not exist and goes on; what it returns is recorded', async () => {
    const { run } = await workbench.result('daily-report')
    expect(run).toMatchObject({ status: 'succeeded', result: { users: 7 } })
    expect(await workbench.unrouted('send-report-email')).toMatchObject({
      count: 1,
      lastTraceId: run.traceId,
    })
    await server.prints('"send-report-email"')
  })

  it('S74: that fails is a failed run like any other, and the next tick comes', async () => {
    const [first, second] = await begun('failing-tick', 2)
    const runs = await Promise.all([first, second].map((run) => workbench.ended(run?.runId as string)))
    for (const { run } of runs) {
      expect(run).toMatchObject({
        status: 'failed',
        failure: { message: 'not today', stack: expect.any(String) },
      })
    }
    const [seconds, next] = runs.map(({ run }) =>
      Date.parse((run.input as { scheduledAt: string }).scheduledAt),
    )
    expect(next).toBe((seconds as number) + SECOND_MS)
  })

  it('S72 D15: does not overlap itself unless it says so', async () => {
    const [skipped, queued, allowed] = await Promise.all([
      begun('slow-skip', 2),
      begun('slow-queue', 3),
      begun('slow-allow', 3),
    ])
    await workbench.ended(skipped[0]?.runId as string)
    await workbench.ended(queued[1]?.runId as string)
    const overlaps = async (runs: typeof skipped) => {
      const [first, second] = await Promise.all(runs.slice(0, 2).map(({ runId }) => workbench.run(runId)))
      const end = first?.run.finishedAt ?? Number.POSITIVE_INFINITY
      return (second?.run.startedAt as number) < end
    }
    expect([await overlaps(skipped), await overlaps(queued), await overlaps(allowed)]).toEqual([
      false,
      false,
      true,
    ])
    const missed = await ticksOf('slow-skip')
    expect((missed[1] as number) - (missed[0] as number)).toBeGreaterThanOrEqual(3)
    const kept = await ticksOf('slow-queue')
    expect(kept.slice(0, 3)).toEqual([0, 1, 2].map((i) => (kept[0] as number) + i))
  })
})

describe('ticks that were missed', () => {
  it('D15: for long are made up for as the step says: all of them, one after another, or none', async () => {
    await begun('catch-all', 1)
    await server.stop()
    const stoppedAt = Math.ceil(Date.now() / SECOND_MS)
    const [from, to] = [stoppedAt + 1, stoppedAt + 3]
    await waitFor('ticks to be more than 5 s late', () => Date.now() / SECOND_MS > to + 5)
    server = await startServer(project)
    workbench = server.workbench
    const upTo = Math.ceil(Date.now() / SECOND_MS)
    await waitFor('the ticks after', async () => ((await ticksOf('catch-none')).at(-1) as number) > upTo)
    await waitFor('the ticks after', async () => ((await ticksOf('catch-all')).at(-1) as number) > upTo)
    // Later ones may meet those that are made up for, and are skipped then.
    const all = (await ticksOf('catch-all')).filter((tick) => tick <= to + 3)
    expect(all.at(-1)).toBe(to + 3)
    expect(all).toEqual(all.map((_, i) => (all[0] as number) + i))
    const none = await ticksOf('catch-none')
    expect(none.filter((tick) => tick >= from && tick <= to)).toEqual([])
    const runs = (await begun('catch-all', all.length)).toSorted(
      (a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0),
    )
    const details = await Promise.all(runs.map(({ runId }) => workbench.ended(runId)))
    for (const [i, { run }] of details.slice(1).entries()) {
      expect(run.startedAt).toBeGreaterThanOrEqual(details[i]?.run.finishedAt as number)
    }
  })
})
