import { expect, it } from 'vitest'
import type { RequestSpan } from '../observability/records.ts'
import { AT, run } from './fixtures/memory-runs.ts'
import { fromRequest, fromRun } from './run-rows.ts'

const request: RequestSpan = {
  id: 1,
  kind: 'request',
  at: AT + 3,
  runId: 'r1',
  traceId: 't1',
  stepId: 'create-user',
  method: 'POST',
  path: '/users',
  status: 200,
  startedAt: AT + 0.25,
  durationMs: 2.5,
}

it('a request took as long as its span says, with effects or without', () => {
  const stored = run('r1', { cause: 'api', createdAt: AT + 2, startedAt: AT + 2, finishedAt: AT + 2 })
  for (const row of [fromRun(stored, request), fromRequest(request)])
    expect(row).toMatchObject({ startedAt: AT + 0.25, finishedAt: AT + 2.75, request: { status: 200 } })
})

it('a run of another kind has the times of the store', () => {
  expect(fromRun(run('r1'))).toMatchObject({ startedAt: AT, finishedAt: AT + 5 })
})
