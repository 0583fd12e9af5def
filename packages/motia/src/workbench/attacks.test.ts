/** Attacks on a Workbench in development. Each is refused, reaches no app, and leaves a server that works. */
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type RawRequest, raw } from './fixtures/raw-request.ts'
import { expectRefused } from './fixtures/refused.ts'
import { BEARER, get, TOKEN, useTestWorkbench, world } from './fixtures/test-workbench.ts'

useTestWorkbench()

afterEach(async () => {
  expect(world.sent).toEqual([])
  expect(await get('/api/v1/info')).toMatchObject({ project: 'shop' })
})

const INFO = '/api/v1/info'
const CANCEL = '/api/v1/commands/cancel'
const JSON_TYPE = { 'content-type': 'application/json' }
const BODY = '{"runId":"r1"}'

const command = (headers: Record<string, string>, body = BODY): RawRequest => ({
  method: 'POST',
  headers: { ...JSON_TYPE, ...headers },
  body,
})

/** The cookie that a browser gets with the page. */
async function loadPage(host?: string): Promise<string> {
  const { headers } = await raw('/', host === undefined ? {} : { headers: { host } })
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

describe('another site in the browser', () => {
  it.each([
    ['a name that was bound anew', INFO, { headers: { host: 'evil.example', ...BEARER } }],
    ['such a name with our port', INFO, { headers: { host: 'evil.example:3000', ...BEARER } }],
    ['a name that begins like ours', INFO, { headers: { host: 'localhost.evil.example', ...BEARER } }],
    ['a name that ends like ours', INFO, { headers: { host: 'evil-localhost', ...BEARER } }],
    ['the address of all addresses', INFO, { headers: { host: '0.0.0.0:3000', ...BEARER } }],
    ['a request of another origin', INFO, { headers: { origin: 'http://evil.example', ...BEARER } }],
    ['one of a sandboxed frame', INFO, { headers: { origin: 'null', ...BEARER } }],
    ['one of another port', INFO, { headers: { origin: 'http://localhost:1', ...BEARER } }],
    ['a script of another site', INFO, { headers: { 'sec-fetch-site': 'cross-site', ...BEARER } }],
    [
      'an image of another site',
      '/',
      { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
    ],
    ['a page of the same site', INFO, { headers: { 'sec-fetch-site': 'same-site', ...BEARER } }],
    ['a command of another origin', CANCEL, command({ origin: 'http://evil.example', ...BEARER })],
    [
      'a command by a link',
      CANCEL,
      command({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', ...BEARER }),
    ],
    [
      'the stream of another origin',
      '/api/v1/live',
      { headers: { origin: 'http://evil.example', ...BEARER } },
    ],
  ])('is refused: %s', (_, path, request) => expectRefused(raw(path, request), 403))

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('sends no command as a form of type "%s"', (type) =>
    expectRefused(raw(CANCEL, command({ ...BEARER, 'content-type': type })), 415),
  )

  it('is told by no answer that it may read it', async () => {
    const { headers } = await raw(INFO, { method: 'OPTIONS', headers: BEARER })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('gets no cookie into a frame or an image', async () => {
    for (const into of ['iframe', 'image', 'empty', 'object']) {
      const { headers } = await raw('/', {
        headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': into },
      })
      expect([into, headers['set-cookie']]).toEqual([into, undefined])
    }
    const { headers } = await raw('/', { headers: { 'sec-fetch-mode': 'cors' } })
    expect(headers['set-cookie']).toBeUndefined()
  })

  it('cannot frame the page', async () => {
    const { headers } = await raw('/')
    expect([headers['x-frame-options'], headers['cross-origin-opener-policy']]).toEqual([
      'DENY',
      'same-origin',
    ])
  })
})

describe('whoever has not opened the page', () => {
  it.each([
    ['nothing', {}],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
    ['a part of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['the token by another scheme', { authorization: `Digest ${TOKEN}` }],
    ['the token alone', { authorization: TOKEN }],
    [
      'a made-up cookie',
      { cookie: `motia-workbench=operator.9999999999999.${'a'.repeat(16)}.${'a'.repeat(43)}` },
    ],
  ])('learns and does nothing with %s', async (_, headers) => {
    await expectRefused(raw(INFO, { headers }), 401)
    await expectRefused(raw(CANCEL, command(headers)), 401)
    await expectRefused(raw('/api/v1/live', { headers }), 401)
    await expectRefused(raw('/api/v1/nothing', { headers }), 401)
  })

  it('is told what to do', async () => {
    const { text } = await raw(INFO)
    expect(JSON.parse(text)).toEqual({
      error: 'the Workbench does not know who is asking',
      hint: expect.stringContaining('Open the page of the Workbench first'),
    })
    expect(text).toContain('.motia/workbench.token')
    expect(text).not.toContain(TOKEN)
  })
})

describe('the cookie of the page', () => {
  it('is one that scripts and other sites never see, and lets in', async () => {
    const { headers } = await raw('/')
    const [cookie = ''] = headers['set-cookie'] ?? []
    const { port } = new URL(world.base)
    expect(cookie).toMatch(
      new RegExp(`^motia-workbench-${port}=[\\w.-]+; Path=/; Max-Age=\\d+; HttpOnly; SameSite=Strict$`),
    )
    const own = { cookie: cookie.split(';')[0] ?? '' }
    expect((await raw(INFO, { headers: own })).status).toBe(200)
    expect((await raw(INFO, { headers: { cookie: `other=1; ${own.cookie}` } })).status).toBe(200)
    const behind = await raw('/', { headers: { 'x-forwarded-proto': 'https' } })
    expect(behind.headers['set-cookie']?.[0]).toMatch(/; Secure$/)
  })

  it.each([
    ['cut', (cookie: string) => cookie.slice(0, -1)],
    ['of another end', (cookie: string) => cookie.replace(/\.\d+\./, (end) => `.9${end.slice(2)}`)],
    ['of another role', (cookie: string) => cookie.replace('operator', 'viewer')],
    ['of another id', (cookie: string) => cookie.replace(/\.[\w-]{16}\./, `.${'A'.repeat(16)}.`)],
    ['without its signature', (cookie: string) => cookie.slice(0, cookie.lastIndexOf('.') + 1)],
    ['signed with nothing', (cookie: string) => cookie.replace(/[^.]+$/, 'A'.repeat(43))],
    ['under the name of another port', (cookie: string) => cookie.replace(/-\d+=/, '-1=')],
    ['quoted', (cookie: string) => cookie.replace('=', '="').concat('"')],
  ])('is worth nothing %s', async (_, change) => {
    const cookie = await loadPage()
    await expectRefused(raw(INFO, { headers: { cookie: change(cookie) } }), 401)
    await expectRefused(raw(CANCEL, command({ cookie: change(cookie) })), 401)
  })
})

describe('bodies', () => {
  it.each([
    ['too long', JSON.stringify({ runId: 'x'.repeat(1_100_000) }), 413],
    ['cut', '{"runId":', 400],
    ['empty', '', 400],
    ['deep', '['.repeat(100_000), 400],
    ['a list', '[]', 400],
    ['of another type', '{"runId":{"toString":"x"}}', 400],
    ['with a prototype instead of values', '{"__proto__":{"runId":"r1"}}', 400],
  ])('that are %s are refused', (_, body, status) =>
    expectRefused(raw(CANCEL, command(BEARER, body)), status),
  )

  it('cannot be announced as longer than they may be', async () => {
    const answer = await new Promise<string>((resolve) => {
      const { port } = new URL(world.base)
      const socket = connect(Number(port), '127.0.0.1')
      const head = [`POST ${CANCEL} HTTP/1.1`, `host: localhost:${port}`, `authorization: Bearer ${TOKEN}`]
      socket.write(
        [...head, 'content-type: application/json', 'content-length: 99999999999', '', '{'].join('\r\n'),
      )
      socket.once('data', (data) => {
        socket.destroy()
        resolve(String(data))
      })
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('do not poison what is made of them', async () => {
    const { status } = await raw('/api/v1/commands/arrange', {
      ...command(BEARER, '{"positions":{"__proto__":{"x":1,"y":1},"constructor":{"x":1,"y":1}}}'),
    })
    expect(status).toBe(400)
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it.each([
    ['GET', {}, 405],
    ['GET', { 'x-http-method-override': 'POST' }, 405],
    ['PUT', JSON_TYPE, 405],
    ['DELETE', JSON_TYPE, 405],
    ['TRACE', {}, 405],
  ])('come by POST alone: not by %s %j', (method, headers, status) =>
    expectRefused(raw(CANCEL, { method, headers: { ...headers, ...BEARER } }), status),
  )
})

describe('requests that the Workbench is to send', () => {
  it.each([
    ['another server', { path: '//evil.example/' }],
    ['another server by its address', { path: 'http://evil.example/' }],
    ['another server behind an @', { path: '@evil.example/' }],
    ['another server behind a backslash', { path: '/\\evil.example/' }],
    ['a second request in the path', { path: '/a HTTP/1.1\r\nx: y' }],
    ['a line in the path', { path: '/a\nb' }],
    ['no path', { path: '' }],
    ['half a character', { path: '/\ud800' }],
    ['a made-up method', { method: 'CONNECT' }],
    ['a method of two lines', { method: 'GET\r\n' }],
    ['a host of its own', { headers: { Host: 'evil.example' } }],
    ['a second request in a header', { headers: { a: 'b\r\n\r\nGET / HTTP/1.1' } }],
    ['a header that is none', { headers: { 'a b': 'c' } }],
    ['a header of another shape', { headers: { a: ['b'] } }],
    ['an upgrade', { headers: { Upgrade: 'websocket' } }],
    ['another length', { headers: { 'Content-Length': '1' } }],
    ['chunks', { headers: { 'transfer-encoding': 'chunked' } }],
    ['a connection of its own', { headers: { connection: 'upgrade' } }],
    ['another trace', { headers: { traceparent: '00-1' } }],
    ['a proxy', { headers: { 'proxy-authorization': 'x' } }],
    ['a body of another type', { body: { a: 1 } }],
  ])('go to the project alone, whole: not %s', async (_, more) => {
    const body = JSON.stringify({ method: 'GET', path: '/users', ...more })
    await expectRefused(raw('/api/v1/commands/request', command(BEARER, body)), 400)
  })

  it('have bodies of bounded length', async () => {
    const body = JSON.stringify({ method: 'POST', path: '/users', body: 'x'.repeat(1_100_000) })
    await expectRefused(raw('/api/v1/commands/request', command(BEARER, body)), 413)
  })
})

it('more listeners than it can serve are refused, and the others served', async () => {
  const aborts = Array.from({ length: 60 }, () => new AbortController())
  const answers = await Promise.all(
    aborts.map(({ signal }) => fetch(`${world.base}/api/v1/live`, { headers: BEARER, signal })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(50)
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(10)
  for (const abort of aborts) abort.abort()
})
