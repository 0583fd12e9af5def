/** What fails: attempts, the error step of chapter 8.2, limits, and what is seen of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireErrors } from '../../packages/motia/src/workbench/wire/errors.ts'
import { readTutorialFiles } from '../tutorial/blocks.ts'
import { createProject, type Project } from './harness/project.ts'
import { type Server, startServer } from './harness/server.ts'
import { waitFor } from './harness/wait-for.ts'
import type { Workbench } from './harness/workbench.ts'

let project: Project
let server: Server
let workbench: Workbench

beforeAll(async () => {
  project = await createProject('failures')
  for (const { section, path, code } of readTutorialFiles()) if (section === '8.2') project.write(path, code)
  server = await startServer(project, { env: { MOTIA_WORKERS_COUNT: '2' } })
  workbench = server.workbench
})

afterAll(async () => {
  await server?.stop()
  project?.dispose()
})

/** What a failed run led to, once all of its trace has ended: `runs` at least. */
async function aftermath(traceId: string, runs: number, timeoutMs?: number) {
  const ended = await workbench.settled(traceId, runs, timeoutMs)
  return { ended, errorRuns: ended.filter(({ stepId }) => stepId === 'handle-step-error') }
}

/** Alerts that were sent in all. They reach no step, and the store counts them. */
async function alerts(): Promise<number> {
  return (await workbench.unrouted('send-alert'))?.count ?? 0
}

/** Its alert goes to nobody: seen a moment later, since it is telemetry. */
function unroutedIn(traceId: string) {
  return waitFor('what went to nobody', async () => {
    const { unrouted } = await workbench.trace(traceId)
    return unrouted.length > 0 && unrouted
  })
}

describe('a step that throws', () => {
  it('S80: fails with message and stack at the line of its source, and the server goes on', async () => {
    const { run } = await workbench.result('once', { words: '재고가 부족합니다' })
    expect(run).toMatchObject({
      status: 'failed',
      reason: 'error',
      error: expect.stringContaining('재고가 부족합니다'),
    })
    const line = project
      .read('motia/steps/attempts.ts')
      .split('\n')
      .findIndex((text) => text.includes('new Error(words)'))
    expect(run.failure?.stack).toContain(`motia/steps/attempts.ts:${line + 1}:`)
    expect((await server.request('GET', '/refuse/404')).status).toBe(404)
  })

  it('S97: is shown with its input, message and stack', async () => {
    const { run } = await workbench.result('once', { words: 'seen', userId: 'u7' })
    const group = await waitFor('the group of errors', async () => {
      const { groups } = await workbench.get<WireErrors>('/api/v1/errors?step=once')
      return groups.find(({ lastRunId }) => lastRunId === run.runId)
    })
    expect(group.failure).toMatchObject({ name: 'Error', message: 'seen', stack: expect.any(String) })
    expect(run.input).toEqual({ words: 'seen', userId: 'u7' })
    const { stdout } = await project.motia('trace', run.runId)
    expect(stdout).toMatch(/Error: seen\n.*at .*attempts\.ts:\d+/)
  })

  it('D9: is tried again as it says, each attempt of the same run', async () => {
    const { run, failures } = await workbench.result('flaky', { failures: 2 })
    expect(run).toMatchObject({ status: 'succeeded', attemptsUsed: 3, result: { attempt: 3 } })
    expect(failures.map(({ attempt, failure }) => [attempt, failure.message])).toEqual([
      [1, 'attempt 1 failed'],
      [2, 'attempt 2 failed'],
    ])
    // 40 ms, then 40 × 5.
    expect(failures[1]?.startedAt).toBeGreaterThanOrEqual((failures[0]?.finishedAt as number) + 40)
    expect(run.startedAt).toBeGreaterThanOrEqual((failures[1]?.finishedAt as number) + 200)
    const { run: failed } = await workbench.result('flaky', { failures: 3 })
    expect(failed).toMatchObject({
      status: 'failed',
      attemptsUsed: 3,
      error: expect.stringContaining('attempt 3 failed'),
    })
  })

  it('D9: is not tried again after a NonRetryableError', async () => {
    const { run } = await workbench.result('hopeless')
    expect(run).toMatchObject({ status: 'failed', reason: 'non-retryable', attemptsUsed: 1 })
  })

  it('S82: ends, after its attempts, in the list of failed runs, from which it can be run again', async () => {
    const { run } = await workbench.result('once', { words: 'dead letter' })
    const listed = await project.json<{ runId: string }[]>('runs', '--status', 'failed', '--step', 'once')
    expect(listed.map(({ runId }) => runId)).toContain(run.runId)
    expect(await project.json('redrive', run.runId)).toMatchObject({ runId: run.runId })
    const again = await waitFor('its second end', async () => {
      const detail = await workbench.run(run.runId)
      return detail.run.status === 'failed' && detail.run.finishedAt !== run.finishedAt && detail
    })
    expect(again.failures).toHaveLength(2)
  })

  it('S140: by a name that nobody defined fails with a ReferenceError at its line, not at the start', async () => {
    const { run } = await workbench.result('undefined-name', { userIds: ['a'] })
    expect(run.failure).toMatchObject({ name: 'ReferenceError', message: 'processUser is not defined' })
    expect(run.failure?.stack).toMatch(/motia\/steps\/attempts\.ts:\d+/)
  })

  it('S133: a plain object or words still fails readably', async () => {
    const { run: plain } = await workbench.result('throws-plain-object')
    expect(plain.failure).toMatchObject({ name: 'Plain', message: 'words of a plain object', code: 'E7' })
    const { run: text } = await workbench.result('throws-text')
    expect(text.error).toContain('only words')
  })

  it('D9: past its deadline is told and fails for that reason', async () => {
    const { run } = await workbench.result('too-slow')
    expect(run).toMatchObject({ status: 'failed', reason: 'timeout', attemptsUsed: 2 })
    expect(run.failure?.code).toBe('MOTIA_TIMEOUT')
    await waitFor('the line of the signal', async () =>
      (await workbench.logs({ run: run.runId })).some(({ message }) => message === 'told to stop'),
    )
  })

  it('D9: only in a promise that nobody awaits is logged, and ends no process', async () => {
    const { run } = await workbench.result('floating-rejection')
    expect(run.status).toBe('succeeded')
    const line = await waitFor('the line', async () =>
      (await workbench.logs({ run: run.runId })).find(({ message }) =>
        message.includes('nobody awaited this'),
      ),
    )
    expect(line.level).toBe('error')
  })
})

describe('the error step as the tutorial prints it', () => {
  it('S128 S134 D10: hears once of a run that used up its default attempts, and sends one alert', async () => {
    const before = await alerts()
    const { run } = await workbench.result('default-retries', { order: 7 }, 30_000)
    expect(run).toMatchObject({ status: 'failed', attemptsUsed: 4 })
    const { ended, errorRuns } = await aftermath(run.traceId, 2)
    expect(ended.map(({ stepId }) => stepId)).toEqual(['default-retries', 'handle-step-error'])
    expect(await alerts()).toBe(before + 1)
    const { run: errorRun } = await workbench.run(errorRuns[0]?.runId as string)
    expect(errorRun.input).toEqual({
      stepId: 'default-retries',
      error: {
        name: 'Error',
        message: 'no reason that another attempt would help',
        stack: expect.stringContaining('attempts.ts'),
      },
      context: { order: 7 },
      retryCount: 3,
    })
  })

  it('S133 D10: is itself shown as failed by what it throws, after one attempt, its alert sent all the same', async () => {
    const before = await alerts()
    const { run } = await workbench.result('once', { words: 'rethrown' })
    const { errorRuns } = await aftermath(run.traceId, 2)
    expect(errorRuns).toMatchObject([
      { status: 'failed', attempts: 1, error: expect.stringContaining('rethrown') },
    ])
    expect(await alerts()).toBe(before + 1)
    expect(await unroutedIn(run.traceId)).toEqual([
      { target: 'send-alert', parentRunId: errorRuns[0]?.runId },
    ])
  })

  it('D10: sends one alert too when another attempt might have helped, since the engine has made them', async () => {
    project.write('motia/steps/network.ts', NETWORK)
    await waitFor('the new step', () => workbench.step('network'))
    const before = await alerts()
    const { run } = await workbench.result('network', {}, 30_000)
    expect(run.attemptsUsed).toBe(4)
    expect((await aftermath(run.traceId, 2)).errorRuns).toHaveLength(1)
    expect(await alerts()).toBe(before + 1)
  })

  it('S129 S130 S131 S135 D10: triggers the step by its id with its own count, backs off, and ends', async () => {
    const before = await alerts()
    const { run } = await workbench.result('once', { words: 'NETWORK_ERROR of the bank', n: 1 })
    // Meanwhile others run.
    expect((await workbench.result('quick')).run.result).toBe('quick')
    const { ended, errorRuns } = await aftermath(run.traceId, 8, 30_000)
    const tried = ended.filter(({ stepId }) => stepId === 'once')
    const inputs = await Promise.all(tried.map(async ({ runId }) => (await workbench.run(runId)).run.input))
    const first = { words: 'NETWORK_ERROR of the bank', n: 1 }
    expect(inputs).toEqual([first, ...[1, 2, 3].map((__retry) => ({ ...first, __retry }))])
    expect(await alerts()).toBe(before + 1)
    const waits = tried.slice(1).map(({ createdAt }, i) => createdAt - (tried[i]?.finishedAt as number))
    for (const [i, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(990 * 2 ** i)
    expect(errorRuns.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'failed'])
    const { run: retried } = await workbench.run(errorRuns[0]?.runId as string)
    expect(retried.result).toMatchObject({ routed: true, runs: [{ stepId: 'once' }] })
  }, 40_000)

  it('S96 D10: hears of an answer of 500, at once, and of the input', async () => {
    const answer = await server.request('POST', '/broken', { order: 8 })
    expect(answer.status).toBe(500)
    const [errorRun] = (await aftermath(answer.body.traceId, 1)).errorRuns
    const { run } = await workbench.run(errorRun?.runId as string)
    expect(run.input).toMatchObject({
      stepId: 'broken-page',
      error: { name: 'Error', message: 'the page is broken' },
      context: { order: 8 },
      retryCount: 0,
    })
    expect((await unroutedIn(answer.body.traceId)).map(({ target }) => target)).toEqual(['send-alert'])
  })

  it('D9 D10: hears of a deadline that a request passed, and nothing that ran on is committed', async () => {
    const answer = await server.request('GET', '/slow')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    const run = await waitFor('the error step', async () => {
      const [latest] = await workbench.runs({ step: 'handle-step-error' })
      const { run } = await workbench.run(latest?.runId as string)
      return (run.input as { stepId: string }).stepId === 'slow-page' && run
    })
    expect(run.input).toMatchObject({ error: { code: 'MOTIA_TIMEOUT' } })
    const line = await waitFor('the handler to have gone on', async () =>
      (await workbench.logs({ step: 'slow-page' })).find(({ message }) => message === 'went on'),
    )
    expect(line.fields).toEqual({ code: 'MOTIA_CONTEXT_CLOSED' })
    expect(await workbench.unrouted('never-committed')).toBeUndefined()
  })

  it('D10: does not hear of answers below 500, and these count as no failure', async () => {
    const before = (await workbench.runs({ step: 'handle-step-error' })).length
    expect((await server.request('GET', '/refuse/404')).status).toBe(404)
    expect((await server.request('POST', '/strict', { name: 1 })).status).toBe(400)
    expect((await server.request('GET', '/refuse/503')).status).toBe(503)
    await waitFor('the one of the 503', async () => {
      const runs = await workbench.runs({ step: 'handle-step-error' })
      return runs.length > before
    })
    expect((await workbench.runs({ step: 'handle-step-error' })).length).toBe(before + 1)
    const figures = await waitFor('the figures', async () => {
      const { figures } = await workbench.step('strict-page')
      return figures.executions === 1 && figures
    })
    expect(figures).toMatchObject({ failed: 0, successRate: 1 })
  })
})

const NETWORK = `import { event } from '@motia/core';
export default event({ id: 'network' }, () => {
  throw new Error('NETWORK_ERROR, each time');
});
`

describe('a limit of concurrency', () => {
  it('S136 S137: holds across retries and worker processes, while the rest waits and is counted', async () => {
    const { traceId } = await workbench.trigger('release-many', { count: 30 })
    const queued = await waitFor('runs that wait', async () => {
      const { queued } = await workbench.step('limited')
      return queued > 0 && queued
    })
    expect(queued).toBeLessThanOrEqual(25)
    await workbench.settled(traceId, 31)
    const lines = project.read('limited.log').trim().split('\n')
    expect(lines).toHaveLength(2 * (30 + 10)) // a third of them ran twice
    expect(new Set(lines.map((line) => line.slice(2))).size).toBe(2)
    let running = 0
    const atOnce = lines.map((line) => (running += line.startsWith('+') ? 1 : -1))
    expect(Math.max(...atOnce)).toBe(5)
  })

  it('S138: leaves what a handler does at once within itself alone', async () => {
    const userIds = Array.from({ length: 25 }, (_, i) => i)
    const { run } = await workbench.result('batches', { userIds })
    expect(run.result).toEqual({ processed: 25, most: 10, last: 48 })
  })

  it('S131: a handler that waits blocks no other run', async () => {
    const waiting = await workbench.trigger('backs-off')
    const { run: quick } = await workbench.result('quick')
    const { run: slow } = await workbench.ended(waiting.runs[0]?.runId as string)
    expect(quick.finishedAt).toBeLessThan(slow.finishedAt as number)
    expect(slow.result).toBe('waited')
  })
})
