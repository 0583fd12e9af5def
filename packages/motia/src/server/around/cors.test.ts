import { api } from '@motia/core'
import { afterEach, describe, expect, it } from 'vitest'
import type { CorsConfig } from '../../config/config.ts'
import { parseCors } from '../../config/http-parsers.ts'
import { openServer, sendRaw, type TestServer } from '../fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

/** @param raw as the config file has it */
async function open(raw: unknown): Promise<TestServer> {
  const parsed = raw === undefined ? undefined : parseCors(raw)
  const cors = parsed && 'value' in parsed ? (parsed.value as CorsConfig) : undefined
  const steps = [
    api({ id: 'get', method: 'GET', path: '/a' }, () => 'ok'),
    api({ id: 'stream', method: 'GET', path: '/stream' }, async function* () {
      yield 'a'
    } as never),
    api({ id: 'post', method: 'POST', path: '/post' }, () => 'ok'),
    api({ id: 'options', method: 'OPTIONS', path: '/own' }, () => 'mine'),
  ]
  const test = await openServer(steps, cors ? { around: { cors } } : {})
  opened.push(test)
  return test
}

const APP = 'https://app.example.com'
const ask = (test: TestServer, path: string, origin: string, method = 'GET') =>
  sendRaw(test.url, path, { method, headers: { origin } })
const preflight = (test: TestServer, path: string, origin: string, headers = {}) =>
  sendRaw(test.url, path, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'DELETE', ...headers },
  })

describe('without CORS', () => {
  it('no origin is let in', async () => {
    const test = await open(undefined)
    const { headers } = await ask(test, '/a', APP)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    expect((await preflight(test, '/a', APP)).headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('with CORS', () => {
  it('every origin may read every answer, errors and streams too', async () => {
    const test = await open(true)
    for (const [path, status] of [
      ['/a', 200],
      ['/stream', 200],
      ['/no', 404],
    ] as const)
      expect(await ask(test, path, APP)).toMatchObject({
        status,
        headers: { 'access-control-allow-origin': '*' },
      })
  })

  it('a page may read why its body was refused', async () => {
    const headers = { origin: APP, 'content-type': 'application/json' }
    const answer = await sendRaw((await open(true)).url, '/post', { method: 'POST', headers, body: '{' })
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([400, '*'])
  })

  it.each(['/a', '/own', '/no/such/step'])('a preflight of %s is answered', async (path) => {
    const answer = await preflight(await open(true), path, APP, {
      'access-control-request-headers': 'x-one, authorization',
    })
    expect(answer).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
        'access-control-allow-headers': 'x-one, authorization',
      },
    })
  })

  it('an OPTIONS that is no preflight is a step’s', async () => {
    expect((await sendRaw((await open(true)).url, '/own', { method: 'OPTIONS' })).body).toBe('"mine"')
  })

  it('only named origins are let in, and told apart from others in caches', async () => {
    const test = await open({ origin: [APP, 'http://localhost:5173', 'https://*.example.org'] })
    const allowed = async (origin: string) =>
      (await ask(test, '/a', origin)).headers['access-control-allow-origin']
    for (const origin of [APP, 'http://localhost:5173', 'https://a.example.org', 'https://a.b.example.org'])
      expect(await allowed(origin)).toBe(origin)
    for (const origin of [
      'https://evil.com',
      `${APP}.evil.com`,
      'https://example.org',
      'https://evil-example.org',
      'https://evil.com/.example.org',
      'http://a.example.org',
      'null',
    ])
      expect([origin, await allowed(origin)]).toEqual([origin, undefined])
    expect((await ask(test, '/a', APP)).headers.vary).toContain('Origin')
  })

  it('everything else that can be said is said', async () => {
    const cors = {
      origin: APP,
      methods: 'get, post',
      headers: ['x-one'],
      exposed: ['x-two'],
      credentials: true,
      maxAge: '10m',
    }
    const test = await open(cors)
    expect((await preflight(test, '/a', APP)).headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'x-one',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '600',
    })
    expect((await ask(test, '/a', APP)).headers['access-control-expose-headers']).toBe('x-two')
  })
})
