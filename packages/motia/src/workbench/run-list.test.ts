import { describe, expect, it } from 'vitest'
import { AT, run } from './fixtures/memory-runs.ts'
import { attempted, get, requested, statusOf, useTestWorkbench, world } from './fixtures/test-workbench.ts'
import type { WireRunRow, WireRuns } from './wire/runs.ts'

useTestWorkbench()

/** Stored at a time in ms after AT. */
const stored = (runId: string, after: number, more = {}) =>
  run(runId, { createdAt: AT + after, startedAt: AT + after, ...more })
const asked = (runId: string, after: number, more = {}) =>
  requested({ runId, at: AT + after + 10, startedAt: AT + after, ...more })

const ids = (rows: readonly WireRunRow[]) => rows.map(({ runId }) => runId)
const list = async (query = '') => ids((await get<WireRuns>(`/api/v1/runs?${query}`)).runs)

/** Every page of it. */
async function listAll(query: string): Promise<string[]> {
  const all: string[] = []
  let before: string | undefined
  do {
    const page = await get<WireRuns>(
      `/api/v1/runs?${query}${before === undefined ? '' : `&before=${before}`}`,
    )
    all.push(...ids(page.runs))
    before = page.before
  } while (before !== undefined)
  return all
}

describe('the list of runs', () => {
  it('is of runs and requests together, newest first', async () => {
    world.records = [stored('r1', 10), stored('r3', 30)]
    world.file.write([asked('q2', 20), asked('q4', 40), attempted({ runId: 'r1' })])
    expect(await list()).toEqual(['q4', 'r3', 'q2', 'r1'])
    expect(await list('kind=run')).toEqual(['r3', 'r1'])
    expect(await list('kind=request')).toEqual(['q4', 'q2'])
  })

  it.each([1, 2, 3, 100])('comes whole and without doubles in pages of %d', async (limit) => {
    const runs = Array.from({ length: 12 }, (_, i) => stored(`r${i}`, i * 7))
    const effects = [20, 45].map((after) =>
      stored(`e${after}`, after, { cause: 'api', stepId: 'create-user' }),
    )
    world.records = [...runs, ...effects].sort((a, b) => a.createdAt - b.createdAt)
    const requests = Array.from({ length: 9 }, (_, i) => asked(`q${i}`, i * 10 + 1))
    world.file.write([...requests, asked('e20', 20), asked('e45', 45)])
    const all = await listAll(`limit=${limit}`)
    expect(all).toHaveLength(23)
    expect(new Set(all).size).toBe(23)
    if (limit === 100) {
      const rows = (await get<WireRuns>('/api/v1/runs?limit=100')).runs
      expect(rows.map(({ createdAt }) => createdAt)).toEqual(
        rows.map(({ createdAt }) => createdAt).sort((a, b) => b - a),
      )
    }
  })

  it('has a request with effects once, as a run that tells how it was asked for', async () => {
    world.records = [stored('e', 0, { cause: 'api', stepId: 'create-user' })]
    // Spans are timed more finely than rows.
    world.file.write([asked('e', 0.7, { status: 201 })])
    const row = { kind: 'run', runId: 'e', request: { method: 'POST', path: '/users', status: 201 } }
    expect((await get<WireRuns>('/api/v1/runs')).runs).toMatchObject([row])
    expect((await get<WireRuns>('/api/v1/runs?kind=run')).runs).toMatchObject([row])
    expect((await get<WireRuns>('/api/v1/runs?kind=request')).runs).toMatchObject([
      { ...row, kind: 'request' },
    ])
  })

  it('can be picked from by status, step, time and trace', async () => {
    world.records = [
      stored('r1', 0, { status: 'failed', traceId: 't7' }),
      stored('r2', 10),
      stored('r3', 20, { status: 'queued' }),
    ]
    world.file.write([asked('q1', 5, { status: 503 }), asked('q2', 15, { traceId: 't7' })])
    expect(await list('status=failed')).toEqual(['q1', 'r1'])
    expect(await list('status=failed,queued')).toEqual(['r3', 'q1', 'r1'])
    expect(await list('status=succeeded')).toEqual(['q2', 'r2'])
    expect(await list('status=queued')).toEqual(['r3'])
    expect(await list('step=create-user')).toEqual(['q2', 'q1'])
    expect(await list('step=create-user,send-email&kind=run')).toEqual(['r3', 'r2', 'r1'])
    expect(await list('trace=t7')).toEqual(['q2', 'r1'])
    expect(await list(`kind=run&from=${AT + 10}&to=${AT + 20}`)).toEqual(['r2'])
    expect(await list('flow=none')).toEqual([])
  })

  it('finds by text: inputs, ids and the lines that were written', async () => {
    world.records = [stored('r1', 0, { input: '{"name":"needle"}' }), stored('r2', 10), stored('r3', 20)]
    const line = { type: 'log', at: AT, level: 'info', source: 'logger', traceId: 't1' } as const
    world.file.write([
      asked('q1', 5),
      asked('q2', 6),
      { ...line, message: 'a needle here', runId: 'r3' },
      { ...line, message: 'a needle there', runId: 'q1' },
    ])
    expect(await list('text=needle')).toEqual(['r3', 'q1', 'r1'])
  })

  it('does not take what no page of it gave', async () => {
    expect((await statusOf('/api/v1/runs?before=nonsense'))[0]).toBe(400)
  })
})
