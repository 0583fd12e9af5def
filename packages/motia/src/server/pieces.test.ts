import { PassThrough, Readable } from 'node:stream'
import { api, HttpError, response } from '@motia/core'
import type { Context } from '@motia/core/context'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { currentAttempt } from '../runtimes/node/invoke/attempt.ts'
import { createGate, openServer, type ServerShape, sendRaw, type TestServer } from './fixtures/open-server.ts'
import { openClient } from './fixtures/slow-client.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

/** A server whose one step answers GET / with what the handler returns. */
async function open(handler: (ctx: Context) => unknown, shape?: ServerShape): Promise<TestServer> {
  const step = api({ id: 'step', method: 'GET', path: '/' }, (_, ctx) => handler(ctx))
  const test = await openServer([step], shape)
  opened.push(test)
  test.world.targets.replace({ send: ['send'] }, false)
  return test
}

describe('an answer in pieces', () => {
  it('may be made by a handler that is a generator, or by what it returns', async () => {
    const handlers = [
      async function* () {
        yield 'a'
        yield Buffer.from('b')
      },
      function* () {
        yield 'a'
        yield 'b'
      },
      async () => response(200, ['a', 'b'].values()),
      () => Readable.from(['a', 'b']),
    ]
    for (const handler of handlers) {
      const { url } = await open(handler)
      expect(await sendRaw(url, '/')).toMatchObject({
        status: 200,
        headers: { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' },
        body: 'ab',
      })
    }
  })

  it('has the status and headers that it names, and they leave before there is a piece', async () => {
    const gate = createGate()
    const pieces = async function* () {
      await gate.passed
      yield 'data: 1\n\n'
    }
    const headers = { 'content-type': 'text/event-stream', 'set-cookie': ['a=1', 'b=2'] }
    const { url } = await open(() => response(201, pieces(), headers))
    const client = await openClient(url)
    expect([client.response.statusCode, client.response.headers]).toMatchObject([201, headers])
    expect(client.text()).toBe('')
    gate.open()
    expect(await client.ended).toBe('whole')
    expect(client.text()).toBe('data: 1\n\n')
  })

  it('goes on as long as it likes', async () => {
    const pieces = async function* () {
      yield 'a'
      await new Promise((resolve) => setTimeout(resolve, 60))
      yield 'b'
    }
    const test = await open(() => pieces(), { timeoutMs: 30 })
    expect((await sendRaw(test.url, '/')).body).toBe('ab')
    expect(test.failed).toEqual([])
  })

  it('that comes after the deadline, or cannot begin, has its source closed', async () => {
    const [late, wrong] = [new PassThrough(), new PassThrough()]
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60))
      return late
    }
    expect((await sendRaw((await open(slow, { timeoutMs: 20 })).url, '/')).status).toBe(503)
    await vi.waitFor(() => expect(late.destroyed).toBe(true))
    expect((await sendRaw((await open(() => response(99, wrong))).url, '/')).status).toBe(500)
    expect(wrong.destroyed).toBe(true)
  })

  it('is made at the pace of the client', async () => {
    let made = 0
    const pieces = async function* () {
      for (; made < 2000; made++) yield Buffer.alloc(16 * 1024, 'x')
    }
    const { url } = await open(() => pieces())
    const client = await openClient(url, { reads: false })
    await vi.waitFor(async () => {
      const before = made
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(made).toBe(before)
    })
    expect(made).toBeGreaterThan(0)
    expect(made).toBeLessThan(1500) // the rest is not even made
    let bytes = 0
    client.response.on('data', (text: string) => {
      bytes += text.length
    })
    expect(await client.ended).toBe('whole')
    expect(bytes).toBe(2000 * 16 * 1024)
  })

  it.each(['HEAD', 'GET'])('that has no body is not begun, and its source is closed (%s)', async (method) => {
    const source = new PassThrough()
    const { url } = await open(() => response(method === 'HEAD' ? 200 : 204, source))
    const answer = await sendRaw(url, '/', { method })
    expect([answer.status, answer.body]).toEqual([method === 'HEAD' ? 200 : 204, ''])
    expect(source.destroyed).toBe(true)
  })

  it('is told to telemetry when it has ended', async () => {
    const gate = createGate()
    const pieces = async function* () {
      yield 'a'
      await gate.passed
    }
    const test = await open(() => response(201, pieces()))
    const client = await openClient(test.url)
    await vi.waitFor(() => expect(client.text()).toBe('a'))
    expect(test.events).toEqual([])
    gate.open()
    await client.ended
    await vi.waitFor(() => expect(test.events).toMatchObject([{ type: 'request', status: 201 }]))
    expect(test.events[0]).not.toHaveProperty('failure')
  })
})

describe('an answer in pieces that breaks', () => {
  it('before it has begun is answered like anything else', async () => {
    let error: Error = new HttpError(404, { error: 'no such user' })
    const test = await open(async function* () {
      await Promise.resolve()
      if (error) throw error
      yield 'never'
    })
    expect(await sendRaw(test.url, '/')).toMatchObject({ status: 404, body: '{"error":"no such user"}' })
    expect(test.failed).toEqual([])
    error = new TypeError('no')
    expect((await sendRaw(test.url, '/')).status).toBe(500)
    expect(test.failed).toMatchObject([{ failure: { name: 'TypeError' } }])
  })

  it('cuts the connection, commits nothing more, and is a failure of the step', async () => {
    let signal: AbortSignal | undefined
    const test = await open((ctx) => {
      signal = ctx.signal
      return (async function* () {
        await ctx.state.set('g', 'k', 1)
        yield 'begun'
        throw new TypeError('source is gone')
      })()
    })
    const client = await openClient(test.url)
    expect([await client.ended, client.text()]).toEqual(['cut', 'begun'])
    await vi.waitFor(() => expect(test.failed).toMatchObject([{ failure: { message: 'source is gone' } }]))
    expect(test.events).toMatchObject([{ status: 200, failure: { name: 'TypeError' } }])
    expect([test.commits, test.more, signal?.aborted]).toEqual([[], [], true])
    expect((await sendRaw(test.url, '/_motia/health')).status).toBe(200)
  })

  it.each([[{ a: 1 }], [7], [['x']]])('does so, too, with a piece like %j', async (piece) => {
    const test = await open(() => ['begun', piece].values())
    const client = await openClient(test.url)
    expect([await client.ended, client.text()]).toEqual(['cut', 'begun'])
    await vi.waitFor(() => expect(test.failed).toMatchObject([{ failure: { code: 'MOTIA_OPTION' } }]))
  })
})

describe('a client that leaves an answer in pieces', () => {
  it('closes its source, which may wait for anything, and aborts the signal', async () => {
    let signal: AbortSignal | undefined
    const source = new PassThrough()
    const test = await open(async (ctx) => {
      signal = ctx.signal
      source.write('a')
      return source
    })
    const client = await openClient(test.url)
    client.leave()
    await vi.waitFor(() => expect([source.destroyed, signal?.aborted]).toEqual([true, true]))
    await vi.waitFor(() => expect(test.events).toMatchObject([{ status: 200 }]))
    expect([test.events[0], test.failed]).toMatchObject([expect.not.objectContaining({ failure: {} }), []])
  })

  it('ends a generator where it is, within its attempt, and nothing of it is committed', async () => {
    const ended = vi.fn()
    const test = await open((ctx) =>
      (async function* () {
        try {
          await ctx.state.set('g', 'k', 1)
          for (;;) {
            yield 'more'
            await new Promise(setImmediate)
          }
        } finally {
          ended(currentAttempt.getStore()?.facts.stepId, await ctx.trigger('send').catch(({ code }) => code))
        }
      })(),
    )
    const client = await openClient(test.url)
    client.leave()
    await vi.waitFor(() => expect(ended).toHaveBeenCalledWith('step', 'MOTIA_CONTEXT_CLOSED'))
    expect([test.commits, test.more, test.failed]).toEqual([[], [], []])
  })

  it('while it takes nothing closes the source, too', async () => {
    const source = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(64 * 1024)
      })(),
    )
    const test = await open(() => source)
    const client = await openClient(test.url, { reads: false })
    await new Promise((resolve) => setTimeout(resolve, 30))
    client.leave()
    await vi.waitFor(() => expect(source.destroyed).toBe(true))
  })

  it('before it has begun has it begun no more, though what came before is committed', async () => {
    const [begun, gate] = [createGate(), createGate()]
    const source = new PassThrough()
    const test = await open(async (ctx) => {
      begun.open()
      await gate.passed
      await ctx.state.set('g', 'k', 1)
      return source
    })
    const abort = new AbortController()
    const answer = fetch(test.url, { signal: abort.signal }).catch(() => 'gone')
    await begun.passed
    abort.abort()
    expect(await answer).toBe('gone')
    gate.open()
    await vi.waitFor(() => expect([test.commits.length, source.destroyed]).toEqual([1, true]))
  })
})

describe('events of a server that closes', () => {
  const never = async function* (ctx: Context) {
    yield 'data: 1\n\n'
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
  }
  const headers = { 'content-type': 'text/event-stream' }

  it('end, whole, before the grace is over; what is no event goes on', async () => {
    const gate = createGate()
    const events = api({ id: 'events', method: 'GET', path: '/events' }, (_, ctx) =>
      response(200, never(ctx), headers),
    )
    const pieces = api({ id: 'pieces', method: 'GET', path: '/pieces' }, async function* () {
      yield 'a'
      await gate.passed
      yield 'b'
    })
    const test = await openServer([events, pieces])
    const listening = await openClient(`${test.url}/events`)
    const reading = await openClient(`${test.url}/pieces`)
    const closed = test.server.close(300)
    expect(await listening.ended).toBe('whole')
    expect(listening.text()).toBe('data: 1\n\n')
    gate.open()
    expect([await reading.ended, reading.text()]).toEqual(['whole', 'ab'])
    await closed
    expect(test.events).toContainEqual(expect.objectContaining({ stepId: 'events', status: 200 }))
    expect(test.failed).toEqual([])
  })

  it('end when their client does not read, too', async () => {
    const flood = api({ id: 'flood', method: 'GET', path: '/' }, () =>
      response(200, Array(1000).fill('x'.repeat(100_000)).values(), headers),
    )
    const test = await openServer([flood])
    const client = await openClient(test.url, { reads: false })
    const closed = test.server.close(300)
    await vi.waitFor(() => expect(test.events).toHaveLength(1))
    client.leave()
    await closed
  })
})
