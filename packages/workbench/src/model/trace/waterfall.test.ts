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

type Phases = NonNullable<Attempt['phases']>

/** One after another, from then on. */
function phases(from: number, ...parts: [name: Phases[number]['name'], durationMs: number][]): Phases {
  let at = from
  return parts.map(([name, durationMs]) => {
    const startedAt = at
    at += durationMs
    return { name, startedAt, durationMs }
  })
}

it('tells the queue, the limit, the execution and the commit of an attempt apart', () => {
  const parts = phases(100, ['queue', 20], ['limit', 300], ['queue', 5], ['execution', 50], ['commit', 4])
  const attempts = [{ ...attempt(1, 425, 50, 'succeeded'), phases: parts }]
  const of = trace(node('a', { run: run('a', { startedAt: 425, finishedAt: 475 }), attempts }))
  expect(kinds(of)).toEqual([
    ['queue', 100, 120],
    ['limit', 120, 420],
    ['queue', 420, 425],
    ['attempt', 425, 475],
    ['commit', 475, 479],
  ])
  expect(toWaterfall(of, 1000).rows[0]?.to).toBe(479)
})

it('gives each attempt its own, with what was no wait for a worker between them', () => {
  const first = phases(5_100, ['queue', 0], ['execution', 10], ['commit', 3])
  const again = phases(6_110, ['queue', 2], ['execution', 10], ['commit', 3])
  const attempts = [
    { ...attempt(1, 5_100, 10, 'scheduled'), phases: first },
    { ...attempt(2, 6_112, 10, 'succeeded'), phases: again },
  ]
  const of = trace(node('a', { run: run('a', { startedAt: 6_112, finishedAt: 6_122 }), attempts }))
  expect(kinds(of)).toEqual([
    ['waiting', 100, 5_100],
    ['attempt', 5_100, 5_110],
    ['commit', 5_110, 5_113],
    ['pause', 5_113, 6_110],
    ['queue', 6_110, 6_112],
    ['attempt', 6_112, 6_122],
    ['commit', 6_122, 6_125],
  ])
})

it('lets no part begin before the one before has ended', () => {
  const attempts = [
    { ...attempt(1, 100, 10, 'scheduled'), phases: phases(100, ['execution', 10], ['commit', 8]) },
    { ...attempt(2, 120, 10, 'succeeded'), phases: phases(110, ['queue', 10], ['execution', 10]) },
  ]
  const of = trace(node('a', { run: run('a', { startedAt: 120, finishedAt: 130 }), attempts }))
  expect(kinds(of)?.slice(0, 3)).toEqual([
    ['attempt', 100, 110],
    ['commit', 110, 118],
    ['queue', 118, 120],
  ])
})

it('shows what of a request was its commit', () => {
  const request = {
    ...{ startedAt: 100, durationMs: 9, status: 200, method: 'POST', path: '/' },
    phases: phases(100, ['execution', 6], ['commit', 3]),
  }
  expect(kinds(trace(node('a', { request: request as never })))).toEqual([
    ['attempt', 100, 106],
    ['commit', 106, 109],
  ])
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
