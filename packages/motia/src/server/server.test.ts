import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@motia/core'
import { afterEach, describe, expect, it } from 'vitest'
import { createGate, openServer, type ServerShape, sendRaw, type TestServer } from './fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})
async function open(steps: Parameters<typeof openServer>[0], shape?: ServerShape): Promise<TestServer> {
  const test = await openServer(steps, shape)
  opened.push(test)
  return test
}
const answering = (method: 'GET' | 'POST' | 'DELETE', path: string) =>
  api({ id: `${method} ${path}`, method, path }, () => `${method} ${path}`)

describe('the route of a request', () => {
  it('to a step that both GET and HEAD have is answered by its own', async () => {
    const head = api({ id: 'head', method: 'HEAD', path: '/a' }, () => ({
      status: 200,
      headers: { 'x-by': 'head' },
    }))
    const get = api({ id: 'get', method: 'GET', path: '/a' }, () => ({
      status: 200,
      headers: { 'x-by': 'get' },
    }))
    for (const steps of [
      [head, get],
      [get, head],
    ]) {
      const { url } = await open(steps)
      for (const method of ['HEAD', 'GET'])
        expect((await fetch(`${url}/a`, { method })).headers.get('x-by')).toBe(method.toLowerCase())
    }
  })
})

describe('a request that no step answers', () => {
  it('by its path is answered by 404, in JSON', async () => {
    const { url } = await open([answering('POST', '/users')])
    const answer = await fetch(`${url}/nowhere?x=1`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/json; charset=utf-8',
    ])
    expect(await answer.json()).toEqual({ error: 'Not Found', message: 'no step answers GET /nowhere' })
  })

  it('by its method is answered by 405, with those that are answered there', async () => {
    const { url } = await open([
      answering('GET', '/a/:id'),
      answering('DELETE', '/a/:id'),
      answering('POST', '/a/fixed'),
      answering('POST', '/바나나'),
      answering('POST', '/optional/:id?'),
      answering('POST', '/all/*'),
    ])
    const allowOf = async (path: string, method = 'PATCH') => {
      const answer = await sendRaw(url, path, { method })
      return [answer.status, answer.headers.allow]
    }
    expect(await allowOf('/a/1')).toEqual([405, 'GET, HEAD, DELETE'])
    expect(await allowOf('/a/1/?x=1')).toEqual([405, 'GET, HEAD, DELETE'])
    expect(await allowOf('/a/fixed')).toEqual([405, 'GET, HEAD, DELETE, POST'])
    expect(await allowOf(encodeURI('/바나나'), 'GET')).toEqual([405, 'POST'])
    expect(await allowOf('/optional')).toEqual([405, 'POST'])
    expect(await allowOf('/optional/1')).toEqual([405, 'POST'])
    expect(await allowOf('/all/1/2/3')).toEqual([405, 'POST'])
    expect(await allowOf('//a/1')).toEqual([404, undefined])
    expect(await allowOf('/a//1')).toEqual([404, undefined])
    expect(await allowOf('/_motia/health')).toEqual([405, 'GET, HEAD'])
    expect(await allowOf('/_motia/health', 'OPTIONS')).toEqual([204, 'GET, HEAD, OPTIONS'])
    expect(await allowOf('/a')).toEqual([404, undefined])
    expect(await allowOf('/a/1/2')).toEqual([404, undefined])
    expect(JSON.parse((await sendRaw(url, '/a/1', { method: 'PATCH' })).body).error).toBe(
      'Method Not Allowed',
    )
  })

  it('but for the methods that are answered there is answered by 204 with these', async () => {
    const { url } = await open([answering('GET', '/a'), answering('POST', '/a')])
    const answer = await sendRaw(url, '/a', { method: 'OPTIONS' })
    expect([answer.status, answer.headers.allow, answer.body]).toEqual([204, 'GET, HEAD, POST, OPTIONS', ''])
    expect((await sendRaw(url, '/b', { method: 'OPTIONS' })).status).toBe(404)
  })

  it('by an encoding of its path that is none is answered by 400 or 404, in JSON', async () => {
    const { url } = await open([answering('GET', '/a/:id')])
    for (const path of ['/a/%zz', '/%E0%A4%A', '/a/%00%']) {
      const answer = await sendRaw(url, path)
      expect([400, 404]).toContain(answer.status)
      expect(JSON.parse(answer.body)).toHaveProperty('error')
    }
  })
})

describe('besides the steps', () => {
  it('the health endpoint answers', async () => {
    const { url } = await open([answering('POST', '/users')])
    const answer = await fetch(`${url}/_motia/health`)
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', steps: 1 }])
  })

  it('the files of web/ are served, and nothing beside them', async () => {
    const root = await mkdtemp(join(tmpdir(), 'motia-web-'))
    await mkdir(join(root, 'web/assets'), { recursive: true })
    await writeFile(join(root, 'web/index.html'), '<h1>안녕</h1>')
    await writeFile(join(root, 'web/assets/app.js'), 'let a')
    await writeFile(join(root, 'web/.env'), 'SECRET=1')
    await writeFile(join(root, '.env'), 'SECRET=1')
    const { url } = await open([answering('GET', '/users')], { root })
    const get = async (path: string) => {
      const { status, headers, body } = await sendRaw(url, path)
      return [status, headers['content-type'], body]
    }
    expect(await get('/')).toEqual([200, 'text/html; charset=utf-8', '<h1>안녕</h1>'])
    expect(await get('/assets/app.js')).toMatchObject([200, expect.stringContaining('javascript'), 'let a'])
    expect(await get('/users')).toMatchObject([200, expect.anything(), '"GET /users"'])
    for (const path of ['/.env', '/../.env', '/assets/..%2f..%2f.env', '/none.html', '/assets/']) {
      const [status, , body] = await get(path)
      expect([path, status]).toEqual([path, expect.toBeOneOf([400, 403, 404])])
      expect(body).not.toContain('SECRET')
    }
    for (const path of ['/assets/app.js', '/', '/index.html']) {
      expect((await sendRaw(url, path, { method: 'OPTIONS' })).headers.allow).toBe('GET, HEAD, OPTIONS')
      expect((await sendRaw(url, path, { method: 'POST' })).status).toBe(405)
    }
    await rm(root, { recursive: true })
  })

  it('what is no file any more, or never was, is answered by 404 as anything else', async () => {
    const root = await mkdtemp(join(tmpdir(), 'motia-web-'))
    await mkdir(join(root, 'web'), { recursive: true })
    await writeFile(join(root, 'web/gone.txt'), 'x')
    await symlink('nowhere', join(root, 'web/dangling'))
    await symlink('loop', join(root, 'web/loop'))
    const { url } = await open([], { root })
    await rm(join(root, 'web/gone.txt'))
    for (const path of ['/gone.txt', '/dangling', '/loop']) {
      const { status, body } = await sendRaw(url, path)
      expect([status, JSON.parse(body).message]).toEqual([404, `no step answers GET ${path}`])
    }
    await rm(root, { recursive: true })
  })

  it.each([true, false])(
    'a file that is added to web/ is served without a reload in development: %s',
    async (reveal) => {
      const root = await mkdtemp(join(tmpdir(), 'motia-web-'))
      await mkdir(join(root, 'web'), { recursive: true })
      const { url } = await open([answering('GET', '/users')], { root, reveal })
      await mkdir(join(root, 'web/docs'))
      for (const name of ['web/docs/index.html', 'web/a:b c.txt', 'web/.env', 'web/a?b', '.env'])
        await writeFile(join(root, name), 'x')
      for (const path of ['/docs', '/docs/', '/docs/index.html', '/a:b%20c.txt'])
        expect([path, (await sendRaw(url, path)).status]).toEqual([path, reveal ? 200 : 404])
      for (const path of [
        '/.env',
        '/docs/..%2f.env',
        '/docs/../.env',
        '/docs/..%2f..%2f.env',
        '/%00',
        '/a%3Fb',
      ])
        expect([path, (await sendRaw(url, path)).status]).toEqual([path, 404])
      await rm(root, { recursive: true })
    },
  )
})

describe('a server that closes', () => {
  it('answers what is under way, and closes its connections with the answers', async () => {
    const [begun, gate] = [createGate(), createGate()]
    const handler = async () => {
      begun.open()
      await gate.passed
      return 'done'
    }
    const test = await open([api({ id: 'slow', method: 'GET', path: '/' }, handler)])
    const answer = fetch(test.url) // kept alive by fetch
    await begun.passed
    const began = performance.now()
    const closed = test.server.close()
    gate.open()
    expect(await (await answer).text()).toBe('"done"')
    await closed
    expect(performance.now() - began).toBeLessThan(2000)
    await expect(fetch(test.url)).rejects.toThrow()
  })
})

it.each([
  ['head', 'POST /a HTTP/1.1\r\nhost: a\r\n'],
  ['body', 'POST /a HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nhalf'],
])('a request whose %s does not come is answered by 408', async (_, text) => {
  const { url } = await open([answering('POST', '/a')], { requestTimeoutMs: 200 })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(text)
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /)
  socket.destroy()
})
