import { api } from '@motia/core'
import type { ApiRequest } from '@motia/core/context'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openServer, type ServerShape, sendRaw, type TestServer } from './fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

type Handler = (request: ApiRequest) => unknown
async function open(steps: Parameters<typeof openServer>[0], shape?: ServerShape): Promise<TestServer> {
  const test = await openServer(steps, shape)
  opened.push(test)
  return test
}
const post = (
  url: string,
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })

const User = z.object({
  name: z.string().min(2),
  email: z.email(),
  role: z.enum(['user', 'admin']).default('user'),
})
const createUser = (handler: Handler = ({ body }) => ({ success: true, user: body })) =>
  api({ id: 'create-user', method: 'POST', path: '/users', schema: { body: User } }, handler as never)
const echo = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string) =>
  api(
    { id: `${method} ${path}`, method, path },
    ({ body, params, query, method, path, url, headers, rawBody }) => ({
      body,
      params,
      query,
      method,
      path,
      url,
      header: headers['x-own'],
      raw: Buffer.from(rawBody).toString('latin1'),
    }),
  )

describe('a request', () => {
  it('reaches its step parsed: defaults filled, unknown keys gone, text unharmed', async () => {
    const { url } = await open([createUser()])
    const answer = await post(`${url}/users`, { name: '홍길동 😀', email: 'hong@example.com', other: 1 })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await answer.json()).toEqual({
      success: true,
      user: { name: '홍길동 😀', email: 'hong@example.com', role: 'user' },
    })
  })

  it('brings its parts along as they came where there is no schema', async () => {
    const { url } = await open([echo('PUT', '/things/:kind/:id')])
    const answer = await fetch(
      `${url}/things/b%C3%BCcher/a%2Fb?tag=x&tag=y&q=${encodeURIComponent('안녕 &=')}`,
      {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'x-own': 'yes' },
        body: '{ "a":1 }',
      },
    )
    expect(await answer.json()).toEqual({
      body: { a: 1 },
      params: { kind: 'bücher', id: 'a/b' },
      query: { tag: ['x', 'y'], q: '안녕 &=' },
      method: 'PUT',
      path: '/things/b%C3%BCcher/a%2Fb',
      url: expect.stringContaining('?tag=x&tag=y&q='),
      header: 'yes',
      raw: '{ "a":1 }',
    })
  })

  it('has the bytes of its body as they came', async () => {
    const { url } = await open([echo('POST', '/raw')])
    const { raw } = (await (await post(`${url}/raw`, '{"ü":  "\\u00fc"}')).json()) as { raw: string }
    expect(Buffer.from(raw, 'latin1').toString()).toBe('{"ü":  "\\u00fc"}')
  })

  it('needs no body', async () => {
    const { url } = await open([echo('GET', '/a'), echo('POST', '/a'), echo('DELETE', '/a')])
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await sendRaw(url, '/a', { method })
      expect([answer.status, JSON.parse(answer.body).raw]).toEqual([200, ''])
    }
    expect(
      (await sendRaw(url, '/a', { method: 'DELETE', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(200)
  })

  it('may end in a slash', async () => {
    const { url } = await open([echo('GET', '/a/:id')])
    expect(await (await fetch(`${url}/a/1/`)).json()).toMatchObject({ params: { id: '1' } })
  })

  it.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['Application/JSON;charset=UTF-8'],
    ['application/vnd.api+json'],
    ['application/problem+json; charset=utf-8'],
  ])('may have the type %s', async (type) => {
    const { url } = await open([echo('POST', '/a')])
    expect(await (await post(`${url}/a`, { a: 1 }, { 'content-type': type })).json()).toMatchObject({
      body: { a: 1 },
    })
  })
})

describe('a request that is wrong', () => {
  it('in its values is answered by 400 with every path, and reaches no handler', async () => {
    const handler = vi.fn()
    const { url, commits, failed, events } = await open([
      api(
        {
          id: 'order',
          method: 'POST',
          path: '/orders/:n',
          schema: {
            params: z.object({ n: z.coerce.number() }),
            body: z.object({ items: z.array(z.object({ quantity: z.number().min(1) })) }),
          },
        },
        handler,
      ),
    ])
    const answer = await post(`${url}/orders/x`, { items: [{ quantity: 0 }] })
    expect(answer.status).toBe(400)
    const body = (await answer.json()) as { issues: { in: string; path: string; message: string }[] }
    expect(body).toMatchObject({ error: 'Validation failed', code: 'MOTIA_VALIDATION' })
    expect(body.issues.map((issue) => [issue.in, issue.path])).toEqual([
      ['params', 'n'],
      ['body', 'items.0.quantity'],
    ])
    for (const { message } of body.issues) expect(message).not.toBe('')
    expect(handler).not.toHaveBeenCalled()
    expect([commits, failed]).toEqual([[], []])
    expect(events).toMatchObject([{ type: 'request', status: 400, failure: { code: 'MOTIA_VALIDATION' } }])
  })

  it('in its values by a check elsewhere is answered the same way', async () => {
    const Free = z.object({ name: z.string().refine(async (name) => name !== 'taken', 'is taken') })
    const { url } = await open([
      api({ id: 'a', method: 'POST', path: '/a', schema: { body: Free } }, ({ body }) => body),
    ])
    expect(await (await post(`${url}/a`, { name: 'free' })).json()).toEqual({ name: 'free' })
    const answer = await post(`${url}/a`, { name: 'taken' })
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { issues: [{ path: 'name', message: 'is taken' }] },
    ])
  })

  it.each([
    ['{"name":', 'is not valid JSON'],
    ['name=x', 'is not valid JSON'],
    ['[1,]', 'is not valid JSON'],
    ['{"__proto__":{"admin":true}}', '__proto__'],
    ['{"a":[{"\\u005f_proto__":{}}]}', '__proto__'],
    ['{"constructor":{"prototype":{"admin":true}}}', 'constructor'],
    [`${'['.repeat(200)}{"__proto__":1}${']'.repeat(200)}`, '__proto__'],
    [`${'['.repeat(200_000)}{"__proto__":1}${']'.repeat(200_000)}`, '256 levels'],
  ])('in its body is answered by 400, case %#', async (body, message) => {
    const { url } = await open([echo('POST', '/a')])
    const answer = await post(`${url}/a`, body)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await answer.json()).toMatchObject({
      error: 'Bad Request',
      message: expect.stringContaining(message),
    })
  })

  it('may hold such words where they do no harm', async () => {
    const { url } = await open([echo('POST', '/a')])
    const body = { a: '__proto__', constructor: 'Bob the builder', prototype: 1, b: '\u00e9\\u00e9' }
    expect(await (await post(`${url}/a`, body)).json()).toMatchObject({ body })
  })

  it('by an empty body is answered by 400 where the schema wants one', async () => {
    const { url } = await open([createUser()])
    for (const headers of [{ 'content-type': 'application/json' }, {}]) {
      const answer = await sendRaw(url, '/users', { method: 'POST', headers })
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([400, 'MOTIA_VALIDATION'])
    }
  })

  it('by its size is answered by 413, each step having a limit of its own', async () => {
    const large = api(
      { id: 'large', method: 'POST', path: '/large', bodyLimit: 5000 },
      ({ rawBody }) => rawBody.length,
    )
    const { url } = await open([large, echo('POST', '/small')], { bodyLimit: 100 })
    const body = JSON.stringify('x'.repeat(1000))
    expect(await (await post(`${url}/large`, body)).json()).toBe(body.length)
    const answer = await post(`${url}/small`, body)
    expect([answer.status, await answer.json()]).toMatchObject([413, { error: 'Payload Too Large' }])
    expect((await post(`${url}/large`, JSON.stringify('x'.repeat(6000)))).status).toBe(413)
  })
})
