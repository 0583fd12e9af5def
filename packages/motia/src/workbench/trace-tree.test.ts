import type { RunRecord } from '@motia/core/store'
import { describe, expect, it } from 'vitest'
import type { AttemptSpan, LogRecord, RequestSpan } from '../observability/records.ts'
import { buildTrace } from './trace-tree.ts'
import type { WireTraceNode } from './wire/runs.ts'

const run = (
  runId: string,
  parentRunId: string | null,
  createdAt: number,
  more: Partial<RunRecord> = {},
): RunRecord => ({
  runId,
  stepId: `step-${runId}`,
  traceId: 't',
  parentRunId,
  cause: 'trigger',
  status: 'succeeded',
  reason: null,
  attemptsUsed: 1,
  createdAt,
  dueAt: null,
  startedAt: createdAt,
  finishedAt: createdAt + 1,
  error: null,
  input: '{"big":"payload"}',
  result: '1',
  failure: null,
  after: [],
  strikes: 0,
  conflicts: 0,
  ...more,
})

const span = { at: 1, traceId: 't', startedAt: 1, durationMs: 1 }
const request: RequestSpan = {
  ...span,
  id: 1,
  kind: 'request',
  runId: 'r0',
  stepId: 'api',
  method: 'POST',
  path: '/',
  status: 200,
}
const attempt: AttemptSpan = {
  ...span,
  id: 2,
  kind: 'attempt',
  runId: 'a',
  stepId: 'step-a',
  parentRunId: 'r0',
  attempt: 1,
  waitedMs: 0,
  status: 'succeeded',
}
const line = (id: number, runId?: string): LogRecord => ({
  id,
  at: id,
  level: 'info',
  source: 'logger',
  message: `line ${id}`,
  ...(runId !== undefined && { runId }),
})
const parts = { traceId: 't', runs: [], spans: [], logs: [], unrouted: [] }
const outline = ({ runId, children }: WireTraceNode): unknown => [runId, ...children.map(outline)]

describe('a trace as a tree', () => {
  it('hangs what was triggered below what triggered it, in the order of time', () => {
    const runs = [run('b', 'a', 5), run('c', 'r0', 4), run('a', 'r0', 3)]
    const { roots } = buildTrace({ ...parts, runs, spans: [request, attempt] })
    expect(roots.map(outline)).toEqual([['r0', ['a', ['b']], ['c']]])
    expect(roots[0]?.request).toEqual(request)
    expect(roots[0]?.children[0]?.attempts).toEqual([attempt])
  })

  it('is whole with what is left when parents are gone', () => {
    const runs = [run('b', 'pruned', 5), run('c', null, 4), run('self', 'self', 6)]
    expect(buildTrace({ ...parts, runs }).roots.map(outline)).toEqual([['c'], ['b'], ['self']])
  })

  it('knows a run from its span alone', () => {
    const { roots } = buildTrace({ ...parts, spans: [attempt] })
    expect(roots).toMatchObject([{ runId: 'a', stepId: 'step-a', attempts: [{ id: 2 }] }])
    expect(roots[0]).not.toHaveProperty('run')
  })

  it('gives lines to their runs, and keeps the others', () => {
    const trace = buildTrace({
      ...parts,
      runs: [run('a', null, 1)],
      logs: [line(1, 'a'), line(2), line(3, 'gone')],
    })
    expect(trace.roots[0]?.logs.map(({ id }) => id)).toEqual([1])
    expect(trace.logs.map(({ id }) => id)).toEqual([2, 3])
  })

  it('leaves payloads to the page of the run, and hides secrets', () => {
    const trace = buildTrace({
      ...parts,
      runs: [run('a', null, 1, { status: 'failed', error: 'password=hunter2' })],
    })
    expect(JSON.stringify(trace)).not.toContain('payload')
    expect(JSON.stringify(trace)).not.toContain('hunter2')
  })
})
