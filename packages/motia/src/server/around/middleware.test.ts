import { api, HttpError, type Middleware, middleware, response } from '@motia/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openServer, post, type ServerShape, sendRaw, type TestServer } from '../fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

type Handler = Parameters<typeof api>[1]

async function open(chain: readonly Middleware[], handler: Handler = () => 'ok', shape: ServerShape = {}) {
  const schema = { body: z.object({ n: z.number().default(1) }) }
  const step = api({ id: 'step', method: 'POST', path: '/', schema, middleware: chain }, handler as never)
  const test = await openServer([step], shape)
  opened.push(test)
  return test
}

describe('middlewares', () => {
  it('surround the handler, the outermost first', async () => {
    const seen: string[] = []
    const around = (name: string) =>
      middleware(async (_request, _ctx, next) => {
        seen.push(`${name} in`)
        const answer = await next()
        seen.push(`${name} out`)
        return answer
      })
    const shape = { middleware: [{ handle: around('folder'), file: 'motia/_middleware.ts' }] }
    const handle = () => {
      seen.push('handler')
      return 'ok'
    }
    const test = await open([around('a'), around('b')], handle, shape)
    expect((await post(test)).body).toBe('"ok"')
    expect(seen).toEqual(['folder in', 'a in', 'b in', 'handler', 'b out', 'a out', 'folder out'])
  })

  it('run before the input is checked, and answer instead of the handler', async () => {
    const handler = vi.fn(() => 'ok')
    const test = await open([() => response(401, { error: 'who?' }, { 'x-by': 'guard' })], handler)
    const answer = await post(test, { n: 'wrong' })
    expect(answer).toMatchObject({ status: 401, body: '{"error":"who?"}', headers: { 'x-by': 'guard' } })
    expect([handler.mock.calls, test.events]).toMatchObject([[], [{ status: 401 }]])
  })

  it('see the parts as they came, the handler after their schemas', async () => {
    const seen: unknown[] = []
    const test = await open(
      [
        ({ body }, _ctx, next) => {
          seen.push(body)
          return next()
        },
      ],
      ({ body }) => seen.push(body),
    )
    await post(test, { extra: true })
    expect(seen).toEqual([{ extra: true }, { n: 1 }])
  })

  it('may throw what is answered', async () => {
    const test = await open([
      () => {
        throw new HttpError(403, 'no')
      },
    ])
    expect(await post(test)).toMatchObject({ status: 403, body: '{"error":"no"}' })
    expect(test.failed).toEqual([])
  })

  it('leave something for those within', async () => {
    const leave: Middleware = ({ locals }, _ctx, next) => {
      Object.assign(locals, { user: { id: 7 } })
      return next()
    }
    const test = await open([leave], ({ locals }) => locals)
    expect((await post(test)).body).toBe('{"user":{"id":7}}')
  })

  it('change the answer in place, or give another', async () => {
    const stamp: Middleware = async (_request, _ctx, next) => {
      const answer = await next()
      answer.headers['x-kind'] = `${answer.headers['content-type']} ${JSON.stringify(answer.body)}`
    }
    const raise: Middleware = async (_request, _ctx, next) => {
      const { status, headers, body } = await next()
      return response(status + 1, { inner: body }, headers)
    }
    const handler = () => response(200, { a: 1 }, { 'Content-Type': 'application/vnd.a' })
    const test = await open([raise, stamp], handler)
    expect(await post(test)).toMatchObject({
      status: 201,
      headers: { 'x-kind': 'application/vnd.a {"a":1}', 'content-type': 'application/vnd.a' },
      body: '{"inner":{"a":1}}',
    })
  })

  it('see nothing as 204, and let it stay so', async () => {
    const seen = vi.fn()
    const test = await open([async (_request, _ctx, next) => seen((await next()).status)], () => {})
    expect((await post(test)).status).toBe(204)
    expect(seen).toHaveBeenCalledWith(204)
  })

  it('let a stream pass', async () => {
    const test = await open([(_request, _ctx, next) => next()], async function* () {
      yield 'a'
      yield 'b'
    } as Handler)
    expect((await post(test)).body).toBe('ab')
  })

  it('are part of the attempt: what they ask for commits with it', async () => {
    const count: Middleware = async (_request, ctx, next) => {
      await ctx.state.increment('g', 'before')
      const answer = await next()
      await ctx.state.increment('g', 'after')
      return answer
    }
    const test = await open([count], (_request, ctx) => ctx.state.increment('g', 'handler'))
    expect((await post(test)).status).toBe(204)
    const keys = test.commits.map(({ effects }) => effects.writes.map((write) => 'key' in write && write.key))
    expect(keys).toEqual([['before', 'handler', 'after']])
  })

  it('that answer for a handler that threw commit nothing of its', async () => {
    const rescue: Middleware = async (_request, ctx, next) => {
      await ctx.state.set('g', 'kept', 1)
      try {
        return await next()
      } catch (error) {
        return response(418, (error as Error).message)
      }
    }
    const test = await open([rescue], async (_request, ctx) => {
      await ctx.state.set('g', 'lost', 1)
      throw new Error('tea')
    })
    expect((await post(test)).status).toBe(418)
    expect(test.commits).toMatchObject([{ effects: { writes: [{ key: 'kept' }] } }])
    expect(test.failed).toEqual([])
  })

  it('catch what is wrong with the input', async () => {
    const rescue: Middleware = async (_request, _ctx, next) => {
      try {
        return await next()
      } catch (error) {
        return response(400, { mine: (error as { code?: string }).code })
      }
    }
    expect(await post(await open([rescue]), { n: 'x' })).toMatchObject({
      body: '{"mine":"MOTIA_VALIDATION"}',
    })
  })

  it('are cut off at the deadline', async () => {
    const test = await open([() => new Promise(() => {})], () => 'ok', { timeoutMs: 50 })
    expect((await post(test)).status).toBe(503)
  })

  it('run again with the handler when state has changed', async () => {
    const ran = vi.fn()
    const test = await open(
      [
        (_request, _ctx, next) => {
          ran()
          return next()
        },
      ],
      (_request, ctx) => ctx.state.set('g', 'k', 1),
      { commit: (times) => (times === 0 ? 'again' : 'done') },
    )
    expect((await post(test)).status).toBe(204)
    expect(ran).toHaveBeenCalledTimes(2)
  })

  it.each<[string, Middleware]>([
    ['called next() twice', async (_request, _ctx, next) => [await next(), await next()]],
    ['neither answered nor called next()', () => {}],
    ['did not await next()', (_request, _ctx, next) => void next()],
  ])('that %s are named, with their file', async (what, wrong) => {
    const test = await open([wrong], () => new Promise((resolve) => setImmediate(resolve)), { reveal: true })
    const { status, body } = await post(test)
    expect([status, JSON.parse(body).message]).toEqual([500, `the middleware of step.ts ${what}`])
    await vi.waitFor(() => expect(test.failed).toMatchObject([{ failure: { code: 'MOTIA_MIDDLEWARE' } }]))
  })

  it('surround HEAD, but no path that no step has', async () => {
    const ran = vi.fn()
    const count: Middleware = (_request, _ctx, next) => {
      ran()
      return next()
    }
    const step = api({ id: 'step', method: 'GET', path: '/', middleware: [count] }, () => 'ok')
    const test = await openServer([step])
    opened.push(test)
    expect((await sendRaw(test.url, '/', { method: 'HEAD' })).status).toBe(200)
    expect((await sendRaw(test.url, '/other')).status).toBe(404)
    expect(ran).toHaveBeenCalledOnce()
  })
})

describe('middlewares of a step that runs in a worker', () => {
  const answered = (body: string, effects = {}) => ({
    type: 'outcome' as const,
    startedAt: 1,
    outcome: {
      status: 'succeeded' as const,
      result: 'null',
      effects: { triggers: [], writes: [], reads: [], groupReads: [], ...effects },
      response: { status: 200, headers: {}, body },
    },
  })
  const openWorker = async (chain: readonly Middleware[], shape: ServerShape) => {
    const options = { id: 'step', method: 'POST', path: '/', isolate: true, middleware: chain } as const
    const test = await openServer([api(options, () => 'never')], shape)
    opened.push(test)
    return test
  }

  it('see the value of its answer, which goes byte for byte if nobody changes it', async () => {
    const seen: unknown[] = []
    const look: Middleware = async (_request, _ctx, next) => {
      const answer = await next()
      seen.push(answer.body)
      answer.headers['x-seen'] = 'yes'
    }
    const text = '{ "id": 9007199254740993 }'
    const test = await openWorker([look, look], { execute: () => answered(text) })
    expect(await post(test)).toMatchObject({
      body: text,
      headers: { 'x-seen': 'yes', 'content-type': 'application/json; charset=utf-8' },
    })
    expect(seen).toEqual([{ id: 2 ** 53 }, { id: 2 ** 53 }])
  })

  it('may change it in place', async () => {
    const change: Middleware = async (_request, _ctx, next) => {
      const answer = await next()
      Object.assign(answer.body as object, { more: 1 })
    }
    const test = await openWorker([change], { execute: () => answered('{"id":1}') })
    expect((await post(test)).body).toBe('{"id":1,"more":1}')
  })

  it('leave what JSON can carry for it, and commit together', async () => {
    const leave: Middleware = async ({ locals }, ctx, next) => {
      Object.assign(locals, { user: '홍', connection: () => {}, big: 1n })
      await ctx.state.set('g', 'outside', 1)
      return next()
    }
    const write = { op: 'set', group: 'g', key: 'inside', value: '1' }
    const test = await openWorker([leave], { execute: () => answered('1', { writes: [write] }) })
    await post(test)
    expect(JSON.parse(test.executed[0]?.input ?? '').__request.locals).toEqual({ user: '홍' })
    expect(test.commits).toMatchObject([{ effects: { writes: [{ key: 'outside' }, { key: 'inside' }] } }])
  })

  it('catch what it threw, as it is known here', async () => {
    const http = { status: 404, body: { gone: true } }
    const failure = { name: 'HttpError', message: 'HTTP 404', http }
    const outcome = { status: 'failed', reason: 'error', failure } as const
    const seen: unknown[] = []
    const look: Middleware = async (_request, _ctx, next) => {
      try {
        return await next()
      } catch (error) {
        seen.push(error)
        throw error
      }
    }
    const test = await openWorker([look], { execute: () => ({ type: 'outcome', startedAt: 1, outcome }) })
    expect(await post(test)).toMatchObject({ status: 404, body: '{"gone":true}' })
    expect(seen[0]).toBeInstanceOf(HttpError)
  })
})
