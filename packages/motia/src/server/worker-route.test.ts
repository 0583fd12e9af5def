import { api } from '@motia/core'
import type { AttemptReport } from '@motia/core/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openServer, post, type ServerShape, type TestServer } from './fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

/** A server whose one step answers POST / in a worker. */
async function open(shape: ServerShape): Promise<TestServer> {
  const step = api({ id: 'step', method: 'POST', path: '/', isolate: true }, () => 'never called here')
  const test = await openServer([step], shape)
  opened.push(test)
  return test
}

describe('an isolated step', () => {
  const succeeded = (value: unknown, effects = {}): AttemptReport => ({
    type: 'outcome',
    startedAt: 1,
    outcome: {
      status: 'succeeded',
      result: JSON.stringify(value),
      effects: { triggers: [], writes: [], reads: [], groupReads: [], ...effects },
    },
  })

  it('is executed in a worker, which gets the whole request', async () => {
    const test = await open({
      execute: () => succeeded({ status: 201, body: { id: 1 }, headers: { 'x-a': 'b' } }),
    })
    const { status, headers, body } = await post(test, { name: 'x' })
    expect([status, headers['x-a'], body]).toEqual([201, 'b', '{"id":1}'])
    expect(test.executed).toMatchObject([{ stepId: 'step', attempt: 1, isolated: false }])
    expect(JSON.parse(test.executed[0]?.input ?? '').__request).toMatchObject({
      body: { name: 'x' },
      method: 'POST',
      path: '/',
      raw: '{"name":"x"}',
    })
  })

  it('commits before it answers, and runs again when state has changed', async () => {
    const write = { op: 'set', group: 'g', key: 'k', value: '1' }
    const test = await open({
      execute: () => succeeded('ok', { writes: [write] }),
      commit: (conflicts) => (conflicts === 0 ? 'again' : 'done'),
    })
    expect((await post(test, { n: 1 })).body).toBe('"ok"')
    expect(test.executed).toHaveLength(2)
    expect(test.commits).toMatchObject([{ input: '{"n":1}', effects: { writes: [write] } }, { times: 1 }])
  })

  it('whose state changed too often is 409, and told in telemetry', async () => {
    const effects = { writes: [{ op: 'set', group: 'g', key: 'k', value: '1' }] }
    const test = await open({ execute: () => succeeded('ok', effects), commit: () => 'conflict' })
    expect((await post(test)).status).toBe(409)
    await vi.waitFor(() =>
      expect(test.events).toMatchObject([{ status: 409, failure: { code: 'MOTIA_STATE_CONFLICT' } }]),
    )
    expect(test.failed).toEqual([])
  })

  it.each([
    ['lost its worker', { type: 'lost', alone: true, cause: 'exit code 3', startedAt: 1 }, 500, 1],
    ['found no worker', { type: 'returned' }, 503, 0],
    [
      'passed its deadline',
      fail({ name: 'MotiaError', message: 'late', code: 'MOTIA_TIMEOUT' }, 'timeout'),
      503,
      1,
    ],
    ['threw', fail({ name: 'Error', message: 'secret' }), 500, 1],
    [
      'threw an HttpError',
      fail({ name: 'HttpError', message: 'x', http: { status: 409, body: { taken: 1 } } }),
      409,
      0,
    ],
    [
      'was asked wrongly',
      fail(
        {
          name: 'ValidationError',
          message: 'x',
          code: 'MOTIA_VALIDATION',
          issues: [{ path: 'a', message: 'b' }],
        },
        'validation',
      ),
      400,
      0,
    ],
    ['answered with a status that is none', succeeded({ status: 101, body: 1 }), 500, 1],
  ] as const)('that %s', async (_, report, expected, failures) => {
    const test = await open({ execute: () => report as AttemptReport })
    const { status, body, headers } = await post(test)
    expect([status, headers['content-type']]).toEqual([expected, 'application/json; charset=utf-8'])
    expect(body).not.toContain('secret')
    await vi.waitFor(() => expect(test.failed).toHaveLength(failures))
  })

  it('that the store cannot take is 503', async () => {
    const write = { op: 'set', group: 'g', key: 'k', value: '1' }
    const test = await open({
      execute: () => succeeded('ok', { writes: [write] }),
      commit: () => Promise.reject(new Error('disk full')),
    })
    expect(await post(test)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
    expect(test.failed).toHaveLength(1)
  })
})

function fail(failure: object, reason = 'error') {
  return { type: 'outcome', startedAt: 1, outcome: { status: 'failed', reason, failure } }
}
