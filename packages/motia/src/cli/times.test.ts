import { afterAll, beforeAll, expect, it } from 'vitest'
import { idOf, makeRanProject, NOW, newRun, type RanProject } from './fixtures/ran-project.ts'

let project: RanProject
beforeAll(async () => {
  const ids = { runId: idOf('a001'), traceId: idOf('77aa'), stepId: 'pay' } as const
  project = await makeRanProject(
    [
      {
        inline: { ...ids, stepId: 'order', input: '{}', startedAt: NOW - 12, result: '{}' },
        accepts: [newRun('a002', 'pay', { parentRunId: ids.runId, cause: 'trigger' })],
      },
    ],
    [
      {
        ...{
          ...ids,
          type: 'request',
          at: NOW,
          stepId: 'order',
          method: 'POST',
          path: '/orders',
          status: 201,
        },
        ...{ startedAt: NOW - 12, durationMs: 12, commitMs: 4 },
      },
      {
        ...{ ...ids, type: 'attempt', at: NOW + 1_500, runId: idOf('a002'), parentRunId: ids.runId },
        ...{ attempt: 1, status: 'succeeded', startedAt: NOW + 1_200, durationMs: 300, waitedMs: 1_200 },
        ...{ queuedAt: NOW, limitAt: NOW + 10, limitMs: 800, commitMs: 4 },
      },
    ],
  )
})
afterAll(() => project.remove())

it('of a run are told apart: what it waited for, how long it ran, how long its commit took', async () => {
  const run = await project.motia('run a002')
  expect(run.output()).toMatch(/times {4}waited 1\.2 s, of it limit 800 ms; ran 300 ms; commit 4 ms\n/)
  const request = await project.motia('run a001')
  expect(request.output()).toMatch(/times {4}ran 8 ms; commit 4 ms\n/)
})

it('of a trace are told where something waited for long', async () => {
  const lines = (await project.motia('trace 77aa')).output().split('\n')
  expect(lines[1]).not.toContain('waited')
  expect(lines[2]).toContain('pay queued · waited 1.2 s, of it limit 800 ms · ')
})
