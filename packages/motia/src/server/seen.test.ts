/** What telemetry and traces get to know of a request, with either kind of route. */
import { api } from '@motia/core'
import type { Context } from '@motia/core/context'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openServer, type ServerShape, sendRaw, type TestServer } from './fixtures/open-server.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const WRITE = { op: 'set', group: 'g', key: 'k', value: '1' } as const

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

async function handler(_: unknown, ctx: Context) {
  await ctx.state.set('g', 'k', 1)
  await ctx.trigger('send')
  return 'ok'
}

const execute: NonNullable<ServerShape['execute']> = () => ({
  type: 'outcome',
  startedAt: 1,
  outcome: {
    status: 'succeeded',
    result: 'null',
    response: { status: 200, headers: {}, body: '"ok"' },
    effects: {
      triggers: [{ id: 't', target: 'send', payload: 'null', runIds: { send: 'r1' } }],
      writes: [WRITE],
      reads: [],
      groupReads: [],
    },
  },
})

describe.each(['in line', 'in a worker'])('a request that is answered %s', (where) => {
  async function open(shape: ServerShape = {}): Promise<TestServer> {
    const options = { id: 'step', method: 'POST', path: '/', isolate: where === 'in a worker' } as const
    const test = await openServer([api(options, handler as never)], { execute, ...shape })
    opened.push(test)
    test.world.targets.replace({ send: ['send'] }, false)
    return test
  }
  const send = (test: TestServer, headers: Record<string, string> = {}) =>
    sendRaw(test.url, '/', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
    })

  it('tells what its commit did', async () => {
    const test = await open()
    expect((await send(test)).status).toBe(200)
    await vi.waitFor(() => expect(test.events).toHaveLength(1))
    expect(test.events[0]).toMatchObject({
      type: 'request',
      effects: { writes: [WRITE], triggers: [{ target: 'send', runIds: [expect.any(String)] }] },
    })
  })

  it('tells what of its time was the commit', async () => {
    const test = await open()
    await send(test)
    await vi.waitFor(() => expect(test.events).toHaveLength(1))
    const [event] = test.events
    if (event?.type !== 'request') throw new Error('no request was told of')
    expect(event.commitMs).toBeGreaterThanOrEqual(0)
    expect(event.commitMs).toBeLessThanOrEqual(event.durationMs)
  })

  it('tells of no effects where it failed to commit them', async () => {
    const test = await open({ commit: () => Promise.reject(new Error('no disk')) })
    expect((await send(test)).status).toBe(503)
    await vi.waitFor(() => expect(test.events).toHaveLength(1))
    expect(test.events[0]).not.toHaveProperty('effects')
  })

  it('is told with its status if its body was not taken', async () => {
    const test = await open({ bodyLimit: 100 })
    for (const [type, body] of [
      ['application/json', '{'],
      ['application/json', '['.repeat(200)],
      ['multipart/form-data', 'x'],
      ['json', '1'],
    ] as const)
      await sendRaw(test.url, '/', { method: 'POST', headers: { 'content-type': type }, body })
    expect(test.events.map((event) => event.type === 'request' && event.status)).toEqual([400, 413, 400, 415])
    expect(test.events[0]).toMatchObject({
      ...{ stepId: 'step', method: 'POST', path: '/' },
      failure: { name: 'BodyError', message: expect.stringContaining('not valid JSON') },
    })
    expect(test.events[0]).not.toHaveProperty('failure.stack')
  })

  it('belongs to the trace that its traceparent names, and else to one of its own', async () => {
    const test = await open()
    await send(test, { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` })
    await send(test, { traceparent: `00-${TRACE}-0000000000000000-01` })
    await vi.waitFor(() => expect(test.events).toHaveLength(2))
    expect(test.events[0]).toMatchObject({ traceId: TRACE })
    expect(test.events[1]).not.toMatchObject({ traceId: TRACE })
    expect(test.events[0]).not.toMatchObject({ runId: TRACE })
  })
})
