import { describe, expect, it } from 'vitest'
import { AT, run } from '../fixtures/memory-runs.ts'
import { attempted, get, requested, useTestWorkbench, world } from '../fixtures/test-workbench.ts'
import type { WireRunDetail, WireTrace } from '../wire/runs.ts'
import type { WireStep } from '../wire/steps.ts'

useTestWorkbench()

describe('the API of the Workbench', () => {
  it('tells what runs where', async () => {
    expect(await get('/api/v1/info')).toMatchObject({ project: 'shop', app: { state: 'ready' } })
  })

  it('tells how each step fares, in agreement with the list of runs', async () => {
    world.records = [
      ...Array.from({ length: 8 }, (_, i) => run(`ok${i}`)),
      run('bad1', { status: 'failed' }),
      run('bad2', { status: 'quarantined' }),
      run('wait', { status: 'queued' }),
    ]
    world.file.write([
      attempted(),
      {
        type: 'counters',
        at: AT,
        processId: 'p',
        steps: [
          {
            stepId: 'create-user',
            kind: 'request',
            ...{ ended: 4, failed: 1, retried: 0, kept: 4, totalMs: 8, waitedMs: 0 },
            ...{ durations: [25, 4], waits: [] },
          },
        ],
      },
    ])
    const steps = await get<WireStep[]>('/api/v1/steps')
    expect(steps.map(({ id }) => id)).toEqual(['create-user', 'report', 'send-email'])
    const [api, cron, event] = steps
    expect(event).toMatchObject({
      counts: { succeeded: 8, failed: 1, quarantined: 1, queued: 1 },
      queued: 1,
      figures: { executions: 10, failed: 2, successRate: 0.8, duration: { p50Ms: 2000 } },
      isPaused: false,
      isLoaded: true,
    })
    expect(api?.figures).toMatchObject({ executions: 4, failed: 1, successRate: 0.75 })
    expect(api?.figures.duration?.p99Ms).toBeGreaterThan(1)
    expect(cron).toMatchObject({
      schedule: { nextAt: AT + 1000, lastAt: null },
      figures: { executions: 0, failed: 0 },
    })
    expect(cron?.figures).not.toHaveProperty('successRate')
    const failed = await get<{ runs: unknown[] }>('/api/v1/runs?step=send-email&status=failed')
    expect(failed.runs).toHaveLength(event?.counts.failed ?? -1)
  })

  it('lists runs by step, status and trace, page by page', async () => {
    world.records = Array.from({ length: 5 }, (_, i) => run(`r${i}`, { traceId: i < 2 ? 't1' : 't2' }))
    const page = await get<{ runs: { runId: string }[]; before?: string }>('/api/v1/runs?trace=t2&limit=2')
    expect(page.runs.map(({ runId }) => runId)).toEqual(['r4', 'r3'])
    const next = await get<typeof page>(`/api/v1/runs?trace=t2&limit=2&before=${page.before}`)
    expect(next.runs.map(({ runId }) => runId)).toEqual(['r2'])
    expect(next.before).toBeUndefined()
  })

  it('shows a run with input, result, failure, attempts and logs', async () => {
    const failure = {
      name: 'Error',
      message: 'declined',
      stack: 'Error: declined\n    at motia/steps/a.ts:3:1',
    }
    world.records = [run('r1', { status: 'failed', result: null, failure, error: 'declined' })]
    world.file.write([
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
    const detail = await get<WireRunDetail>('/api/v1/runs/r1')
    expect(detail.run).toMatchObject({ status: 'failed', input: { userId: 'u1' }, result: null, failure })
    expect(detail.attempts).toHaveLength(1)
    expect(detail.failures).toMatchObject([{ attempt: 1, outcome: 'error', failure }])
    expect(detail.logs.map(({ message }) => message)).toEqual(['first', 'second'])
    expect(detail.request).toBeNull()
  })

  it('hides secrets in payloads, and cuts long ones', async () => {
    world.records = [
      run('r1', {
        input: JSON.stringify({ password: 'hunter2', list: Array.from({ length: 5000 }, () => 1) }),
      }),
    ]
    const detail = await get<WireRunDetail>('/api/v1/runs/r1')
    expect(detail.run?.input).toMatchObject({ password: '[redacted]' })
    expect(detail.run?.input).toHaveProperty('list.length', 1001)
  })

  it('shows a request without effects, which is no durable run', async () => {
    world.file.write([requested()])
    expect(await get<WireRunDetail>('/api/v1/runs/r0')).toMatchObject({
      run: null,
      request: { path: '/users' },
      failures: [],
    })
  })

  it('shows a trace from the request to the last of its runs', async () => {
    world.records = [
      run('r1', { parentRunId: 'r0' }),
      run('r2', { parentRunId: 'r1', createdAt: AT + 9, startedAt: AT + 9 }),
    ]
    world.file.write([
      requested(),
      attempted(),
      { type: 'unrouted', at: AT, target: 'send-mail', traceId: 't1', parentRunId: 'r1' },
    ])
    const trace = await get<WireTrace>('/api/v1/traces/t1')
    expect(trace.roots).toMatchObject([
      { runId: 'r0', request: { status: 200 }, children: [{ runId: 'r1', children: [{ runId: 'r2' }] }] },
    ])
    expect(trace.unrouted).toEqual([{ target: 'send-mail', parentRunId: 'r1' }])
  })

  it('finds log lines by field', async () => {
    world.file.write([
      { type: 'log', at: AT, level: 'info', message: 'a', source: 'logger', fields: { userId: 'u1' } },
      { type: 'log', at: AT, level: 'info', message: 'b', source: 'logger', fields: { userId: 'u2' } },
    ])
    const page = await get<{ lines: { message: string }[] }>('/api/v1/logs?text=userId%3Du2')
    expect(page.lines.map(({ message }) => message)).toEqual(['b'])
  })

  it('lists errors, notices, schedules and what reached no step', async () => {
    const failure = { name: 'Error', message: 'declined' }
    world.file.write([
      attempted({ status: 'failed', failure }),
      { type: 'app-ended', at: AT, cause: 'SIGKILL' },
    ])
    expect(await get('/api/v1/errors')).toMatchObject({
      window: '24h',
      groups: [{ stepId: 'send-email', count: 1, failure }],
    })
    expect(await get('/api/v1/notices')).toMatchObject([{ event: { cause: 'SIGKILL' } }])
    expect(await get('/api/v1/notices?types=unrouted,app-ready')).toEqual([])
    expect(await get('/api/v1/schedules')).toMatchObject([
      { stepId: 'report', schedule: '0 9 * * *', nextAt: AT + 1000, next: { length: 5 } },
    ])
    expect(await get('/api/v1/unrouted')).toMatchObject([
      { target: 'send-mail', count: 2, nearest: 'send-email' },
    ])
  })
})
