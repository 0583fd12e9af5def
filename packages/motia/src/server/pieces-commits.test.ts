import { PassThrough } from 'node:stream'
import { api } from '@motia/core'
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
const writes = (key: string) => ({ writes: [{ op: 'set', group: 'g', key }] })

describe('what an answer in pieces asks for', () => {
  it('is committed twice: before the head, and at the end', async () => {
    const [first, last] = [createGate(), createGate()]
    const test = await open(
      async (ctx) => {
        await ctx.state.set('g', 'before', 1)
        return (async function* () {
          yield 'a'
          await ctx.state.set('g', 'during', 1)
          await ctx.trigger('send')
        })()
      },
      {
        commit: () => first.passed.then(() => 'done' as const),
        commitMore: () => last.passed.then(() => 'done' as const),
      },
    )
    const opening = openClient(test.url)
    await vi.waitFor(() => expect(test.commits).toHaveLength(1))
    expect(test.commits).toMatchObject([{ effects: writes('before'), result: '{"status":200,"body":null}' }])
    first.open()
    const client = await opening
    await vi.waitFor(() => expect(test.more).toHaveLength(1))
    expect(test.more).toMatchObject([{ effects: { ...writes('during'), triggers: [{ target: 'send' }] } }])
    let isOver = false
    void client.ended.then(() => {
      isOver = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([client.text(), isOver]).toEqual(['a', false])
    last.open()
    expect(await client.ended).toBe('whole')
  })

  it('is committed once where only its source asks, and not at all where nobody does', async () => {
    const test = await open((ctx) =>
      (async function* () {
        yield 'a'
        await ctx.state.set('g', 'k', 1)
      })(),
    )
    await sendRaw(test.url, '/')
    expect([test.commits, test.more]).toMatchObject([[{ effects: writes('k') }], []])
    const idle = await open(() => ['a'].values())
    await sendRaw(idle.url, '/')
    expect([idle.commits, idle.more]).toEqual([[], []])
  })

  it('belongs to its attempt, wherever its code runs', async () => {
    const test = await open((ctx) => {
      ctx.logger.info('begun')
      return (async function* () {
        yield String(currentAttempt.getStore()?.facts.stepId)
        await new Promise(setImmediate)
        yield String(currentAttempt.getStore()?.facts.stepId)
      })()
    })
    expect((await sendRaw(test.url, '/')).body).toBe('stepstep')
  })

  it('may await the result of what was committed with the head', async () => {
    const test = await open(async (ctx) => {
      const receipt = await ctx.trigger('send')
      const [run] = receipt.runs
      test.world.results.set(run?.runId ?? '', { runId: run?.runId ?? '', ok: true, result: '"sent"' })
      return (async function* () {
        yield String(await receipt.result())
        const late = await ctx.trigger('send')
        yield String(await late.result().catch((error) => error.code))
      })()
    })
    expect((await sendRaw(test.url, '/')).body).toBe('sentMOTIA_RESULT_BEFORE_COMMIT')
  })

  it('before the head runs again when state has changed, and closes what is superseded', async () => {
    const sources: PassThrough[] = []
    const signals: unknown[] = []
    const test = await open(
      async (ctx) => {
        signals.push(ctx.signal)
        await ctx.state.set('g', 'k', 1)
        const source = new PassThrough()
        source.end(`time ${sources.push(source)}`)
        return source
      },
      { commit: (conflicts) => (conflicts < 2 ? 'again' : 'done') },
    )
    expect((await sendRaw(test.url, '/')).body).toBe('time 3')
    expect(sources.map(({ destroyed }) => destroyed)).toEqual([true, true, true])
    expect(signals).toMatchObject([{ aborted: true }, { aborted: true }, { aborted: false }])
  })

  it.each<[string, ServerShape['commit'], number]>([
    ['changed too often', () => 'conflict', 409],
    ['cannot be stored', () => Promise.reject(new Error('disk full')), 503],
  ])('before the head and %s is no answer in pieces', async (_, commit, expected) => {
    const source = new PassThrough()
    const test = await open(
      async (ctx) => {
        await ctx.state.set('g', 'k', 1)
        return source
      },
      { commit: commit as NonNullable<ServerShape['commit']> },
    )
    const { status, headers } = await sendRaw(test.url, '/')
    expect([status, headers['retry-after'], source.destroyed]).toEqual([expected, '1', true])
  })

  it.each<[string, ServerShape['commitMore']]>([
    ['cannot be stored', () => Promise.reject(new Error('disk full'))],
    ['read state that has changed', () => 'conflict'],
  ])('at its end and %s cuts the connection, and is a failure', async (_, commitMore) => {
    const test = await open(
      async (ctx) => {
        await ctx.state.set('g', 'before', 1)
        return (async function* () {
          yield 'a'
          await ctx.state.set('g', 'during', 1)
        })()
      },
      { commitMore: commitMore as NonNullable<ServerShape['commitMore']> },
    )
    const client = await openClient(test.url)
    expect(await client.ended).toBe('cut')
    await vi.waitFor(() => expect(test.failed).toHaveLength(1))
    expect(test.events).toMatchObject([{ status: 200, failure: {} }])
  })
})
