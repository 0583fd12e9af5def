import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AttemptEvent, RequestEvent, TelemetryEvent } from '@motia/core/events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SpanFilter, TelemetryReader } from '../records.ts'
import { openTelemetryFile, type TelemetryFile } from './file.ts'
import { BOUNDS, counters } from './fixtures/temp-telemetry.ts'
import { openTelemetryReader } from './reader.ts'

let folder: string
let file: TelemetryFile
let reader: TelemetryReader
const AT = 1_800_000_000_000

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telemetry-'))
  const path = join(folder, 'telemetry.db')
  file = openTelemetryFile({ path, now: () => AT, ...BOUNDS })
  reader = openTelemetryReader(path)
})

afterEach(() => {
  reader.close()
  file.close()
  rmSync(folder, { recursive: true, force: true })
})

const attempt = (more: Partial<AttemptEvent> = {}): AttemptEvent => ({
  type: 'attempt',
  at: AT,
  runId: 'r1',
  traceId: 't1',
  parentRunId: null,
  stepId: 'a',
  attempt: 1,
  startedAt: AT - 5,
  durationMs: 5,
  waitedMs: 1,
  queuedAt: AT - 6,
  status: 'succeeded',
  ...more,
})

const request = (more: Partial<RequestEvent> = {}): RequestEvent => ({
  type: 'request',
  at: AT,
  runId: 'r0',
  traceId: 't1',
  stepId: 'create-user',
  method: 'POST',
  path: '/users',
  status: 200,
  startedAt: AT - 20,
  durationMs: 12.5,
  ...more,
})

const failure = (message: string, line = 3) => ({
  name: 'Error',
  message,
  stack: `Error: ${message}\n    at f (/app/motia/a.ts:${line}:9)`,
})

it('has nothing to say before there is a file', async () => {
  const early = openTelemetryReader(join(folder, 'none.db'))
  expect(await early.logs({ limit: 1 })).toEqual({ lines: [] })
  expect(await early.metrics()).toEqual([])
  early.close()
})

describe('spans', () => {
  it('come back as they went in', async () => {
    const failed = attempt({
      status: 'scheduled',
      reason: 'error',
      failure: failure('x'),
      dueAt: AT + 5,
      parentRunId: 'r0',
      attempt: 2,
    })
    file.write([request(), failed])
    const { type: _, ...asked } = request()
    const { type: __, queuedAt, ...tried } = failed
    const phases = [
      { name: 'queue', startedAt: queuedAt, durationMs: 1 },
      { name: 'execution', startedAt: AT - 5, durationMs: 5 },
    ]
    expect(await reader.trace('t1')).toEqual([
      { kind: 'request', id: 1, ...asked },
      { kind: 'attempt', id: 2, ...tried, phases },
    ])
    expect(await reader.run('r1')).toHaveLength(1)
  })

  it('are filtered by kind, step and failure, newest first, page by page', async () => {
    for (let i = 0; i < 10; i++) file.write([attempt({ runId: `r${i}`, stepId: i % 2 ? 'odd' : 'even' })])
    file.write([request({ status: 500 }), request({ status: 404 })])
    expect((await reader.spans({ failed: true, limit: 10 })).map((span) => span.id)).toEqual([11])
    expect((await reader.spans({ kind: 'request', limit: 10 })).map((span) => span.id)).toEqual([12, 11])
    const page = await reader.spans({ stepId: 'odd', limit: 2 })
    expect(page.map((span) => span.runId)).toEqual(['r9', 'r7'])
    const next = await reader.spans({ stepId: 'odd', before: page[1]?.id ?? 0, limit: 10 })
    expect(next.map((span) => span.runId)).toEqual(['r5', 'r3', 'r1'])
  })

  it('tell the slowest', async () => {
    for (const durationMs of [5, 900, 20]) file.write([attempt({ durationMs })])
    file.write([request({ durationMs: 1000 })])
    expect((await reader.slowest({ limit: 2 })).map((span) => span.durationMs)).toEqual([1000, 900])
    expect((await reader.slowest({ stepId: 'a', limit: 1 })).map((span) => span.durationMs)).toEqual([900])
  })
})

it('tells system events, newest first, by type', async () => {
  const ended: TelemetryEvent = { type: 'app-ended', at: AT, cause: 'SIGKILL' }
  const notice: TelemetryEvent = { type: 'notice', at: AT, level: 'warn', message: 'm' }
  file.write([ended, notice])
  expect(await reader.events({ limit: 10 })).toEqual([
    { id: 2, event: notice },
    { id: 1, event: ended },
  ])
  expect(await reader.events({ types: ['app-ended'], limit: 10 })).toHaveLength(1)
})

it('tells how each step fares', async () => {
  file.write([
    ...Array.from({ length: 100 }, (_, i) => attempt({ stepId: 'job', durationMs: i + 1 })),
    attempt({ stepId: 'job', durationMs: 101, status: 'failed', failure: failure('x') }),
    request({ stepId: 'seen-only' }),
    { ...counters('p', { stepId: 'api', ended: 4, failed: 1, totalMs: 10, durations: [9, 4] }), at: AT },
  ])
  expect(await reader.metrics()).toEqual([
    {
      stepId: 'api',
      requests: expect.objectContaining({ requests: 4, failed: 1, successRate: 0.75, meanMs: 2.5 }),
    },
    { stepId: 'job', attempts: { attempts: 101, failed: 1, meanMs: 51, p50Ms: 51, p95Ms: 96, p99Ms: 100 } },
    { stepId: 'seen-only' },
  ])
})

it('groups errors that differ in figures and ids only', async () => {
  const fail = (message: string, more: Partial<AttemptEvent> = {}, line = 3) =>
    attempt({ status: 'scheduled', failure: failure(message, line), ...more })
  file.write([
    fail('order 17 declined', { at: AT - 50 }),
    fail('order 18 declined', { status: 'failed', runId: 'r9' }),
    fail('order 18 declined', {}, 99),
    fail('user 3f2504e04f8911d39a0c0305e82c3301 is gone', { stepId: 'b' }),
    request({ status: 503 }),
    attempt(),
  ])
  const groups = await reader.errors({ limit: 10 })
  expect(groups.map((group) => [group.stepId, group.count, group.final, group.failure.message])).toEqual([
    ['create-user', 1, 1, 'failed without an error'],
    ['b', 1, 0, 'user 3f2504e04f8911d39a0c0305e82c3301 is gone'],
    ['a', 1, 0, 'order 18 declined'],
    ['a', 2, 1, 'order 18 declined'],
  ])
  expect(groups[3]).toMatchObject({ firstAt: AT - 50, lastAt: AT, lastRunId: 'r9' })
  expect(await reader.errors({ stepId: 'b', limit: 10 })).toHaveLength(1)
})

it('finds spans by steps, status, time and text', async () => {
  const id = '0123456789abcdef0123456789abcdef'
  file.write([
    attempt({ stepId: 'a', at: AT - 120_000, runId: id }),
    attempt({ stepId: 'b', at: AT - 60_000, status: 'failed', failure: failure('card 100% declined') }),
    attempt({ stepId: 'c', at: AT - 30_000, status: 'lost', traceId: id }),
    request({ stepId: 'api', at: AT - 1, path: '/users/7', status: 200 }),
  ])
  const steps = async (filter: Partial<SpanFilter>) =>
    (await reader.spans({ limit: 10, ...filter })).map(({ stepId }) => stepId)
  expect(await steps({ stepIds: ['a', 'c', 'x'] })).toEqual(['c', 'a'])
  expect(await steps({ stepIds: [] })).toEqual([])
  expect(await steps({ statuses: ['failed', 'lost'] })).toEqual(['c', 'b'])
  expect(await steps({ failed: true })).toEqual(['b'])
  expect(await steps({ unfailed: true })).toEqual(['api', 'c', 'a'])
  expect(await steps({ from: AT - 60_000, to: AT - 30_000 })).toEqual(['b'])
  expect(await steps({ to: AT - 60_000 })).toEqual(['a'])
  expect(await steps({ text: '/users' })).toEqual(['api'])
  expect(await steps({ text: '100% decl' })).toEqual(['b'])
  expect(await steps({ text: '0123' })).toEqual(['c', 'a'])
  expect(await steps({ text: id.slice(0, 20) })).toEqual(['c', 'a'])
  expect(await steps({ text: id.slice(1, 20) })).toEqual([])
  expect(await reader.versions()).toEqual({ spans: 4, logs: 0 })
})

it('tells kinds of failures apart by a fingerprint that stays, with their trend and spans', async () => {
  const fail = (message: string, at: number, runId: string) =>
    attempt({ status: 'failed', failure: failure(message), at, runId })
  file.write([
    fail('order 1 declined', AT - 90_000, 'r1'),
    fail('order 2 declined', AT - 10_000, 'r2'),
    fail('no stock', AT - 5_000, 'r3'),
  ])
  const time = { from: AT - 100_000, to: AT }
  const [latest, other] = await reader.errors({ ...time, trendBuckets: 4, limit: 10 })
  expect(latest).toMatchObject({ count: 1, trend: [0, 0, 0, 1] })
  expect(other).toMatchObject({
    count: 2,
    trend: [1, 0, 0, 1],
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
  })
  const fingerprint = other?.fingerprint ?? ''
  expect((await reader.failures({ fingerprint, limit: 10 })).map(({ runId }) => runId)).toEqual(['r2', 'r1'])
  expect(await reader.failures({ fingerprint, from: AT - 20_000, limit: 10 })).toHaveLength(1)
  expect(await reader.failures({ fingerprint: 'x', limit: 10 })).toEqual([])
  file.write([fail('order 3 declined', AT, 'r4')])
  expect((await reader.errors({ from: AT - 1_000, limit: 10 }))[0]).toMatchObject({
    fingerprint,
    count: 1,
    trend: [],
  })
})
