import { api } from '@motia/core'
import type { EncodedResponse } from '@motia/core/outcome'
import type { AttemptReport } from '@motia/core/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openServer, post, type ServerShape, sendRaw, type TestServer } from './fixtures/open-server.ts'

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

function answered(response: EncodedResponse | undefined, effects = {}): AttemptReport {
  const all = { triggers: [], writes: [], reads: [], groupReads: [], ...effects }
  const outcome = {
    status: 'succeeded',
    result: 'null',
    effects: all,
    ...(response && { response }),
  } as const
  return { type: 'outcome', startedAt: 1, outcome }
}
const succeeded = (value: unknown, effects = {}) =>
  answered({ status: 200, headers: {}, body: JSON.stringify(value) }, effects)

describe('what a worker gets', () => {
  it('is the whole request, its body once, as it came', async () => {
    const test = await open({ execute: () => succeeded(1) })
    const body = '{ "name":"홍길동" }'
    const headers = { 'content-type': 'application/json', 'x-a': 'b' }
    await sendRaw(test.url, '/?q=1&q=2', { method: 'POST', headers, body })
    expect(test.executed).toMatchObject([{ stepId: 'step', attempt: 1, isolated: false }])
    expect(JSON.parse(test.executed[0]?.input ?? '')).toEqual({
      __request: {
        method: 'POST',
        path: '/',
        url: '/?q=1&q=2',
        params: {},
        query: { q: ['1', '2'] },
        headers: expect.objectContaining(headers),
        raw: body,
        isJson: true,
        ip: '127.0.0.1',
      },
    })
  })

  it.each([{}, { 'content-type': 'application/json', 'content-length': '0' }])(
    'is no JSON where there is no body: %j',
    async (headers) => {
      const test = await open({ execute: () => succeeded(1) })
      await sendRaw(test.url, '/', { method: 'POST', headers })
      expect(JSON.parse(test.executed[0]?.input ?? '').__request).toMatchObject({ raw: '', isJson: false })
    },
  )

  it('is JSON that parses, or nothing', async () => {
    const test = await open({ execute: () => succeeded(1) })
    const headers = { 'content-type': 'application/json' }
    for (const body of ['{', Buffer.from([0x22, 0xff, 0x22]), '{"__proto__":1}'])
      expect((await sendRaw(test.url, '/', { method: 'POST', headers, body })).status).toBe(400)
    expect(test.executed).toEqual([])
  })

  it.each([
    ['text/plain', 'hé', { raw: 'hé', isJson: false, body: '"hé"' }],
    ['application/x-www-form-urlencoded', 'a=1&a=2', { isJson: false, body: '{"a":["1","2"]}' }],
    [
      'image/png',
      Buffer.from([0xff]),
      { raw: '/w==', rawEncoding: 'base64', isJson: false, body: undefined },
    ],
    ['application/pdf', 'x', { raw: 'x', isJson: false, body: undefined }],
  ])('of type %s says what its body is', async (type, body, sent) => {
    const test = await open({ execute: () => succeeded(1) })
    await sendRaw(test.url, '/', { method: 'POST', headers: { 'content-type': type }, body })
    const { __request } = JSON.parse(test.executed[0]?.input ?? '')
    expect({ ...__request, body: __request.body }).toMatchObject(sent)
  })
})

describe('what a worker answers', () => {
  it('is sent as it is', async () => {
    const response = { status: 201, headers: { 'x-a': 'b', 'set-cookie': ['a=1', 'b=2'] }, body: '{"id": 1}' }
    const test = await open({ execute: () => answered(response) })
    expect(await post(test)).toMatchObject({
      status: 201,
      headers: { ...response.headers, 'content-type': 'application/json; charset=utf-8' },
      body: '{"id": 1}',
    })
  })

  it('may be bytes, text of another type, or nothing', async () => {
    let response: EncodedResponse = {
      status: 200,
      headers: {},
      body: Buffer.from('PNG').toString('base64'),
      encoding: 'base64',
    }
    const test = await open({ execute: () => answered(response) })
    expect(await post(test)).toMatchObject({
      headers: { 'content-type': 'application/octet-stream' },
      body: 'PNG',
    })
    response = { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>안녕' }
    expect(await post(test)).toMatchObject({ headers: { 'content-type': 'text/html' }, body: '<p>안녕' })
    response = { status: 204, headers: {} }
    expect(await post(test)).toMatchObject({ status: 204, body: '' })
  })

  it.each([
    ['nothing at all', undefined],
    ['a status that is none', { status: 101, headers: {} }],
    ['a header with a line break', { status: 200, headers: { 'x-a': 'a\r\nb: c' } }],
  ])('is a failure if it is %s, before anything is committed', async (_, response) => {
    const effects = { writes: [{ op: 'set', group: 'g', key: 'k', value: '1' }] }
    const test = await open({ execute: () => answered(response, effects) })
    expect((await post(test)).status).toBe(500)
    await vi.waitFor(() => expect(test.failed).toHaveLength(1))
    expect(test.commits).toEqual([])
  })
})

describe('a step that is executed in a worker', () => {
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
