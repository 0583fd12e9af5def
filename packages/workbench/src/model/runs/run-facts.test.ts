import type { WireRunDetail } from 'motia/workbench/wire/runs'
import { expect, it } from 'vitest'
import { toRunFacts, toShownResult } from './run-facts.ts'

const run = {
  runId: 'r',
  status: 'failed',
  attemptsUsed: 4,
  startedAt: 5,
  finishedAt: 9,
  failure: null,
} as never
const request = {
  runId: 'r',
  stepId: 's',
  startedAt: 4.5,
  durationMs: 6,
  status: 503,
  method: 'GET',
  path: '/',
} as never
const detail = (about: Partial<WireRunDetail>): WireRunDetail => ({
  run: null,
  request: null,
  attempts: [],
  failures: [],
  logs: [],
  frames: [],
  children: [],
  ...about,
})

it('knows what can be done about a run', () => {
  expect(toRunFacts(detail({ run }))).toMatchObject({ attempts: 4, canRetry: true, canCancel: false })
  const running = { ...(run as object), status: 'running' } as never
  expect(toRunFacts(detail({ run: running }))).toMatchObject({ canRetry: false, canCancel: true })
})

it('takes a request without effects for a run that ended', () => {
  const facts = toRunFacts(detail({ request }))
  expect(facts).toMatchObject({ status: 'failed', isEnded: true, canRetry: false, finishedAt: 10.5 })
})

it('takes the times of a request from its span', () => {
  expect(toRunFacts(detail({ run, request }))).toMatchObject({ startedAt: 4.5, finishedAt: 10.5 })
})

it('shows the body of an answer as the value that it is', () => {
  expect(toShownResult({ status: 200, body: '{"a":1}' })).toEqual({ status: 200, body: { a: 1 } })
  const text = { status: 200, body: 'hello' }
  expect(toShownResult(text)).toBe(text)
  expect(toShownResult('plain')).toBe('plain')
})
