import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { expect, it } from 'vitest'
import { toAttemptRows } from './attempt-rows.ts'

const run = {
  status: 'succeeded',
  createdAt: 100,
  startedAt: 300,
  finishedAt: 340,
  attemptsUsed: 3,
} as WireRunDetail['run']

const span = (attempt: number, startedAt: number, status: string) =>
  ({ attempt, startedAt, durationMs: 10, status, failure: { name: 'E', message: `no ${attempt}` } }) as never

const failure = (attempt: number, startedAt: number, outcome: string) =>
  ({
    attempt,
    startedAt,
    finishedAt: startedAt + 10,
    outcome,
    failure: { name: 'E', message: 'no' },
  }) as never

it('puts what was seen and what was stored together, each attempt once', () => {
  const rows = toAttemptRows({
    run,
    attempts: [span(1, 120, 'scheduled')],
    failures: [failure(1, 120, 'error'), failure(2, 200, 'lost')],
  })
  expect(
    rows.map(({ attempt, outcome, waitedMs, durationMs }) => [attempt, outcome, waitedMs, durationMs]),
  ).toEqual([
    [1, 'scheduled', 20, 10],
    [2, 'lost', 70, 10],
    [3, 'succeeded', 90, 40],
  ])
})

it('says why, where the reason says more than that it failed', () => {
  const timeout = { ...(span(1, 120, 'failed') as object), reason: 'timeout' } as never
  expect(toAttemptRows({ run: null, attempts: [timeout], failures: [] })[0]?.outcome).toBe('timeout')
})

it('tells what of its wait was for its limit, and how long its commit took, where that was seen', () => {
  const phases = [
    { name: 'queue', startedAt: 150, durationMs: 20 },
    { name: 'limit', startedAt: 170, durationMs: 100 },
    { name: 'queue', startedAt: 270, durationMs: 30 },
    { name: 'execution', startedAt: 300, durationMs: 10 },
    { name: 'commit', startedAt: 310, durationMs: 4 },
  ]
  const seen = { ...(span(1, 300, 'succeeded') as object), phases } as never
  expect(toAttemptRows({ run, attempts: [seen], failures: [] })).toMatchObject([
    { waitedMs: 150, limitMs: 100, durationMs: 10, commitMs: 4 },
  ])
})
