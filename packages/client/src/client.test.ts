/** A client against a real server, and what TypeScript makes of its types. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { api, type RouteOf, response } from '@motia/core'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { createClient } from './create-client.ts'

const User = z.object({ id: z.string(), at: z.date() })

const createUser = api(
  {
    id: 'create',
    method: 'POST',
    path: '/users',
    schema: {
      body: z.object({ name: z.string() }),
      response: { 201: User, 409: z.object({ taken: z.boolean() }) },
    },
  },
  () => 1,
)
const readUser = api(
  {
    id: 'read',
    method: 'GET',
    path: '/users/:id/:part',
    schema: {
      query: z.object({ deep: z.boolean().optional() }),
      headers: z.object({ 'x-tenant': z.string() }),
    },
  },
  ({ query }) => (query.deep ? response(404, { gone: true }) : { id: 'a' }),
)
const anything = api({ id: 'any', method: 'PUT', path: '/any' }, ({ body }) => body)
const list = api({ id: 'list', method: 'GET', path: '/list' }, () => [1, 2])

interface Routes {
  'POST /users': RouteOf<typeof createUser>
  'GET /users/:id/:part': RouteOf<typeof readUser>
  'PUT /any': RouteOf<typeof anything>
  'GET /list': RouteOf<typeof list>
  'GET /files/*': RouteOf<unknown>
}

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

let server: Server
let url: string
let seen: Seen
let next: { status: number; headers?: Record<string, string>; body?: string | Buffer }

beforeAll(async () => {
  server = createServer(async (request, answer) => {
    const { method = '', url = '', headers } = request
    seen = { method, url, headers, body: await text(request) }
    answer.writeHead(next.status, { 'content-type': 'application/json', ...next.headers }).end(next.body)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

function answering(status: number, body: unknown, headers?: Record<string, string>) {
  next = { status, body: JSON.stringify(body), ...(headers && { headers }) }
  return createClient<Routes>({ baseUrl: url })
}

describe('a request', () => {
  it('has its path filled in, its query, its headers and its body', async () => {
    const client = answering(200, { id: 'a' })
    await client.get('/users/:id/:part', {
      params: { id: 'a/ü', part: 7 },
      query: { deep: true },
      headers: { 'x-tenant': 't', accept: '*/*' },
    })
    expect(seen).toMatchObject({
      method: 'GET',
      url: '/users/a%2F%C3%BC/7?deep=true',
      headers: { 'x-tenant': 't' },
    })
    await client.put('/any', {
      body: { at: new Date(0) },
      query: { a: ['1', '2'], b: undefined },
      idempotencyKey: 'k',
    })
    expect(seen).toMatchObject({
      url: '/any?a=1&a=2',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: '{"at":"1970-01-01T00:00:00.000Z"}',
    })
    await client.get('/files/*', { params: { '*': 'a/b c.txt' } })
    expect(seen.url).toBe('/files/a/b%20c.txt')
  })

  it('keeps the path of the base, and asks for headers each time', async () => {
    let token = 0
    const base = answering(200, [])
    expect(base).toBeDefined()
    const client = createClient<Routes>({
      baseUrl: `${url}/v1/`,
      headers: async () => ({ authorization: `${++token}` }),
    })
    await client.get('/list')
    await client.get('/list')
    expect(seen).toMatchObject({ url: '/v1/list', headers: { authorization: '2' } })
  })

  it('sends forms, bytes and text that says its type as they are', async () => {
    const client = answering(200, null)
    const form = new FormData()
    form.set('a', '1')
    await client.put('/any', { body: form })
    expect(seen.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    await client.put('/any', { body: new Uint8Array([65]) })
    expect(seen.body).toBe('A')
    await client.put('/any', { body: 'a,b', headers: { 'content-type': 'text/csv' } })
    expect(seen).toMatchObject({ headers: { 'content-type': 'text/csv' }, body: 'a,b' })
    await client.put('/any', { body: 'a' })
    expect(seen.body).toBe('"a"')
  })

  it('is none without a parameter of its path', async () => {
    const client = answering(200, null)
    // @ts-expect-error params are missing
    await expect(client.get('/users/:id/:part', { headers: { 'x-tenant': 't' } })).rejects.toThrow(
      'needs the parameter id',
    )
  })

  it('ends with its signal, and fails where nobody answers', async () => {
    const client = answering(200, null)
    await expect(client.get('/list', { signal: AbortSignal.abort() })).rejects.toThrow()
    await expect(
      createClient<Routes>({ baseUrl: 'http://127.0.0.1:1' }).get('/list').orThrow(),
    ).rejects.toThrow(TypeError)
  })
})

describe('an answer', () => {
  it('is told as it came, an error too', async () => {
    const created = await answering(201, { id: 'a', at: 'now' }).post('/users', { body: { name: 'x' } })
    expect(created).toMatchObject({ ok: true, status: 201, body: { id: 'a', at: 'now' } })
    const taken = await answering(409, { taken: true }).post('/users', { body: { name: 'x' } })
    expect(taken).toMatchObject({ ok: false, status: 409, body: { taken: true } })
  })

  it('is its body, or an error that says what was wrong', async () => {
    expect(await answering(200, [1]).get('/list').orThrow()).toEqual([1])
    const problem = {
      error: 'Validation failed',
      issues: [{ in: 'body', path: 'name', message: 'is required' }],
    }
    const failed = await answering(400, problem)
      .post('/users', { body: { name: '' } })
      .orThrow()
      .catch((error) => error)
    expect(failed).toBeInstanceOf(ApiError)
    expect(failed.message).toBe('POST /users was answered with 400: Validation failed; name: is required')
    expect([failed.status, failed.issues[0].path]).toEqual([400, 'name'])
  })

  it('is text, bytes, a stream of events, or nothing, by its type', async () => {
    const client = answering(200, null)
    const read = async (type: string, body: string, status = 200) => {
      next = { status, headers: { 'content-type': type }, body }
      return (await client.get('/files/*', { params: { '*': 'x' } })).body
    }
    expect(await read('text/plain; charset=utf-8', 'é')).toBe('é')
    expect(await read('image/png', 'A')).toEqual(new Uint8Array([65]))
    expect(await read('application/problem+json', '{"a":1}')).toEqual({ a: 1 })
    expect(await read('application/json', '')).toBeUndefined()
    const stream = await read('text/event-stream', 'data: 1\n\n')
    expect(await new Response(stream as ReadableStream).text()).toBe('data: 1\n\n')
  })
})

describe('its types', () => {
  it('know each route, what it takes and what it answers by status', async () => {
    const client = answering(201, {})
    const answer = await client.post('/users', { body: { name: 'x' } })
    if (answer.status === 201) expectTypeOf(answer.body).toEqualTypeOf<{ id: string; at: string }>()
    if (answer.status === 409) expectTypeOf(answer.body).toEqualTypeOf<{ taken: boolean }>()
    if (answer.status === 400) expectTypeOf(answer.body.issues?.[0]?.path).toEqualTypeOf<string | undefined>()
    if (answer.ok) expectTypeOf(answer.body.at).toEqualTypeOf<string>()
    expectTypeOf(await client.get('/list').orThrow()).toEqualTypeOf<number[]>()
    expectTypeOf(client).toHaveProperty('post')
    expectTypeOf(client).not.toHaveProperty('patch')
  })

  it('refuse what no route takes', () => {
    const client = createClient<Routes>({ baseUrl: url, fetch: async () => new Response() })
    const calls = () => {
      // @ts-expect-error no such route
      client.get('/users', {})
      // @ts-expect-error a body is missing
      client.post('/users')
      // @ts-expect-error the name is no text
      client.post('/users', { body: { name: 1 } })
      // @ts-expect-error a header is missing
      client.get('/users/:id/:part', { params: { id: '1', part: 2 } })
      // @ts-expect-error a parameter is missing
      client.get('/users/:id/:part', { params: { id: '1' }, headers: { 'x-tenant': 't' } })
      const rest = { params: { id: '1', part: 2 }, headers: { 'x-tenant': 't' } }
      // @ts-expect-error deep is no text
      client.get('/users/:id/:part', { ...rest, query: { deep: 'x' } })
      // @ts-expect-error nothing answers DELETE
      client.delete('/users')
    }
    expect(calls).toBeInstanceOf(Function)
  })
})
