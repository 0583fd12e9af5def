import { api, type Context, cron, event, logger, motia, NonRetryableError } from '@motia/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createTestApp, type TestApp, type TestAppOptions } from './test-app.ts'

let app: TestApp
const open = async (options: TestAppOptions) => {
  app = await createTestApp(options)
  return app
}
afterEach(() => app?.close())

const user = z.object({ name: z.string(), mail: z.email() })
const createUser = api(
  { id: 'create-user', method: 'POST', path: '/users', schema: { body: user } },
  async ({ body }, ctx) => {
    await ctx.state.set('users', body.mail, body)
    await ctx.trigger('welcome', { mail: body.mail }, { delay: 3_600_000 })
    await motia.trigger('user.created', { mail: body.mail })
    return { status: 201, body: { mail: body.mail } }
  },
)
const welcome = event({ id: 'welcome', schema: z.object({ mail: z.email() }) }, async ({ mail }, ctx) => {
  const known = await ctx.state.get<{ name: string }>('users', mail)
  logger.info('welcomed', { mail })
  return `Dear ${known?.name}`
})
const body = { name: 'Ada', mail: 'ada@example.com' }

describe('a flow', () => {
  it('runs from the request to its end, delays included, without real time', async () => {
    const { request, settle, runs, logs, state, clock } = await open({ steps: [createUser, welcome] })
    const began = clock.now()
    const answer = await request('POST', '/users', { body })
    expect(answer).toMatchObject({ status: 201, body: { mail: body.mail } })
    expect(await state.get('users', body.mail)).toEqual(body)
    expect(await runs(welcome)).toMatchObject([{ status: 'scheduled', input: { mail: body.mail } }])
    await settle()
    expect(await runs('welcome')).toMatchObject([{ status: 'succeeded', result: 'Dear Ada', attempts: 1 }])
    expect(clock.now() - began).toBe(3_600_000)
    expect(logs).toEqual([
      expect.objectContaining({ level: 'info', message: 'welcomed', stepId: 'welcome', attempt: 1 }),
    ])
  })

  it('tells what was triggered, steps that are not there included', async () => {
    await open({ steps: [createUser] })
    await app.request('post', '/users', { body })
    expect(app.triggered(welcome)).toEqual([{ mail: body.mail }])
    expect(app.triggered('user.created')).toEqual([{ mail: body.mail }])
    expect(app.triggers[0]).toEqual({
      target: 'welcome',
      payload: { mail: body.mail },
      from: 'create-user',
      delay: 3_600_000,
    })
  })

  it('refuses what the schema refuses, as the server does', async () => {
    await open({ steps: [createUser, welcome] })
    const answer = await app.request('POST', '/users', { body: { name: 'Ada' } })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('mail')
    expect((await app.request('GET', '/nowhere')).status).toBe(404)
    expect(app.triggers).toEqual([])
  })
})

describe('a failing step', () => {
  const flaky = event({ id: 'flaky', retry: { attempts: 3, delay: 60_000 } }, async (_, ctx: Context) => {
    if (ctx.attempt < 3) throw new TypeError(`no luck, ${ctx.attempt}`)
    return ctx.attempt
  })
  const broken = event({ id: 'broken', retry: { attempts: 2 } }, () => {
    throw new RangeError('out of range')
  })

  it('is tried again as its options say, at once', async () => {
    await open({ steps: [flaky] })
    const began = app.clock.now()
    expect(await app.call(flaky, null)).toBe(3)
    expect(app.clock.now()).toBeGreaterThan(began + 30_000)
    await app.settle()
  })

  it('is told by settle, with what it threw as the cause', async () => {
    await open({ steps: [broken] })
    await app.trigger(broken, {})
    const failed = app.settle()
    await expect(failed).rejects.toThrow('broken failed after 2 attempts: RangeError: out of range')
    await expect(failed).rejects.toMatchObject({ code: 'MOTIA_TEST_FAILED', cause: expect.any(RangeError) })
    await app.settle() // it was told once
  })

  it('is not told by settle if somebody has looked', async () => {
    await open({ steps: [broken] })
    await app.trigger(broken, {})
    expect(await app.failures()).toMatchObject([
      { stepId: 'broken', attempts: 2, error: expect.any(RangeError) },
    ])
    await expect(app.call(broken, {})).rejects.toBeInstanceOf(RangeError)
    await app.settle()
  })

  it('may be made to fail', async () => {
    await open({ steps: [flaky, welcome] })
    app.fails(welcome, new Error('the mail server is away'), { times: 2 })
    expect(await app.call(welcome, { mail: body.mail })).toBe('Dear undefined')
    app.fails('welcome', new NonRetryableError('no such mailbox'))
    await expect(app.call(welcome, { mail: body.mail })).rejects.toThrow('no such mailbox')
    expect(await app.runs(welcome)).toMatchObject([{ status: 'succeeded' }, { status: 'failed' }])
  })

  it('fails without a handler if its input is wrong', async () => {
    await open({ steps: [welcome] })
    await app.trigger('welcome', { mail: 'nonsense' })
    expect(await app.failures()).toMatchObject([{ failure: { name: 'ValidationError' }, attempts: 1 }])
  })
})

describe('time', () => {
  const report = cron({ id: 'report', schedule: '0 9 * * *', timezone: 'UTC' }, (tick) => tick.scheduledAt)

  it('fires schedules as it is advanced', async () => {
    await open({ steps: [report], now: '2030-01-01T08:00:00Z' })
    await app.clock.advance('30m')
    expect(await app.runs(report)).toEqual([])
    await app.clock.advance('2d')
    expect((await app.runs(report)).map(({ result }) => result)).toEqual([
      '2030-01-01T09:00:00.000Z',
      '2030-01-02T09:00:00.000Z',
    ])
    await app.clock.advanceTo('2030-01-03T09:00:00Z')
    expect(await app.runs(report)).toHaveLength(3)
  })

  it('gives a cron step that is triggered by hand a tick', async () => {
    await open({ steps: [report], now: '2030-01-01T08:00:00Z' })
    expect(await app.call(report)).toBe('2030-01-01T08:00:00.000Z')
  })

  it('passes for a handler that waits for a run', async () => {
    const slow = event({ id: 'slow' }, () => 'slow')
    const waits = api({ id: 'waits', method: 'GET', path: '/' }, async (_, ctx) => ({
      got: await ctx.call('slow', null, { delay: 86_400_000 }),
    }))
    const nested = event({ id: 'nested', timeout: 1e9 }, (_, ctx) => ctx.call('slow', null, { delay: 5_000 }))
    await open({ steps: [slow, waits, nested] })
    expect((await app.request('GET', '/')).body).toEqual({ got: 'slow' })
    expect(await app.call(nested, null)).toBe('slow')
  })

  it('cuts a handler off at its deadline', async () => {
    const endless = event({ id: 'endless', timeout: 60_000, retry: false }, () => new Promise(() => {}))
    await open({ steps: [endless], patience: 200 })
    await app.trigger(endless, null)
    await expect(app.settle()).rejects.toMatchObject({ code: 'MOTIA_TEST_UNSETTLED' })
    await expect(app.settle()).rejects.toThrow('endless was still at work after 200 ms')
    await app.clock.advance('1m')
    expect(await app.failures()).toMatchObject([{ stepId: 'endless', failure: { code: 'MOTIA_TIMEOUT' } }])
    await app.trigger(endless, null) // which the end of the test cuts off
  })

  it('is not that of the fake timers of a test', async () => {
    vi.useFakeTimers()
    try {
      await open({ steps: [createUser, welcome, report] })
      await app.request('POST', '/users', { body })
      await app.settle()
      expect(await app.runs(welcome)).toMatchObject([{ status: 'succeeded' }])
      await app.close()
    } finally {
      vi.useRealTimers()
    }
  })

  it('is not advanced by nonsense', async () => {
    await open({ steps: [report] })
    await expect(app.clock.advance('soon')).rejects.toMatchObject({ code: 'MOTIA_OPTION' })
    await expect(app.clock.advance(-5)).rejects.toMatchObject({ code: 'MOTIA_OPTION' })
    await expect(app.clock.advanceTo('soon')).rejects.toMatchObject({ code: 'MOTIA_OPTION' })
  })
})

describe('an app', () => {
  it('takes modules, lists and records of steps', async () => {
    await open({ steps: [{ default: createUser, other: 1 }, [[welcome]]] })
    expect((await app.request('POST', '/users', { body })).status).toBe(201)
    await app.close()
    await open({ steps: { './a.ts': { default: createUser }, './b.ts': { welcome } } })
    expect(await app.call(welcome, { mail: body.mail })).toBe('Dear undefined')
  })

  it('refuses steps that are wrong, all at once', async () => {
    const wrong = [event({ id: '' }, () => {}), api({ id: 'a', method: 'GET', path: 'a' }, () => 1)]
    const opening = createTestApp({ steps: wrong })
    await expect(opening).rejects.toMatchObject({ code: 'MOTIA_TEST_STEPS' })
    await expect(opening).rejects.toThrow(/must be a text that is not empty[\s\S]*must begin with "\/"/)
    await expect(createTestApp({ steps: [welcome, event({ id: 'welcome' }, () => 1)] })).rejects.toThrow(
      'is taken',
    )
  })

  it('keeps to itself beside another one', async () => {
    const say = event({ id: 'say' }, async (text: string) => {
      await new Promise(setImmediate)
      logger.info(text)
      await motia.trigger('said', text)
    })
    await open({ steps: [say] })
    const other = await createTestApp({ steps: [say] })
    await Promise.all([app.call(say, 'here'), other.call(say, 'there')])
    expect([app.logs.map((log) => log.message), app.triggered('said')]).toEqual([['here'], ['here']])
    expect([other.logs.map((log) => log.message), other.triggered('said')]).toEqual([['there'], ['there']])
    await other.close()
  })

  it('lets a handler be replaced', async () => {
    await open({ steps: [createUser, welcome] })
    app.replace(welcome, ({ mail }) => `no mail to ${mail}`)
    expect(await app.call(welcome, { mail: body.mail })).toBe(`no mail to ${body.mail}`)
    expect(() => app.replace('welcom', () => 1)).toThrow('did you mean "welcome"?')
  })

  it('has state that the test may set', async () => {
    await open({ steps: [welcome] })
    await app.state.set('users', body.mail, { name: 'Grace' })
    await app.state.increment('counts', 'users', 2)
    expect(await app.state.get('counts', 'users')).toBe(2)
    expect(await app.call(welcome, { mail: body.mail })).toBe('Dear Grace')
  })

  it('sends forms, texts, bytes, queries and cookies', async () => {
    const echo = api({ id: 'echo', method: 'POST', path: '/echo' }, ({ body, query, headers }) => ({
      body: body instanceof Uint8Array ? [...body] : body,
      query,
      cookie: headers.cookie,
      type: headers['content-type'],
    }))
    await open({ steps: [echo] })
    const send = async (request: object) => (await app.request('POST', '/echo', request)).body
    expect(await send({ body: 'héllo' })).toMatchObject({ body: 'héllo' })
    expect(await send({ body: new URLSearchParams({ a: '1' }) })).toMatchObject({ body: { a: '1' } })
    expect(await send({ body: new Uint8Array([1, 255]) })).toMatchObject({ body: [1, 255] })
    expect(await send({ query: { q: 'x y' }, cookies: { c: '1' } })).toMatchObject({
      query: { q: 'x y' },
      cookie: 'c=1',
    })
  })
})
