import { api } from '@motia/core'
import type { ApiHandler, Step } from '@motia/core/step'
import { describe, expect, it, vi } from 'vitest'
import { createLoop, HELLO, restorePrinting, type TestLoop } from './fixtures/open-loop.ts'

restorePrinting()

const REQUEST = {
  method: 'GET',
  path: '/',
  url: '/',
  params: {},
  query: {},
  headers: {},
  raw: '',
  isJson: false,
}

/** A worker that was asked to answer a request with the handler's pieces, as attempt 1. */
async function open(handler: ApiHandler): Promise<TestLoop & { pull(chunks: number): void }> {
  const step = api({ id: 'step', method: 'GET', path: '/' }, handler) as Step
  const test = createLoop(async () => ({ steps: [], mistakes: [], byId: new Map([['step', step]]) }))
  test.loop.receive(HELLO)
  await vi.waitFor(() => expect(test.sentOf('described')).toHaveLength(1))
  test.run(1, 'step', JSON.stringify({ __request: REQUEST }))
  await vi.waitFor(() => expect(test.sentOf('head')).toHaveLength(1))
  return { ...test, pull: (chunks) => test.loop.receive({ t: 'pull', n: 1, chunks }) }
}
const turns = async () => {
  for (let i = 0; i < 5; i++) await new Promise(setImmediate)
}

describe('an answer in pieces', () => {
  it('has a head with what was staged, the pieces that are asked for, and what they staged at its end', async () => {
    let taken = 0
    const { pull, sentOf, done } = await open(async (_, ctx) => {
      await ctx.state.set('g', 'before', 1)
      const pieces = async function* () {
        for (const piece of ['a', Buffer.from([255]), 'c']) {
          taken++
          yield piece
        }
        await ctx.state.set('g', 'after', 2)
      }
      return { status: 201, headers: { 'x-a': 'b' }, body: pieces() }
    })
    expect(sentOf('head')).toMatchObject([
      { n: 1, status: 201, headers: { 'x-a': 'b' }, effects: { writes: [{ key: 'before' }] } },
    ])
    await turns()
    expect(taken).toBe(0)
    pull(2)
    await turns()
    expect(sentOf('chunk')).toEqual([
      { t: 'chunk', n: 1, data: 'a' },
      { t: 'chunk', n: 1, data: '/w==', encoding: 'base64' },
    ])
    expect(taken).toBe(2)
    pull(8)
    expect(await done(1)).toMatchObject({ status: 'succeeded', effects: { writes: [{ key: 'after' }] } })
    expect(sentOf('chunk')).toHaveLength(3)
  })

  it('that is cancelled closes its source, aborts its signal and ends, whatever it waits for', async () => {
    const closed = vi.fn()
    let signal: AbortSignal | undefined
    const { loop, pull, done, sentOf } = await open((_, ctx) => {
      signal = ctx.signal
      return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: closed }) }
    })
    pull(1)
    await turns()
    loop.receive({ t: 'cancel', n: 1 })
    await done(1)
    expect([closed.mock.calls.length, signal?.aborted]).toEqual([1, true])
    expect(sentOf('chunk')).toEqual([])
  })

  it('that is cancelled before anything is asked for ends, too', async () => {
    const { loop, done } = await open(() => ['a'].values())
    loop.receive({ t: 'cancel', n: 1 })
    await done(1)
  })

  it('that breaks has failed', async () => {
    const { pull, done } = await open(async function* () {
      yield 'a'
      throw new Error('source is gone')
    })
    pull(8)
    expect(await done(1)).toMatchObject({ status: 'failed', failure: { message: 'source is gone' } })
  })
})
