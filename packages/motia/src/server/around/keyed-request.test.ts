import { api, HttpError, type Middleware, response } from '@motia/core'
import type { AttemptReport } from '@motia/core/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createGate,
  openServer,
  type ServerShape,
  sendRaw,
  type TestServer,
} from '../fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

type Handler = Parameters<typeof api>[1]

async function open(handler: Handler, shape: ServerShape = {}, options = {}) {
  const of = (method: 'POST' | 'GET', path: string) =>
    api({ id: `${method} ${path}`, method, path, ...options }, handler as never)
  const test = await openServer([of('POST', '/'), of('POST', '/:id'), of('GET', '/')], shape)
  opened.push(test)
  return test
}

function send(test: TestServer, key: string | undefined, { body = '{}', path = '/', headers = {} } = {}) {
  const all = {
    'content-type': 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
    ...headers,
  }
  return sendRaw(test.url, path, { method: 'POST', headers: all, body })
}

describe('a request with an idempotency key', () => {
  it('runs once, and is answered the same again, which says so', async () => {
    const handler = vi.fn((_request, ctx) => {
      void ctx.state.increment('g', 'k')
      return response(201, { n: '한' }, { 'set-cookie': ['a=1', 'b=2'], 'x-a': 'b' })
    })
    const test = await open(handler as never)
    const first = await send(test, 'one')
    const second = await send(test, 'one')
    expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ])
    const { date: _, 'idempotent-replayed': __, ...headers } = second.headers
    expect({ ...second, headers }).toEqual({ ...first, headers: { ...first.headers, date: undefined } })
    expect([handler.mock.calls.length, test.commits.length]).toEqual([1, 1])
  })

  it.each<[string, Handler]>([
    ['text', () => response(200, '<p>', { 'content-type': 'text/html' })],
    ['bytes', () => Buffer.from([0, 255, 1])],
    ['nothing', () => undefined],
    ['a refusal that was returned', () => response(409, { taken: true })],
  ])('keeps %s without any effects', async (_, handler) => {
    const counted = vi.fn(handler as () => unknown)
    const test = await open(counted as never)
    const [first, second] = [await send(test, 'k'), await send(test, 'k')]
    expect([second.status, second.body, second.headers['content-type']]).toEqual([
      first.status,
      first.body,
      first.headers['content-type'],
    ])
    expect(counted).toHaveBeenCalledOnce()
  })

  it('is apart from those of another sender, another route and another key', async () => {
    const handler = vi.fn(() => 'ok')
    const test = await open(handler)
    await send(test, 'k')
    await send(test, 'k', { headers: { authorization: 'Bearer b' } })
    await send(test, 'other')
    await send(test, 'k', { path: '/7' })
    expect(handler).toHaveBeenCalledTimes(4)
  })

  it.each([
    ['another body', { body: '{"n":2}' }],
    ['another address', { path: '/?n=2' }],
  ])('is refused with %s', async (_, other) => {
    const handler = vi.fn(() => 'ok')
    const test = await open(handler)
    await send(test, 'k')
    expect((await send(test, 'k', other)).status).toBe(422)
    expect(handler).toHaveBeenCalledOnce()
  })

  it('is refused while the first is under way', async () => {
    const gate = createGate()
    const handler = vi.fn(async () => {
      await gate.passed
      return 'ok'
    })
    const test = await open(handler)
    const first = send(test, 'k')
    await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce())
    expect(await send(test, 'k')).toMatchObject({ status: 409, headers: { 'retry-after': '1' } })
    gate.open()
    expect((await first).status).toBe(200)
    expect((await send(test, 'k')).headers['idempotent-replayed']).toBe('true')
  })

  it.each([[''], ['a b'], ['x'.repeat(256)], ['kéy']])('is 400 with the key %j', async (key) => {
    const handler = vi.fn(() => 'ok')
    const test = await open(handler)
    expect((await send(test, Buffer.from(key).toString('latin1'))).status).toBe(400)
    expect(handler).not.toHaveBeenCalled()
  })

  it('may have a key of 255 characters', async () => {
    expect((await send(await open(() => 'ok'), 'x'.repeat(255))).status).toBe(200)
  })

  it.each<[string, Handler, number]>([
    ['failed', () => Promise.reject(new Error('x')), 500],
    ['was refused by an error', () => Promise.reject(new HttpError(404)), 404],
    ['answered 503', () => response(503), 503],
  ])('that %s may be tried again', async (_, handler, status) => {
    const counted = vi.fn(handler as () => unknown)
    const test = await open(counted as never)
    expect([(await send(test, 'k')).status, (await send(test, 'k')).status]).toEqual([status, status])
    expect([counted.mock.calls.length, test.answers.size]).toEqual([2, 0])
  })

  it.each<[string, () => unknown]>([
    ['too large', () => 'x'.repeat(64 * 1024)],
    ['a stream', () => [Buffer.from('a')].values()],
  ])('whose answer is %s runs again, unless it has done something', async (_, make) => {
    let writes = false
    const handler = vi.fn((_request, ctx) => {
      if (writes) void ctx.state.increment('g', 'k')
      return make()
    })
    const test = await open(handler as never)
    await send(test, 'k')
    await send(test, 'k')
    expect([handler.mock.calls.length, test.commits.length]).toEqual([2, 0])
    writes = true
    expect((await send(test, 'other')).status).toBe(200)
    expect((await send(test, 'other')).status).toBe(409)
    expect([handler.mock.calls.length, test.commits.length]).toEqual([3, 1])
  })

  it('that another process has carried out meanwhile does nothing, and gets its answer', async () => {
    const kept = { status: 201, headers: {}, body: '"theirs"' }
    const test = await open((_request, ctx) => {
      void ctx.state.increment('g', 'k')
      for (const [key, { request }] of copy) test.answers.set(key, { request, response: kept })
      return 'mine'
    })
    const copy = new Map<string, { request: string }>()
    await send(test, 'k')
    for (const [key, answer] of test.answers) copy.set(key, answer)
    test.answers.clear()
    expect(await send(test, 'k')).toMatchObject({ status: 201, body: '"theirs"' })
    expect(test.commits).toHaveLength(1)
  })

  it('runs again when state has changed, and is kept once', async () => {
    const handler = vi.fn((_request, ctx) => void ctx.state.increment('g', 'k'))
    const test = await open(handler as never, { commit: (times) => (times === 0 ? 'again' : 'done') })
    expect((await send(test, 'k')).status).toBe(204)
    expect([handler.mock.calls.length, test.answers.size]).toEqual([2, 1])
    expect((await send(test, 'k')).headers['idempotent-replayed']).toBe('true')
  })

  it('may come again after its deadline has passed', async () => {
    const handler = vi.fn(() => new Promise(() => {}))
    const test = await open(handler as never, { timeoutMs: 50 })
    expect((await send(test, 'k')).status).toBe(503)
    expect((await send(test, 'k')).status).toBe(503)
    expect(handler).toHaveBeenCalledTimes(2)
  })

  it('passes its middlewares each time', async () => {
    const guard: Middleware = ({ headers }, _ctx, next) => (headers.cookie ? next() : response(401))
    const handler = vi.fn(() => 'secret')
    const test = await open(handler, {}, { middleware: [guard] })
    const headers = { cookie: 'me' }
    expect((await send(test, 'k', { headers })).body).toBe('"secret"')
    expect((await send(test, 'k')).status).toBe(401)
    expect((await send(test, 'k', { headers })).headers['idempotent-replayed']).toBe('true')
    expect(handler).toHaveBeenCalledOnce()
  })

  it('of GET is one like any other', async () => {
    const handler = vi.fn(() => 'ok')
    const test = await open(handler)
    for (let i = 0; i < 2; i++) await sendRaw(test.url, '/', { headers: { 'idempotency-key': 'k' } })
    expect([handler.mock.calls.length, test.answers.size]).toEqual([2, 0])
  })

  it('works for a step in a worker, byte for byte', async () => {
    const text = '{ "id": 9007199254740993 }'
    const execute = (): AttemptReport => ({
      type: 'outcome',
      startedAt: 1,
      outcome: {
        status: 'succeeded',
        result: 'null',
        effects: { triggers: [], writes: [], reads: [], groupReads: [] },
        response: { status: 201, headers: {}, body: text },
      },
    })
    const test = await open(() => 'never', { execute }, { isolate: true })
    const [first, second] = [await send(test, 'k'), await send(test, 'k')]
    expect([first.body, second.body, second.status]).toEqual([text, text, 201])
    expect(test.executed).toHaveLength(1)
  })
})
