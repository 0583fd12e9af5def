import { api } from '@motia/core'
import type { ApiRequest } from '@motia/core/context'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openServer, type ServerShape, sendRaw, type TestServer } from '../fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})
async function open(steps: Parameters<typeof openServer>[0], shape?: ServerShape): Promise<TestServer> {
  const test = await openServer(steps, shape)
  opened.push(test)
  return test
}

const echo = api({ id: 'echo', method: 'POST', path: '/' }, ({ body, rawBody }: ApiRequest) => ({
  kind: Buffer.isBuffer(body) ? 'bytes' : typeof body,
  body: Buffer.isBuffer(body) ? body.toString('hex') : body,
  raw: Buffer.from(rawBody).toString('latin1'),
}))

async function send(type: string | undefined, body: string | Buffer, headers: Record<string, string> = {}) {
  const { url } = await open([echo])
  const given = { ...(type !== undefined && { 'content-type': type }), ...headers }
  const answer = await sendRaw(url, '/', { method: 'POST', headers: given, body })
  return { status: answer.status, body: JSON.parse(answer.body) }
}

describe('a body of urlencoded fields', () => {
  const type = 'application/x-www-form-urlencoded'

  it.each([
    ['name=Ada&age=36', { name: 'Ada', age: '36' }],
    ['tag=a&tag=b&tag=c', { tag: ['a', 'b', 'c'] }],
    ['q=a+b%20c%2Bd', { q: 'a b c+d' }],
    ['%EC%9D%B4%EB%A6%84=%ED%99%8D', { 이름: '홍' }],
    ['a[b]=1&a.c=2', { 'a[b]': '1', 'a.c': '2' }],
    ['a&b=&=c&&', { a: '', b: '', '': 'c' }],
    ['constructor=1&toString=2', { constructor: '1', toString: '2' }],
    ['a=b=c', { a: 'b=c' }],
  ])('%s is %j', async (text, fields) => {
    const answer = await send(type, text)
    expect([answer.status, answer.body]).toEqual([200, { kind: 'object', body: fields, raw: text }])
  })

  it('may be empty: a form of which nothing was filled in', async () => {
    expect((await send(type, '')).body).toEqual({ kind: 'object', body: {}, raw: '' })
  })

  it.each(['a=%', 'a=%zz', 'a=%E0%A4', '%ff=1', '__proto__=1', '%5F_proto__=1'])(
    '%s is answered by 400',
    async (text) => {
      expect(await send(type, text)).toMatchObject({ status: 400, body: { error: 'Bad Request' } })
    },
  )

  it('is what the schema of the body checks', async () => {
    const schema = { body: z.object({ age: z.coerce.number().int() }) }
    const step = api({ id: 'a', method: 'POST', path: '/', schema }, ({ body }) => body)
    const { url } = await open([step])
    const post = (body: string) =>
      sendRaw(url, '/', { method: 'POST', headers: { 'content-type': type }, body })
    expect(JSON.parse((await post('age=36')).body)).toEqual({ age: 36 })
    expect(JSON.parse((await post('age=old')).body).issues).toMatchObject([{ in: 'body', path: 'age' }])
  })
})

describe('a body of text', () => {
  it.each(['text/plain', 'text/csv; charset=utf-8', 'Text/HTML'])('of type %s is a string', async (type) => {
    expect((await send(type, 'a,안녕')).body).toMatchObject({ kind: 'string', body: 'a,안녕' })
  })

  it('that is empty is none', async () => {
    expect((await send('text/plain', '')).body).toMatchObject({ kind: 'undefined', raw: '' })
  })

  it('that is not UTF-8 is answered by 400', async () => {
    expect((await send('text/plain', Buffer.from([0xff, 0xfe]))).status).toBe(400)
  })
})

describe('a body of anything else', () => {
  it.each([['application/octet-stream'], ['image/png'], ['application/xml; charset=latin1'], [undefined]])(
    'of type %s is bytes',
    async (type) => {
      const answer = await send(type, Buffer.from([0, 1, 0xff]), { 'content-length': '3' })
      expect(answer.body).toMatchObject({ kind: 'bytes', body: '0001ff' })
    },
  )

  it('is answered by 415 where the schema knows no bytes, and reaches no handler', async () => {
    const handler = vi.fn()
    const step = api(
      { id: 'a', method: 'POST', path: '/', schema: { body: z.object({ n: z.number() }) } },
      handler,
    )
    const { url, events } = await open([step])
    const headers = { 'content-type': 'image/png' }
    const answer = await sendRaw(url, '/', { method: 'POST', headers, body: 'x' })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      415,
      { error: 'Unsupported Media Type', message: 'image/png is not taken here' },
    ])
    expect(handler).not.toHaveBeenCalled()
    expect(events).toMatchObject([{ status: 415, failure: { code: 'MOTIA_VALIDATION' } }])
  })

  it('passes a schema of bytes', async () => {
    const schema = { body: z.instanceof(Uint8Array) }
    const step = api({ id: 'a', method: 'POST', path: '/', schema }, ({ body }) => body.length)
    const { url } = await open([step])
    const headers = { 'content-type': 'application/octet-stream' }
    expect((await sendRaw(url, '/', { method: 'POST', headers, body: 'abc' })).body).toBe('3')
  })

  it('has no payload, since JSON has no bytes', async () => {
    const step = api({ id: 'a', method: 'POST', path: '/' }, () => {
      throw new Error('failed')
    })
    const { url, failed } = await open([step])
    await sendRaw(url, '/', { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'x' })
    await vi.waitFor(() => expect(failed).toMatchObject([{ input: 'null' }]))
  })
})

describe('a body is answered by 415', () => {
  it.each([
    ['application/json; charset=utf-16'],
    ['application/json;charset="ISO-8859-1"'],
    ['text/plain; charset=euc-kr'],
    ['application/x-www-form-urlencoded; charset=latin1'],
    ['json'],
  ])('of type %s', async (type) => {
    expect(await send(type, '1')).toMatchObject({ status: 415, body: { error: 'Unsupported Media Type' } })
  })

  it.each(['gzip', 'br', 'deflate', 'gzip, identity', 'nonsense'])('encoded as %s', async (coding) => {
    for (const type of ['application/json', 'image/png', 'multipart/form-data; boundary=x'])
      expect(await send(type, '1', { 'content-encoding': coding })).toMatchObject({
        status: 415,
        body: { message: `the body is encoded (${coding}): send it as it is` },
      })
  })

  it('but not if it says that it is not encoded, or in UTF-8', async () => {
    for (const charset of ['utf-8', '"UTF-8"', 'utf8', 'us-ascii'])
      expect(
        (await send(`text/plain; charset=${charset}`, 'x', { 'content-encoding': 'identity' })).status,
      ).toBe(200)
  })
})

describe('a body of JSON', () => {
  it.each([
    ['['.repeat(256) + ']'.repeat(256), 200],
    ['['.repeat(257) + ']'.repeat(257), 400],
    [`${'{"a":'.repeat(257)}1${'}'.repeat(257)}`, 400],
    ['['.repeat(100_000) + ']'.repeat(100_000), 400],
    [JSON.stringify('['.repeat(1000)), 200],
    [JSON.stringify({ a: '"\\'.repeat(300), b: '[{'.repeat(300), '\\"[': '\\' }), 200],
    [JSON.stringify(Array.from({ length: 1000 }, () => [[1]])), 200],
  ])('may be 256 levels deep, case %#', async (text, status) => {
    expect((await send('application/json', text)).status).toBe(status)
  })
})
