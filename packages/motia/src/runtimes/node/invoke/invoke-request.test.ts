import { api, response } from '@motia/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { currentAttempt } from './attempt.ts'
import { startRun } from './fixtures/start-run.ts'
import type { SendPieces } from './invoke.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('a request in a worker', () => {
  const request = (given: object = {}) => ({
    __request: {
      method: 'POST',
      path: '/users',
      url: '/users?a=1',
      params: { id: '7' },
      query: { a: '1' },
      headers: { host: 'x' },
      raw: '',
      isJson: false,
      ...given,
    },
  })
  const step = (handler: Parameters<typeof api>[1], schema: object = {}) =>
    api({ id: 'step1', method: 'POST', path: '/:id', ...schema }, handler)
  const responseOf = async (returned: unknown) => {
    const outcome = await startRun(
      step(() => returned),
      request(),
    ).outcome
    return outcome.status === 'succeeded' ? outcome.response : outcome
  }

  it('has its parts, its body parsed from the text that came, and its bytes', async () => {
    const seen: unknown[] = []
    const handler = step((given) => {
      const [rawBody, body] = [given.rawBody, given.body].map((value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      )
      seen.push({ ...given, cookies: { ...given.cookies }, rawBody, body })
    })
    await startRun(handler, request({ raw: '{ "n":1}', isJson: true })).outcome
    await startRun(handler, request({ raw: Buffer.from([255, 0]).toString('base64'), rawEncoding: 'base64' }))
      .outcome
    await startRun(handler, request({ isJson: true })).outcome
    const headers = { cookie: 'a=1; b=%ED%99%8D' }
    await startRun(handler, request({ raw: 'n=1', body: '{"n":"1"}', headers })).outcome
    const parts = {
      method: 'POST',
      path: '/users',
      url: '/users?a=1',
      params: { id: '7' },
      query: { a: '1' },
      cookies: {},
      locals: {},
    }
    expect(seen).toEqual([
      { ...parts, headers: { host: 'x' }, body: { n: 1 }, rawBody: '{ "n":1}' },
      { ...parts, headers: { host: 'x' }, body: '\u00ff\0', rawBody: '\u00ff\0' },
      { ...parts, headers: { host: 'x' }, body: undefined, rawBody: '' },
      { ...parts, headers, cookies: { a: '1', b: '홍' }, body: { n: '1' }, rawBody: 'n=1' },
    ])
  })

  it('has its body checked', async () => {
    const schema = { schema: { body: z.object({ n: z.number() }) } }
    const { outcome } = startRun(
      step(() => 1, schema),
      request({ raw: '{"n":"x"}', isJson: true }),
    )
    expect(await outcome).toMatchObject({
      reason: 'validation',
      failure: { issues: [{ path: 'n', in: 'body' }] },
    })
  })

  it('is answered with a response, and no result', async () => {
    const { outcome } = startRun(
      step(() => ({ ok: true })),
      request(),
    )
    expect(await outcome).toMatchObject({
      status: 'succeeded',
      result: 'null',
      response: { status: 200, headers: {}, body: '{"ok":true}' },
    })
  })

  it.each([
    [undefined, { status: 204, headers: {} }],
    ['text', { status: 200, headers: {}, body: '"text"' }],
    [Buffer.from([255, 0]), { status: 200, headers: {}, body: '/wA=', encoding: 'base64' }],
    [
      response(201, '<p>', { 'content-type': 'text/html' }),
      { status: 201, headers: { 'content-type': 'text/html' }, body: '<p>' },
    ],
  ])('is answered by what is returned: %j', async (returned, expected) => {
    expect(await responseOf(returned)).toEqual(expected)
  })

  it('may be answered with what the platform calls a response, each of its cookies kept', async () => {
    const made = new Response(null, { status: 204 })
    made.headers.append('set-cookie', 'a=1')
    made.headers.append('set-cookie', 'b=2')
    expect(await responseOf(made)).toEqual({ status: 204, headers: { 'set-cookie': ['a=1', 'b=2'] } })
  })

  it('that cannot be answered has failed', async () => {
    expect(await responseOf(response(99))).toMatchObject({
      reason: 'error',
      failure: { code: 'MOTIA_OPTION' },
    })
  })

  it('answered in pieces sends them, without a deadline, and ends with what they asked for', async () => {
    vi.useFakeTimers()
    const texts: unknown[] = []
    const handler = step(async (_, ctx) => {
      await ctx.trigger('send', 'before')
      return (async function* () {
        yield 'a'
        await new Promise((resolve) => setTimeout(resolve, 60_000))
        await ctx.trigger('send', currentAttempt.getStore()?.facts.runId)
        yield Buffer.from('b')
      })()
    })
    const { outcome, attempt } = startRun(handler, request(), 1000, async (head, pieces) => {
      const { triggers } = attempt.takeEffects()
      texts.push(head.status, triggers[0]?.payload)
      for (let piece = await pieces.next(); piece; piece = await pieces.next()) texts.push(String(piece))
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await outcome).toMatchObject({
      status: 'succeeded',
      result: 'null',
      effects: { triggers: [{ payload: '"run1"' }] },
    })
    expect(texts).toEqual([200, '"before"', 'a', 'b'])
  })

  it('whose pieces break has failed; one that is cut off closes their source', async () => {
    const breaking = step(async function* () {
      yield { no: 'text' }
    })
    const drain: SendPieces = async (_, pieces) => {
      while (await pieces.next());
    }
    expect(await startRun(breaking, request(), 60_000, drain).outcome).toMatchObject({
      status: 'failed',
      failure: {
        message: expect.stringContaining('a piece of the response of step1 is a value of type object'),
      },
    })
    const closed = vi.fn()
    const endless = step(async function* () {
      try {
        for (;;) yield 'more'
      } finally {
        closed(currentAttempt.getStore()?.facts.runId)
      }
    })
    const { outcome, attempt } = startRun(endless, request(), 60_000, async (_, pieces) => {
      await pieces.next()
      attempt.cutOff(new Error('the client has gone'))
      expect(await pieces.next()).toBeUndefined()
    })
    await outcome
    expect(closed).toHaveBeenCalledWith('run1')
  })

  it('past its deadline gets no answer in pieces any more', async () => {
    vi.useFakeTimers()
    const sent = vi.fn()
    const destroyed = vi.fn()
    const handler = step(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      return { [Symbol.asyncIterator]: () => ({ next: sent, return: destroyed }) }
    })
    const { outcome } = startRun(handler, request(), 1000, sent)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await outcome).toMatchObject({ reason: 'timeout' })
    expect(sent).not.toHaveBeenCalled()
    expect(destroyed).toHaveBeenCalledOnce()
  })
})
