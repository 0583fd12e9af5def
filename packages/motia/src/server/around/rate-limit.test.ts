import { api, type RateLimit } from '@motia/core'
import { afterEach, describe, expect, it } from 'vitest'
import { openServer, type ServerShape, sendRaw, type TestServer } from '../fixtures/open-server.ts'
import { createRateCounters, RateCounter } from './rate-limit.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

async function open(rateLimit: RateLimit, shape: ServerShape = {}) {
  const step = api({ id: 'step', method: 'POST', path: '/', rateLimit }, () => 'ok')
  const test = await openServer([step], shape)
  opened.push(test)
  return test
}

const send = (test: TestServer, headers: Record<string, string> = {}) =>
  sendRaw(test.url, '/', { method: 'POST', headers })

describe('a rate limit', () => {
  it('answers what is above it with 429, and tells where a client stands', async () => {
    const test = await open({ max: 2, window: 60_000 })
    const told = { 'ratelimit-limit': '2', 'ratelimit-reset': '60' }
    expect(await send(test)).toMatchObject({ status: 200, headers: { ...told, 'ratelimit-remaining': '1' } })
    expect(await send(test)).toMatchObject({ status: 200, headers: { ...told, 'ratelimit-remaining': '0' } })
    const refused = await send(test)
    expect(refused).toMatchObject({ status: 429, headers: { ...told, 'retry-after': '60' } })
    expect(JSON.parse(refused.body)).toEqual({
      error: 'Too Many Requests',
      message: 'at most 2 requests in 60 s',
    })
    expect(test.events).toMatchObject([{ status: 200 }, { status: 200 }, { type: 'request', status: 429 }])
  })

  it('counts for each client by what the step says, and by address for want of it', async () => {
    const test = await open({ max: 1, window: 60_000, by: ({ headers }) => headers['x-key'] as string })
    const statuses: number[] = []
    for (const headers of [{ 'x-key': 'a' }, { 'x-key': 'b' }, { 'x-key': 'a' }, {}, {}])
      statuses.push((await send(test, headers as Record<string, string>)).status)
    expect(statuses).toEqual([200, 200, 429, 200, 429])
  })

  it('takes the address that a proxy tells only if it is to be believed', async () => {
    const forwarded = (n: number) => ({ 'x-forwarded-for': `10.0.0.${n}` })
    const believing = await open({ max: 1, window: 60_000 }, { around: { trustProxy: 'loopback' } })
    expect([
      (await send(believing, forwarded(1))).status,
      (await send(believing, forwarded(2))).status,
    ]).toEqual([200, 200])
    const doubting = await open({ max: 1, window: 60_000 })
    expect([
      (await send(doubting, forwarded(1))).status,
      (await send(doubting, forwarded(2))).status,
    ]).toEqual([200, 429])
  })

  it('goes on counting when the routes are replaced', async () => {
    const rateLimit = { max: 1, window: 60_000 }
    const test = await open(rateLimit)
    await send(test)
    const step = api({ id: 'step', method: 'POST', path: '/', rateLimit }, () => 'new')
    await test.server.replaceRoutes([{ stepId: 'step', method: 'POST', path: '/', step, rateLimit }])
    expect((await send(test)).status).toBe(429)
  })

  it('answers 429 before it reads the body', async () => {
    const test = await open({ max: 1, window: 60_000 })
    await send(test)
    const headers = { 'content-type': 'application/json' }
    expect((await sendRaw(test.url, '/', { method: 'POST', headers, body: '{broken' })).status).toBe(429)
  })

  it('is a failure if its function is', async () => {
    const by = () => {
      throw new Error('secret')
    }
    const test = await open({ max: 1, window: 60_000, by })
    const answer = await send(test)
    expect([answer.status, answer.body.includes('secret')]).toEqual([500, false])
    expect(test.events).toMatchObject([{ stepId: 'step', status: 500, failure: { message: 'secret' } }])
  })
})

describe('a counter', () => {
  it('begins a new window when the old one is over', () => {
    const counter = new RateCounter()
    expect(counter.count('a', 100, 1000)).toEqual({ count: 1, endsAt: 1100 })
    expect(counter.count('a', 100, 1099)).toEqual({ count: 2, endsAt: 1100 })
    expect(counter.count('a', 100, 1100)).toEqual({ count: 1, endsAt: 1200 })
  })

  it('begins one when the clock was put back, or the window made shorter', () => {
    const counter = new RateCounter()
    counter.count('a', 100, 1000)
    expect(counter.count('a', 100, 10)).toMatchObject({ count: 1 })
    expect(counter.count('a', 10, 20)).toMatchObject({ count: 1, endsAt: 30 })
  })

  it('holds no more clients than it may, and none whose window is over', () => {
    const counter = new RateCounter()
    for (let i = 0; i < 50_000; i++) counter.count(`client ${i}`, 1000, 0)
    expect(counter.clients).toBe(20_000)
    counter.count('later', 1000, 1000)
    expect(counter.clients).toBe(1)
  })

  it('is one for each step', () => {
    const counters = createRateCounters()
    expect(counters.of('a')).toBe(counters.of('a'))
    expect(counters.of('a')).not.toBe(counters.of('b'))
  })
})
