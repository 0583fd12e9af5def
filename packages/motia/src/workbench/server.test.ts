import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StepDescriptor } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import type { TelemetryEvent } from '@motia/core/events'
import type { RunRecord } from '@motia/core/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTelemetryFile, type TelemetryFile } from '../observability/sqlite/file.ts'
import { openTelemetryReader } from '../observability/sqlite/reader.ts'
import type { CommandAnswer, RunReader, WorkbenchCommand } from './run-reader.ts'
import { createWorkbench, type Workbench } from './server.ts'
import type { WireRunDetail, WireStep, WireTrace } from './wire.ts'

const AT = 1_800_000_000_000

let folder: string
let file: TelemetryFile
let workbench: Workbench
let base: string
let records: RunRecord[]
let sent: WorkbenchCommand[]
let answer: CommandAnswer
const closers: (() => void)[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-'))
  const path = join(folder, 'telemetry.db')
  file = openTelemetryFile({ path, now: () => AT })
  const telemetry = openTelemetryReader(path)
  closers.push(
    () => telemetry.close(),
    () => file.close(),
  )
  records = []
  sent = []
  answer = { ok: true, value: { done: true } }
  workbench = createWorkbench({
    info: () => ({
      project: 'shop',
      mode: 'development',
      urls: { api: 'http://localhost:3001' },
      versions: { motia: '1' },
      app: { state: 'ready' },
      mistakes: [],
    }),
    steps: () => STEPS,
    runs: runsInMemory(() => records),
    telemetry,
    commands: {
      send: async (command) => {
        sent.push(command)
        return answer
      },
    },
  })
  base = `http://localhost:${await workbench.listen({ host: '127.0.0.1', port: 0 })}`
})

afterEach(async () => {
  await workbench.close()
  for (const close of closers.splice(0)) close()
  rmSync(folder, { recursive: true, force: true })
})

const step = (id: string, more: Partial<StepDescriptor>): StepDescriptor => ({
  kind: 'event',
  id,
  file: `motia/steps/${id}.ts`,
  language: 'node',
  exportName: 'default',
  options: {},
  triggers: [],
  ...more,
})

const STEPS = [
  step('send-email', { options: { on: ['user.created'] } }),
  step('create-user', { kind: 'api', options: { method: 'POST', path: '/users' } }),
  step('report', { kind: 'cron', options: { schedule: '0 9 * * *' } }),
]

const run = (runId: string, more: Partial<RunRecord> = {}): RunRecord => ({
  runId,
  stepId: 'send-email',
  traceId: 't1',
  parentRunId: null,
  cause: 'trigger',
  status: 'succeeded',
  reason: null,
  attemptsUsed: 1,
  createdAt: AT,
  dueAt: null,
  startedAt: AT,
  finishedAt: AT + 5,
  error: null,
  input: '{"userId":"u1"}',
  result: '{"sent":true}',
  failure: null,
  after: [],
  strikes: 0,
  conflicts: 0,
  ...more,
})

/** A store of the runs in a list, newest last. */
function runsInMemory(all: () => readonly RunRecord[]): RunReader {
  const newestFirst = () => [...all()].reverse()
  return {
    get: (runId) => all().find((record) => record.runId === runId),
    list({ stepId, status, traceId, before, limit }) {
      const start = before === undefined ? 0 : newestFirst().findIndex(({ runId }) => runId === before) + 1
      return newestFirst()
        .slice(start)
        .filter((record) => stepId === undefined || record.stepId === stepId)
        .filter((record) => status === undefined || record.status === status)
        .filter((record) => traceId === undefined || record.traceId === traceId)
        .slice(0, limit)
        .map(
          ({ input: _i, result: _r, failure: _f, after: _a, strikes: _s, conflicts: _c, ...summary }) =>
            summary,
        )
    },
    trace: (traceId) => all().filter((record) => record.traceId === traceId),
    attempts: (runId) =>
      all()
        .filter((record) => record.runId === runId && record.failure !== null)
        .map(({ failure }) => ({
          attempt: 1,
          startedAt: AT,
          finishedAt: AT + 1,
          outcome: 'error' as const,
          failure: failure ?? { name: '', message: '' },
        })),
    counts() {
      const counts = new Map<string, { stepId: string; status: RunRecord['status']; count: number }>()
      for (const { stepId, status } of all()) {
        const entry = counts.get(`${stepId} ${status}`) ?? { stepId, status, count: 0 }
        counts.set(`${stepId} ${status}`, { ...entry, count: entry.count + 1 })
      }
      return [...counts.values()]
    },
    unrouted: () => [{ target: 'send-mail', count: 2, firstAt: AT, lastAt: AT, lastTraceId: 't1' }],
    schedules: () => [
      { stepId: 'later', fingerprint: 'x', nextAt: null, lastAt: null },
      { stepId: 'report', fingerprint: 'x', nextAt: AT + 1000, lastAt: null },
    ],
  }
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(base + path)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as T
}

async function statusOf(path: string, init: RequestInit = {}): Promise<[number, unknown]> {
  const response = await fetch(base + path, init)
  return [response.status, await response.json()]
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  statusOf(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const requested = (more: object = {}): TelemetryEvent => ({
  type: 'request',
  at: AT,
  runId: 'r0',
  traceId: 't1',
  stepId: 'create-user',
  method: 'POST',
  path: '/users',
  status: 200,
  startedAt: AT - 10,
  durationMs: 10,
  ...more,
})

const attempted = (more: object = {}): TelemetryEvent => ({
  type: 'attempt',
  at: AT,
  runId: 'r1',
  traceId: 't1',
  parentRunId: 'r0',
  stepId: 'send-email',
  attempt: 1,
  startedAt: AT,
  durationMs: 2000,
  waitedMs: 1,
  status: 'succeeded',
  ...more,
})

describe('the API of the Workbench', () => {
  it('tells what runs where', async () => {
    expect(await get('/api/info')).toMatchObject({ project: 'shop', app: { state: 'ready' } })
  })

  it('tells how each step fares, in agreement with the list of runs', async () => {
    records = [
      ...Array.from({ length: 8 }, (_, i) => run(`ok${i}`)),
      run('bad1', { status: 'failed' }),
      run('bad2', { status: 'quarantined' }),
      run('wait', { status: 'queued' }),
    ]
    file.write([
      attempted(),
      {
        type: 'counters',
        at: AT,
        processId: 'p',
        steps: [{ stepId: 'create-user', requests: 4, failed: 1, totalMs: 8, buckets: [0, 0, 0, 0, 0, 4] }],
      },
    ])
    const steps = await get<WireStep[]>('/api/steps')
    expect(steps.map(({ id }) => id)).toEqual(['create-user', 'report', 'send-email'])
    const [api, cron, event] = steps
    expect(event).toMatchObject({
      counts: { succeeded: 8, failed: 1, quarantined: 1, queued: 1 },
      queued: 1,
      figures: { executions: 10, failed: 2, successRate: 0.8, p50Ms: 2000 },
    })
    expect(api?.figures).toMatchObject({ executions: 4, failed: 1, successRate: 0.75 })
    expect(api?.figures.p99Ms).toBeGreaterThan(1)
    expect(cron).toMatchObject({
      schedule: { nextAt: AT + 1000, lastAt: null },
      figures: { executions: 0, failed: 0 },
    })
    expect(cron?.figures).not.toHaveProperty('successRate')
    const failed = await get<{ runs: unknown[] }>('/api/runs?step=send-email&status=failed')
    expect(failed.runs).toHaveLength(event?.counts.failed ?? -1)
  })

  it('lists runs by step, status and trace, page by page', async () => {
    records = Array.from({ length: 5 }, (_, i) => run(`r${i}`, { traceId: i < 2 ? 't1' : 't2' }))
    const page = await get<{ runs: { runId: string }[]; before?: string }>('/api/runs?trace=t2&limit=2')
    expect(page.runs.map(({ runId }) => runId)).toEqual(['r4', 'r3'])
    const next = await get<typeof page>(`/api/runs?trace=t2&limit=2&before=${page.before}`)
    expect(next.runs.map(({ runId }) => runId)).toEqual(['r2'])
    expect(next.before).toBeUndefined()
  })

  it('shows a run with input, result, failure, attempts and logs', async () => {
    const failure = {
      name: 'Error',
      message: 'declined',
      stack: 'Error: declined\n    at motia/steps/a.ts:3:1',
    }
    records = [run('r1', { status: 'failed', result: null, failure, error: 'declined' })]
    file.write([
      attempted({ status: 'failed', failure }),
      { type: 'log', at: AT, level: 'info', message: 'first', source: 'print', runId: 'r1', traceId: 't1' },
      {
        type: 'log',
        at: AT,
        level: 'error',
        message: 'second',
        source: 'logger',
        runId: 'r1',
        traceId: 't1',
      },
    ])
    const detail = await get<WireRunDetail>('/api/runs/r1')
    expect(detail.run).toMatchObject({ status: 'failed', input: { userId: 'u1' }, result: null, failure })
    expect(detail.attempts).toHaveLength(1)
    expect(detail.failures).toMatchObject([{ attempt: 1, outcome: 'error', failure }])
    expect(detail.logs.map(({ message }) => message)).toEqual(['first', 'second'])
    expect(detail.request).toBeNull()
  })

  it('hides secrets in payloads, and cuts long ones', async () => {
    records = [
      run('r1', {
        input: JSON.stringify({ password: 'hunter2', list: Array.from({ length: 5000 }, () => 1) }),
      }),
    ]
    const detail = await get<WireRunDetail>('/api/runs/r1')
    expect(detail.run?.input).toMatchObject({ password: '[redacted]' })
    expect(detail.run?.input).toHaveProperty('list.length', 1001)
  })

  it('shows a request without effects, which is no durable run', async () => {
    file.write([requested()])
    expect(await get<WireRunDetail>('/api/runs/r0')).toMatchObject({
      run: null,
      request: { path: '/users' },
      failures: [],
    })
  })

  it('shows a trace from the request to the last of its runs', async () => {
    records = [
      run('r1', { parentRunId: 'r0' }),
      run('r2', { parentRunId: 'r1', createdAt: AT + 9, startedAt: AT + 9 }),
    ]
    file.write([
      requested(),
      attempted(),
      { type: 'unrouted', at: AT, target: 'send-mail', traceId: 't1', parentRunId: 'r1' },
    ])
    const trace = await get<WireTrace>('/api/traces/t1')
    expect(trace.roots).toMatchObject([
      { runId: 'r0', request: { status: 200 }, children: [{ runId: 'r1', children: [{ runId: 'r2' }] }] },
    ])
    expect(trace.unrouted).toEqual([{ target: 'send-mail', parentRunId: 'r1' }])
  })

  it('finds log lines by field', async () => {
    file.write([
      { type: 'log', at: AT, level: 'info', message: 'a', source: 'logger', fields: { userId: 'u1' } },
      { type: 'log', at: AT, level: 'info', message: 'b', source: 'logger', fields: { userId: 'u2' } },
    ])
    const page = await get<{ lines: { message: string }[] }>('/api/logs?text=userId%3Du2')
    expect(page.lines.map(({ message }) => message)).toEqual(['b'])
  })

  it('lists spans, errors, notices, schedules, metrics and what reached no step', async () => {
    const failure = { name: 'Error', message: 'declined' }
    file.write([
      requested(),
      attempted({ status: 'failed', failure }),
      { type: 'app-ended', at: AT, cause: 'SIGKILL' },
    ])
    expect(await get('/api/spans?failed=true')).toMatchObject([{ runId: 'r1' }])
    expect(await get('/api/errors')).toMatchObject([{ stepId: 'send-email', count: 1, failure }])
    expect(await get('/api/notices')).toMatchObject([{ event: { cause: 'SIGKILL' } }])
    expect(await get('/api/schedules')).toMatchObject([{ stepId: 'report' }, { stepId: 'later' }])
    expect(await get('/api/metrics')).toMatchObject([{ stepId: 'create-user' }, { stepId: 'send-email' }])
    expect(await get('/api/unrouted')).toMatchObject([{ target: 'send-mail', count: 2 }])
  })

  it.each([
    ['/api/runs/none', 404, 'there is no run none, or it is no longer kept'],
    ['/api/traces/none', 404, 'there is no trace none, or it is no longer kept'],
    ['/api/nothing', 404, 'the Workbench has nothing at /api/nothing'],
    ['/api/runs?limit=0', 400, 'limit has to be between 1 and 1000'],
    ['/api/runs?limit=x', 400, 'limit has to be a whole number'],
    ['/api/logs?level=loud', 400, 'level has to be one of debug, info, warn, error'],
    ['/api/runs/%E0%A4%A', 400, '"%E0%A4%A" is no valid part of a path'],
    ['/api/commands/cancel', 405, '/api/commands/cancel takes POST'],
  ])('answers %s with %d', async (path, status, error) => {
    expect(await statusOf(path)).toEqual([status, { error }])
  })

  it('is never kept by caches or read by other sites', async () => {
    const response = await fetch(`${base}/api/info`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is guarded: another name, another site', async () => {
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(base)
      request({ port, path: '/api/info', headers: { host: 'evil.example' } }, (response) =>
        resolve(response.statusCode),
      )
        .once('error', reject)
        .end()
    })
    expect(status).toBe(403)
    expect((await statusOf('/api/info', { headers: { origin: 'http://evil.example' } }))[0]).toBe(403)
    expect((await statusOf('/', { headers: { origin: 'http://evil.example' } }))[0]).toBe(403)
    expect((await statusOf('/api/events', { headers: { origin: 'null' } }))[0]).toBe(403)
  })
})

describe('commands from the Workbench', () => {
  it('reach the app', async () => {
    answer = { ok: true, value: { runs: [] } }
    expect(
      await post('/api/commands/trigger', {
        target: 'report',
        payload: { a: 1 },
        options: { delay: 5, key: 'k' },
      }),
    ).toEqual([200, { runs: [] }])
    await post('/api/commands/trigger', { target: 'report' })
    await post('/api/commands/cancel', { runId: 'r1' })
    await post('/api/commands/redrive', { runId: 'r2' })
    expect(sent).toEqual([
      { name: 'trigger', target: 'report', payload: '{"a":1}', options: { delay: 5, key: 'k' } },
      { name: 'trigger', target: 'report', payload: 'null', options: {} },
      { name: 'cancel', runId: 'r1' },
      { name: 'redrive', runId: 'r2' },
    ])
  })

  it('answer 503 and why while the app is down', async () => {
    const { name, message, code } = motiaError('MOTIA_APP_DOWN', { cause: 'it ended with SIGKILL' })
    answer = { ok: false, failure: { name, message, code } }
    const response = await fetch(`${base}/api/commands/cancel`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"runId":"r1"}',
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await response.json()).toEqual({
      error: 'the app is not running: it ended with SIGKILL',
      code: 'MOTIA_APP_DOWN',
    })
  })

  it('answer 409 when the app refuses for a reason of its own', async () => {
    answer = { ok: false, failure: { name: 'Error', message: 'no' } }
    expect(await post('/api/commands/redrive', { runId: 'r1' })).toEqual([409, { error: 'no' }])
  })

  it('are taken as JSON of the same site only', async () => {
    const body = '{"runId":"r1"}'
    expect((await post('/api/commands/cancel', body, { 'content-type': 'text/plain' }))[0]).toBe(415)
    expect((await post('/api/commands/cancel', body, { 'content-type': 'application/jsonp' }))[0]).toBe(415)
    expect((await post('/api/commands/cancel', body, { origin: 'http://evil.example' }))[0]).toBe(403)
    expect((await post('/api/commands/cancel', body, { 'sec-fetch-site': 'cross-site' }))[0]).toBe(403)
    expect(sent).toEqual([])
    expect((await post('/api/commands/cancel', body, { origin: base }))[0]).toBe(200)
  })

  it.each([
    ['trigger', {}, 'target has to be a text that is not empty'],
    ['trigger', { target: 'a', options: { delay: -1 } }, 'options.delay has to be a number of milliseconds'],
    ['trigger', { target: 'a', options: 5 }, 'the body has to be a JSON object'],
    ['cancel', { runId: 7 }, 'runId has to be a text that is not empty'],
    ['cancel', [], 'the body has to be a JSON object'],
    ['redrive', 'no json', 'the body is no JSON'],
  ])('of the wrong shape are refused: %s %j', async (name, body, error) => {
    expect(await post(`/api/commands/${name}`, body)).toEqual([400, { error }])
    expect(sent).toEqual([])
  })

  it('are bounded in size', async () => {
    const body = JSON.stringify({ target: 'a', payload: 'x'.repeat(1_100_000) })
    expect((await post('/api/commands/trigger', body))[0]).toBe(413)
    expect(sent).toEqual([])
  })
})

describe('the page of the Workbench', () => {
  it('is HTML that runs nothing but its own files', async () => {
    const response = await fetch(`${base}/`)
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    expect(html).not.toMatch(/<script>|<style|\son\w+=|style=/)
    for (const [, path] of html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)) {
      const asset = await fetch(base + path)
      expect([path, asset.status]).toEqual([path, 200])
    }
  })

  it('serves nothing else of the machine', async () => {
    for (const path of [
      '/page/',
      '/page/../server.ts',
      '/page/%2e%2e/server.ts',
      '/page.ts',
      '/page/page.ts',
    ]) {
      expect((await fetch(base + path)).status).toBe(404)
    }
  })

  it('makes nodes of texts only', async () => {
    for (const name of ['page', 'dom', 'lists', 'details', 'rows', 'steps']) {
      const script = await (await fetch(`${base}/page/${name}.js`)).text()
      expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/)
    }
  })
})

it('follows live what the supervisor takes in', async () => {
  const abort = new AbortController()
  const response = await fetch(`${base}/api/events`, { signal: abort.signal })
  expect(response.headers.get('cache-control')).toBe('no-store')
  workbench.take([requested()])
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString('utf8')
    if (text.includes('"path":"/users"')) break
  }
  abort.abort()
  expect(text).toContain('event: telemetry')
})

it('names the port that is taken', async () => {
  const other = createWorkbench({
    info: () => {
      throw new Error('not asked for')
    },
    steps: () => [],
    runs: runsInMemory(() => []),
    telemetry: openTelemetryReader(join(folder, 'none.db')),
    commands: { send: async () => ({ ok: true, value: null }) },
  })
  const port = Number(new URL(base).port)
  await expect(other.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE', port })
})
