import { Readable } from 'node:stream'
import { HttpError, response } from '@motia/core'
import type { Context } from '@motia/core/context'
import { describe, expect, it, vi } from 'vitest'
import { sendRaw } from './fixtures/open-server.ts'
import { answerOf, openStep, useStepServers } from './fixtures/open-step.ts'

useStepServers()
const JSON_TYPE = 'application/json; charset=utf-8'

describe('what a handler returns', () => {
  it.each([
    [{ success: true, name: '홍길동' }, '{"success":true,"name":"홍길동"}'],
    [[1, 'two'], '[1,"two"]'],
    ['text', '"text"'],
    [0, '0'],
    [false, 'false'],
    ['', '""'],
    [{ status: 'processing', body: 1 }, '{"status":"processing","body":1}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ])('is JSON with 200: %j', async (returned, body) => {
    for (const handler of [() => returned, async () => returned])
      expect(await answerOf(handler)).toMatchObject({ status: 200, type: JSON_TYPE, body })
  })

  it('may be a promise of any library', async () => {
    // biome-ignore lint/suspicious/noThenProperty: a query builder's is just this
    const query = { then: (resolve: (rows: unknown) => void) => setImmediate(() => resolve([{ id: 1 }])) }
    expect(await answerOf(() => query)).toMatchObject({ status: 200, body: '[{"id":1}]' })
  })

  it.each([[undefined], [null], [response(204)]])('is 204 without a body for %j', async (returned) => {
    const { status, type, body } = await answerOf(() => returned)
    expect([status, type, body]).toEqual([204, undefined, ''])
  })

  it('may set status and headers', async () => {
    expect(await answerOf(() => response(201, { id: 1 }, { location: '/users/1' }))).toMatchObject({
      status: 201,
      type: JSON_TYPE,
      headers: { location: '/users/1' },
      body: '{"id":1}',
    })
    expect(await answerOf(() => ({ status: 302, headers: { location: '/' } }))).toMatchObject({
      status: 302,
      headers: { location: '/' },
      body: '',
    })
    expect(await answerOf(() => response(404, { error: 'none' }))).toMatchObject({
      status: 404,
      body: '{"error":"none"}',
    })
  })

  it('may set several cookies', async () => {
    const { headers } = await answerOf(() => response(200, 1, { 'Set-Cookie': ['a=1; HttpOnly', 'b=2'] }))
    expect(headers['set-cookie']).toEqual(['a=1; HttpOnly', 'b=2'])
  })

  it('goes as it is if it is text that says its type', async () => {
    expect(
      await answerOf(() => response(200, '<p>안녕</p>', { 'Content-Type': 'text/html; charset=utf-8' })),
    ).toMatchObject({
      type: 'text/html; charset=utf-8',
      body: '<p>안녕</p>',
    })
  })

  it('goes as it is if it is bytes, of a type of its own or of none in particular', async () => {
    const png = Buffer.from('PNG')
    expect(await answerOf(() => response(200, png, { 'content-type': 'image/png' }))).toMatchObject({
      type: 'image/png',
      body: 'PNG',
    })
    for (const bytes of [png, new Uint8Array(png)])
      expect(await answerOf(() => bytes)).toMatchObject({ type: 'application/octet-stream', body: 'PNG' })
  })

  it('may be a stream, of Node or of the web', async () => {
    const events = { 'content-type': 'text/event-stream' }
    const chunks = () => ['data: 1\n\n', 'data: 2\n\n']
    const made = [
      () => Readable.from(chunks()),
      () => Readable.toWeb(Readable.from(chunks().map((text) => Buffer.from(text)))),
    ]
    for (const make of made)
      expect(await answerOf(() => response(200, make(), events))).toMatchObject({
        type: 'text/event-stream',
        body: 'data: 1\n\ndata: 2\n\n',
      })
    expect((await answerOf(() => Readable.from(['x']))).type).toBe('application/octet-stream')
  })

  it('may be what the platform calls a response', async () => {
    const made = () => Response.json({ a: 1 }, { status: 202, headers: { 'x-a': 'b' } })
    expect(await answerOf(made)).toMatchObject({
      status: 202,
      type: 'application/json',
      headers: { 'x-a': 'b' },
      body: '{"a":1}',
    })
  })

  it('that is a stream which breaks ends the connection, and the server goes on', async () => {
    const broken = () =>
      Readable.from(
        (async function* () {
          yield 'begun'
          throw new Error('source is gone')
        })(),
      )
    let returned: () => unknown = () => response(200, broken(), { 'content-type': 'text/plain' })
    const { url } = await openStep(() => returned())
    await expect(sendRaw(url, '/')).rejects.toThrow()
    returned = () => 'still here'
    expect((await sendRaw(url, '/')).body).toBe('"still here"')
  })

  it('is told to HEAD without its body', async () => {
    const { url } = await openStep(() => ({ a: 1 }))
    const answer = await sendRaw(url, '/', { method: 'HEAD' })
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([200, '7', ''])
  })

  it.each([204, 304])('has no body with %d', async (status) => {
    const answer = await answerOf(() => response(status, { a: 1 }))
    expect([answer.status, answer.body]).toEqual([status, ''])
  })
})

describe('what cannot be answered is a failure of the step, and no request is left without an answer', () => {
  it.each([
    ['a status that is none', () => response(1000, 1), 'status 1000'],
    ['a status that is no number', () => response('200' as never, 1), 'status 200'],
    ['a status that is no final answer', () => response(101, 1), 'status 101'],
    ['a header with a line break', () => response(200, 1, { 'x-a': 'a\r\nb: c' }), 'x-a'],
    ['a header of no name', () => response(200, 1, { 'x a': '1' }), 'x a'],
    ['a header that is nothing', () => response(200, 1, { 'x-a': undefined as never }), 'x-a'],
    ['a body that goes in circles', () => circle(), 'cycle'],
    ['a body with a BigInt', () => ({ total: 1n }), 'BigInt at total'],
    ['a body that is a function', () => () => 1, 'a function'],
  ])('%s', async (_, handler, message) => {
    const { status, type, body, test } = await answerOf(handler, { reveal: true })
    expect([status, type]).toEqual([500, JSON_TYPE])
    expect(JSON.parse(body).message).toContain(message)
    expect(test.failed).toMatchObject([{ stepId: 'step' }])
    const withEffects = await answerOf(async (ctx) => {
      await ctx.state.set('g', 'k', 1)
      return handler()
    })
    expect(withEffects.status).toBe(500)
    expect(withEffects.test.commits).toEqual([])
  })

  it.each([
    ['a status that is none', new HttpError(42, 'x')],
    ['a status that is a success', new HttpError(200, 'x')],
    ['a body that JSON cannot carry', new HttpError(400, { n: 1n })],
    ['a header with a line break', new HttpError(400, 'x', { 'x-a': 'a\nb' })],
  ])('an HttpError with %s', async (_, error) => {
    const { status, type, test } = await answerOf(() => {
      throw error
    })
    expect([status, type]).toEqual([500, JSON_TYPE])
    expect(test.failed).toHaveLength(1)
  })
})

function circle(): unknown {
  const made: Record<string, unknown> = {}
  made.self = made
  return made
}

describe('what a handler throws', () => {
  const throwing = (error: unknown) => async (ctx: Context) => {
    await ctx.trigger('send')
    throw error
  }

  it('as HttpError is the answer, nothing is committed, and it is no failure below 500', async () => {
    const { status, type, body, headers, test } = await answerOf(
      throwing(new HttpError(409, { error: 'taken', field: 'email' }, { 'x-why': 'taken' })),
    )
    expect([status, type, headers['x-why']]).toEqual([409, JSON_TYPE, 'taken'])
    expect(JSON.parse(body)).toEqual({ error: 'taken', field: 'email' })
    expect([test.commits, test.failed]).toEqual([[], []])
    expect(test.events).toMatchObject([{ type: 'request', status: 409 }])
    expect(test.events[0]).not.toHaveProperty('failure')
  })

  it('as HttpError has words where it has no body, and comes from any copy of the package', async () => {
    expect((await answerOf(throwing(new HttpError(404)))).body).toBe('{"error":"Not Found"}')
    expect((await answerOf(throwing(new HttpError(418)))).body).toBe('{"error":"HTTP 418"}')
    expect((await answerOf(throwing(new HttpError(403, 'not yours')))).body).toBe('{"error":"not yours"}')
    const foreign = Object.assign(new Error('x'), { name: 'HttpError', status: 402, body: { pay: 1 } })
    expect(await answerOf(throwing(foreign))).toMatchObject({ status: 402, body: '{"pay":1}' })
  })

  it('as HttpError of 500 and above is a failure too', async () => {
    const { status, body, test } = await answerOf(
      throwing(new HttpError(503, { error: 'later' }, { 'retry-after': '7' })),
    )
    expect([status, body]).toEqual([503, '{"error":"later"}'])
    expect(test.failed).toMatchObject([{ failure: { name: 'HttpError' } }])
  })

  it('otherwise is 500, without its message, and fires the error step', async () => {
    const { status, body, test } = await answerOf(throwing(new TypeError('password of db is 1234')))
    expect(status).toBe(500)
    expect(JSON.parse(body)).toEqual({ error: 'Internal Server Error', traceId: expect.any(String) })
    expect(test.commits).toEqual([])
    expect(test.failed).toEqual([
      {
        stepId: 'step',
        input: 'null',
        failure: {
          name: 'TypeError',
          message: 'password of db is 1234',
          stack: 'trimmed TypeError: password of db is 1234',
        },
      },
    ])
    expect(test.events).toMatchObject([{ status: 500, failure: { name: 'TypeError' } }])
  })

  it('otherwise says why in development, without a stack', async () => {
    const { body } = await answerOf(throwing(new TypeError('no such table')), { reveal: true })
    expect(JSON.parse(body)).toMatchObject({ message: 'no such table' })
    expect(body).not.toContain('stack')
  })

  it.each([[undefined], [null], ['text'], [{ message: 'plain' }], [7n], [Symbol('s')]])(
    'may be anything: %s',
    async (thrown) => {
      for (const handler of [throwing(thrown), () => raise(thrown)]) {
        const { status, test } = await answerOf(handler, { reveal: true })
        expect(status).toBe(500)
        expect(test.failed).toHaveLength(1)
      }
    },
  )

  it('is told when even the error step could not be told', async () => {
    const failedCommit = () => Promise.reject(new Error('disk full'))
    const { status, test } = await answerOf(throwing(new Error('no')), { failedCommit })
    expect(status).toBe(500)
    await vi.waitFor(() =>
      expect(test.events).toContainEqual(
        expect.objectContaining({ type: 'notice', message: expect.stringContaining('disk full') }),
      ),
    )
  })
})

function raise(thrown: unknown): never {
  throw thrown
}

describe('telemetry', () => {
  it('hears of each answer that is sampled: whose, what, how long', async () => {
    const { test } = await answerOf(() => response(201, 1))
    expect(test.events).toEqual([
      {
        type: 'request',
        at: expect.any(Number),
        runId: expect.any(String),
        traceId: expect.any(String),
        stepId: 'step',
        method: 'GET',
        path: '/',
        status: 201,
        startedAt: expect.any(Number),
        durationMs: expect.any(Number),
      },
    ])
    expect((await answerOf(() => 1, { samples: false })).test.events).toEqual([])
  })
})
