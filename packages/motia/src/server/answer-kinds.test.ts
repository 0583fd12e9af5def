/** Cookies, redirects, events: what handlers answer besides values, as clients see it. */
import { api, redirect, response, setCookie, sse } from '@motia/core'
import type { ApiRequest, Context } from '@motia/core/context'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openServer, sendRaw, type TestServer } from './fixtures/open-server.ts'
import { openClient } from './fixtures/slow-client.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})
async function open(handler: (request: ApiRequest, ctx: Context) => unknown): Promise<TestServer> {
  const test = await openServer([api({ id: 'step', method: 'GET', path: '/' }, handler)])
  opened.push(test)
  return test
}

describe('a handler', () => {
  it('sets several cookies, and reads those that come back', async () => {
    const { url } = await open(({ cookies }) =>
      response(
        200,
        { ...cookies },
        { 'set-cookie': [setCookie('a', '홍 길동'), setCookie('b', '2', { maxAge: 60 })] },
      ),
    )
    const first = await sendRaw(url, '/')
    const set = first.headers['set-cookie'] as string[]
    expect(set).toEqual([
      'a=%ED%99%8D%20%EA%B8%B8%EB%8F%99; Path=/; HttpOnly; SameSite=Lax',
      'b=2; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    ])
    const cookie = set.map((one) => one.split(';')[0]).join('; ')
    expect(JSON.parse((await sendRaw(url, '/', { headers: { cookie } })).body)).toEqual({
      a: '홍 길동',
      b: '2',
    })
  })

  it('sends its client elsewhere', async () => {
    const { url } = await open(() => redirect('/login?next=/내', 303, { 'set-cookie': setCookie('a', '1') }))
    const answer = await sendRaw(url, '/')
    expect([answer.status, answer.headers.location, answer.body]).toEqual([303, '/login?next=/%EB%82%B4', ''])
    expect(answer.headers['set-cookie']).toHaveLength(1)
  })

  it('that would forge a header fails instead', async () => {
    const { url } = await open(({ query }) => redirect(String(query.to)))
    const answer = await sendRaw(url, '/?to=/a%0d%0aset-cookie:%20b=1')
    expect([answer.status, answer.headers['set-cookie']]).toEqual([500, undefined])
  })

  it('answers HEAD without a body', async () => {
    const { url } = await open(() => ({ a: 1 }))
    const answer = await sendRaw(url, '/', { method: 'HEAD' })
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([200, '7', ''])
  })
})

describe('events', () => {
  it('come one by one, from where the client was', async () => {
    const { url } = await open(({ headers }) =>
      sse(async function* () {
        for (let n = Number(headers['last-event-id'] ?? 0) + 1; n <= 3; n++)
          yield { id: n, event: 'tick', data: { n } }
      }),
    )
    const answer = await fetch(url, { headers: { 'last-event-id': '1' } })
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(await answer.text()).toBe(
      'event: tick\nid: 2\ndata: {"n":2}\n\nevent: tick\nid: 3\ndata: {"n":3}\n\n',
    )
  })

  it('end when the client goes, and their source with them', async () => {
    const ended = vi.fn()
    const { url } = await open((_, ctx) =>
      sse(async function* () {
        try {
          yield 'first'
          await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
          yield 'never'
        } finally {
          ended()
        }
      }),
    )
    const client = await openClient(url)
    await vi.waitFor(() => expect(client.text()).toBe('data: first\n\n'))
    client.leave()
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce())
  })
})
