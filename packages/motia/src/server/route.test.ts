import { api } from '@motia/core'
import type { Context } from '@motia/core/context'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createGate, openServer, post, type ServerShape, type TestServer } from './fixtures/open-server.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

type Handler = (request: { body: never }, ctx: Context) => unknown
/** A server whose one step answers POST / with what the handler returns. */
async function open(handler: Handler, shape?: ServerShape, options: object = {}): Promise<TestServer> {
  const step = api({ id: 'step', method: 'POST', path: '/', ...options }, handler as never)
  const test = await openServer([step], shape)
  opened.push(test)
  test.world.targets.replace({ send: ['send'] }, false)
  return test
}
describe('what a handler asked for', () => {
  it('is on disk before the answer begins, with the body as input and the answer as result', async () => {
    const gate = createGate()
    const test = await open(
      async ({ body }, ctx) => {
        await ctx.trigger('send', body)
        await ctx.state.set('g', 'k', 1)
        return { status: 201, body: { id: 7 } }
      },
      { commit: () => gate.passed.then(() => 'done' as const) },
    )
    let answered = false
    const answer = post(test, { name: '홍길동' }).finally(() => {
      answered = true
    })
    await vi.waitFor(() => expect(test.commits).toHaveLength(1))
    expect(answered).toBe(false)
    gate.open()
    expect((await answer).status).toBe(201)
    expect(test.commits).toMatchObject([
      {
        stepId: 'step',
        input: '{"name":"홍길동"}',
        result: '{"status":201,"body":"{\\"id\\":7}"}',
        effects: { triggers: [{ target: 'send', payload: '{"name":"홍길동"}' }], writes: [{ op: 'set' }] },
      },
    ])
  })

  it('is nothing if it only read: no commit', async () => {
    const test = await open(async (_, ctx) => ({ value: await ctx.state.get('g', 'k') }))
    test.world.put('g', 'k', 3)
    expect((await post(test)).body).toBe('{"value":3}')
    expect(test.commits).toEqual([])
  })

  it('is committed whatever status it returned, and never if it threw', async () => {
    const test = await open(async ({ body }, ctx) => {
      await ctx.trigger('send')
      if (body === ('throw' as never)) throw new Error('no')
      return { status: 500, body: { error: 'said so' } }
    })
    expect((await post(test, 'throw')).status).toBe(500)
    expect(test.commits).toEqual([])
    expect(await post(test, 'return')).toMatchObject({ status: 500, body: '{"error":"said so"}' })
    expect(test.commits).toHaveLength(1)
  })

  it('may come from the ambient motia and logger too', async () => {
    const test = await open(async (_, ctx) => {
      ctx.logger.info('seen')
      return ctx.trigger('send')
    })
    expect(JSON.parse((await post(test)).body)).toMatchObject({ routed: true, runs: [{ stepId: 'send' }] })
    expect(test.commits[0]?.effects.triggers).toHaveLength(1)
  })

  it('that the store cannot take is 503, to come back later, and a failure', async () => {
    const test = await open((_, ctx) => ctx.trigger('send'), {
      commit: () => Promise.reject(new Error('disk full')),
    })
    const { status, headers, body } = await post(test)
    expect([status, headers['retry-after']]).toEqual([503, '1'])
    expect(JSON.parse(body)).toMatchObject({ error: 'Service Unavailable' })
    expect(body).not.toContain('disk full')
    expect(test.failed).toMatchObject([{ failure: { message: 'disk full' } }])
  })

  it('after it returned goes out at once, also while the commit is on its way', async () => {
    const gate = createGate()
    let late: Promise<unknown> = Promise.resolve()
    const test = await open(
      (_, ctx) => {
        void ctx.trigger('send', 'staged')
        late = new Promise(setImmediate).then(() => ctx.trigger('send', 'late'))
        return 1
      },
      { commit: () => gate.passed.then(() => 'done' as const) },
    )
    const answer = post(test)
    await vi.waitFor(() => expect(test.commits).toHaveLength(1))
    await late
    gate.open()
    await answer
    expect(test.commits[0]?.effects.triggers.map(({ payload }) => payload)).toEqual(['"staged"'])
    expect(test.world.sent).toMatchObject([{ request: { payload: '"late"' } }])
    expect(test.world.warnings).toHaveLength(1)
  })
})

describe('state that changed meanwhile', () => {
  it('has the handler run again, with nothing left of its first time', async () => {
    let times = 0
    const late: Promise<unknown>[] = []
    const test = await open(
      async (_, ctx) => {
        times++
        await ctx.state.set('g', 'k', times)
        const soon = new Promise((resolve) => setTimeout(resolve, 20)).then(() => ctx.trigger('send', times))
        soon.catch(() => {}) // perhaps before anybody looks
        late.push(soon)
        return times
      },
      { commit: (conflicts) => (conflicts < 2 ? 'again' : 'done') },
    )
    expect(await post(test)).toMatchObject({ status: 200, body: '3' })
    expect(test.commits.map(({ times, effects }) => [times, effects.writes])).toEqual([
      [0, [expect.objectContaining({ value: '1' })]],
      [1, [expect.objectContaining({ value: '2' })]],
      [2, [expect.objectContaining({ value: '3' })]],
    ])
    const ends = await Promise.allSettled(late)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })

  it('too often is 409, to come back later, and no failure of the step', async () => {
    const test = await open((_, ctx) => ctx.state.set('g', 'k', 1), { commit: () => 'conflict' })
    const { status, headers, body } = await post(test)
    expect([status, headers['retry-after'], JSON.parse(body).error]).toEqual([409, '1', 'Conflict'])
    expect(test.failed).toEqual([])
    expect(test.events).toMatchObject([{ status: 409, failure: { code: 'MOTIA_STATE_CONFLICT' } }])
  })
})

describe('a deadline', () => {
  it('answers 503 while the handler runs on, aborts its signal, and commits nothing of it', async () => {
    const gate = createGate()
    let signal: AbortSignal | undefined
    let late: unknown
    const test = await open(
      async (_, ctx) => {
        signal = ctx.signal
        await ctx.trigger('send')
        await gate.passed
        late = await ctx.trigger('send').catch((error) => error)
        return 'too late'
      },
      { timeoutMs: 30 },
    )
    const { status, headers } = await post(test)
    expect([status, headers['retry-after'], signal?.aborted]).toEqual([503, '1', true])
    expect(test.failed).toMatchObject([{ failure: { code: 'MOTIA_TIMEOUT' } }])
    gate.open()
    await vi.waitFor(() => expect(late).toMatchObject({ code: 'MOTIA_CONTEXT_CLOSED' }))
    expect(test.commits).toEqual([])
  })

  it('that passes while the input is checked keeps the handler from being called', async () => {
    const gate = createGate()
    const handler = vi.fn()
    const Slow = z.unknown().refine(() => gate.passed.then(() => true))
    const test = await open(handler, { timeoutMs: 30 }, { schema: { body: Slow } })
    expect((await post(test)).status).toBe(503)
    gate.open()
    for (let i = 0; i < 3; i++) await new Promise(setImmediate)
    expect(handler).not.toHaveBeenCalled()
  })

  it('that passes while the store is busy changes nothing: what is committed is answered so', async () => {
    const test = await open((_, ctx) => ctx.trigger('send'), {
      timeoutMs: 30,
      commit: () => new Promise((resolve) => setTimeout(resolve, 100, 'done')),
    })
    expect((await post(test)).status).toBe(200)
  })
})

describe('a client that has gone', () => {
  it('harms nothing: the handler ends, and what it asked for is committed', async () => {
    const [begun, gate] = [createGate(), createGate()]
    const test = await open(async (_, ctx) => {
      begun.open()
      await gate.passed
      return ctx.trigger('send')
    })
    const abort = new AbortController()
    const answer = fetch(test.url, { method: 'POST', signal: abort.signal }).catch(() => 'gone')
    await begun.passed
    abort.abort()
    expect(await answer).toBe('gone')
    gate.open()
    await vi.waitFor(() => expect(test.commits).toHaveLength(1))
    expect((await post(test)).status).toBe(200)
  })
})
