import type { RunSummary } from '@motia/core/store'
import type { WireTrace, WireTraceNode } from 'motia/workbench/wire/runs'
import { expect, it } from 'vitest'
import { foldAtFirst, toWaterfall, unfolded } from './waterfall.ts'

type Attempt = WireTraceNode['attempts'][number]

function run(runId: string, about: Partial<RunSummary> = {}): RunSummary {
  return {
    runId,
    stepId: `step-${runId}`,
    traceId: 't',
    parentRunId: null,
    cause: 'trigger',
    status: 'succeeded',
    reason: null,
    attemptsUsed: 1,
    createdAt: 100,
    dueAt: null,
    startedAt: 120,
    finishedAt: 150,
    error: null,
    ...about,
  }
}

function attempt(number: number, startedAt: number, durationMs: number, status: Attempt['status']): Attempt {
  return {
    kind: 'attempt',
    id: number,
    at: startedAt + durationMs,
    runId: 'a',
    traceId: 't',
    stepId: 's',
    parentRunId: null,
    attempt: number,
    startedAt,
    durationMs,
    waitedMs: 0,
    status,
  }
}

function node(runId: string, about: Partial<WireTraceNode> = {}): WireTraceNode {
  return { runId, stepId: `step-${runId}`, startedAt: 100, attempts: [], logs: [], children: [], ...about }
}

const trace = (...roots: WireTraceNode[]): WireTrace => ({ traceId: 't', roots, logs: [], unrouted: [] })

const kinds = (of: WireTrace, now = 1000) =>
  toWaterfall(of, now).rows[0]?.segments.map(({ kind, from, to }) => [kind, from, to])

it('waits, tries, pauses and tries again', () => {
  const attempts = [
    attempt(1, 120, 10, 'scheduled'),
    attempt(2, 200, 10, 'lost'),
    attempt(3, 260, 20, 'succeeded'),
  ]
  const of = trace(node('a', { run: run('a', { startedAt: 260, finishedAt: 280 }), attempts }))
  expect(kinds(of)).toEqual([
    ['waiting', 100, 120],
    ['attempt', 120, 130],
    ['pause', 130, 200],
    ['attempt', 200, 210],
    ['pause', 210, 260],
    ['attempt', 260, 280],
  ])
  const moods = toWaterfall(of, 1000).rows[0]?.segments.flatMap((each) => ('mood' in each ? [each.mood] : []))
  expect(moods).toEqual(['bad', 'lost', 'ok'])
})

it('draws what nobody saw by what the store knows', () => {
  expect(kinds(trace(node('a', { run: run('a') })))).toEqual([
    ['waiting', 100, 120],
    ['attempt', 120, 150],
  ])
})

it('draws until now what runs, waits or pauses', () => {
  const running = run('a', { status: 'running', finishedAt: null, attemptsUsed: 0 })
  expect(kinds(trace(node('a', { run: running })))?.at(-1)).toEqual(['attempt', 120, 1000])
  const queued = run('a', { status: 'queued', startedAt: null, finishedAt: null })
  expect(kinds(trace(node('a', { run: queued })))).toEqual([['waiting', 100, 1000]])
  const again = run('a', { status: 'scheduled', startedAt: 120, finishedAt: 130 })
  const attempts = [attempt(1, 120, 10, 'scheduled')]
  expect(kinds(trace(node('a', { run: again, attempts })))?.at(-1)).toEqual(['pause', 130, 1000])
})

it('lists a run before what it led to, with how many are below', () => {
  const leaf = node('c', { run: run('c', { createdAt: 160, startedAt: 170, finishedAt: 400 }) })
  const of = trace(node('a', { run: run('a'), children: [node('b', { run: run('b'), children: [leaf] })] }))
  const { rows, from, to } = toWaterfall(of, 1000)
  expect(rows.map(({ runId, depth, below }) => [runId, depth, below])).toEqual([
    ['a', 0, 2],
    ['b', 1, 1],
    ['c', 2, 0],
  ])
  expect([from, to]).toEqual([100, 400])
  expect(unfolded(rows, new Set(['b'])).map(({ runId }) => runId)).toEqual(['a', 'b'])
})

it('folds a long trace, but not what is above the run one looks at', () => {
  const family = (name: string) =>
    node(name, { run: run(name), children: [node(`${name}1`, { run: run(`${name}1`) })] })
  const { rows } = toWaterfall(
    trace(node('root', { run: run('root'), children: [family('a'), family('b')] })),
    1,
  )
  expect(foldAtFirst(rows, 'b1', 4)).toEqual(new Set(['a']))
  expect(foldAtFirst(rows, 'b1', 60).size).toBe(0)
})

it('has room for a trace of which nothing is known', () => {
  expect(toWaterfall(trace(), 50)).toMatchObject({ rows: [], from: 50, to: 50 })
})

it('tells a request that was refused from one that failed', () => {
  const request = (status: number) =>
    ({ startedAt: 1, durationMs: 2, status, method: 'GET', path: '/' }) as never
  const moods = [200, 404, 503].map((status) => {
    const [segment] = toWaterfall(trace(node('a', { request: request(status) })), 9).rows[0]?.segments ?? []
    return segment && 'mood' in segment && segment.mood
  })
  expect(moods).toEqual(['ok', 'refused', 'bad'])
})

it('counts what failed for good below a row, so that folding hides no failure', () => {
  const failed = node('b', { run: run('b', { status: 'failed' }) })
  const retried = node('c', { run: run('c'), attempts: [attempt(1, 120, 5, 'scheduled')] })
  const middle = node('m', { run: run('m', { status: 'quarantined' }), children: [failed, retried] })
  const { rows } = toWaterfall(trace(node('a', { run: run('a'), children: [middle] })), 1000)
  expect(rows.map(({ runId, failedBelow }) => [runId, failedBelow])).toEqual([
    ['a', 2],
    ['m', 1],
    ['b', 0],
    ['c', 0],
  ])
})
