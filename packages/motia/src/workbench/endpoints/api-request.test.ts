import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { KEEP_HEADER } from '@motia/core/telemetry'
import { afterEach, expect, it } from 'vitest'
import { sendRequest } from './api-request.ts'
import { parseRequest } from './parse-request.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

it('a request arrives as it was written, and begins a trace of its own', async () => {
  const api = await serve(async (request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.writeHead(201, { 'content-type': 'application/json' })
    const { method, url, headers } = request
    response.end(JSON.stringify({ method, url, headers, body: await text(request) }))
  })
  const headers = { 'content-type': 'application/json', 'x-own': 'é' }
  const request = parseRequest({ method: 'POST', path: '/이름?q=a%20b', headers, body: '{"a":"😀"}' })
  const answer = await sendRequest(api, request, 'the key')
  const got = JSON.parse(answer.body)
  expect(answer).toMatchObject({ status: 201, isBase64: false, isCut: false })
  expect(got).toMatchObject({ method: 'POST', url: '/%EC%9D%B4%EB%A6%84?q=a%20b', body: '{"a":"😀"}' })
  expect(got.headers).toMatchObject({
    host: new URL(api).host,
    'content-length': '12',
    'x-own': 'é',
    [KEEP_HEADER]: 'the key',
  })
  expect(got.headers.traceparent).toMatch(new RegExp(`^00-${answer.traceId}-[0-9a-f]{16}-01$`))
  expect(answer.headers.filter(([name]) => name === 'set-cookie')).toEqual([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ])
  expect(answer.totalMs).toBeGreaterThanOrEqual(answer.headMs)
})

it('what is no text comes as base64, and what is long is cut', async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0, 1])
  const api = await serve((request, response) =>
    response.end(request.url === '/long' ? 'é'.repeat(1_000_000) : bytes),
  )
  const get = (path: string) => sendRequest(api, { method: 'GET', path, headers: {} })
  expect(await get('/')).toMatchObject({ body: bytes.toString('base64'), isBase64: true, bytes: 4 })
  const long = await get('/long')
  expect(long).toMatchObject({ isCut: true, isBase64: false, bytes: 2_000_000 })
  expect(Buffer.byteLength(long.body)).toBeLessThanOrEqual(1024 ** 2)
})

it('what streams on is shown as far as it came', async () => {
  const api = await serve((_, response) => response.write('first'))
  const answer = await sendRequest(api, { method: 'GET', path: '/', headers: {} }, undefined, 300)
  expect(answer).toMatchObject({ status: 200, body: 'first', isCut: true })
})

it('nobody who answers is the app being down, too late is too late, and a redirect is an answer', async () => {
  const request = { method: 'GET', path: '/', headers: {} } as const
  await expect(sendRequest('http://localhost:1', request)).rejects.toMatchObject({
    status: 503,
    code: 'MOTIA_APP_DOWN',
  })
  const silent = await serve(() => {})
  await expect(sendRequest(silent, request, undefined, 100)).rejects.toMatchObject({ status: 504 })
  const moved = await serve((_, response) =>
    response.writeHead(302, { location: 'http://evil.example/' }).end(),
  )
  expect(await sendRequest(moved, request)).toMatchObject({ status: 302 })
})
