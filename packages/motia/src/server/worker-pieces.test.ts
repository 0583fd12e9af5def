import { api } from '@motia/core'
import type { Effects } from '@motia/core/effect'
import type { AttemptReport } from '@motia/core/runtime'
import { afterEach, describe, expect, it, type Mock, vi } from 'vitest'
import { OpenStream } from '../runtimes/response-stream.ts'
import { openServer, type ServerShape, sendRaw, type TestServer } from './fixtures/open-server.ts'
import { openClient } from './fixtures/slow-client.ts'

const opened: TestServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()))
})

const toEffects = (key?: string): Effects => ({
  triggers: [],
  writes: key === undefined ? [] : [{ op: 'set', group: 'g', key, value: '1' }],
  reads: [],
  groupReads: [],
})
const ended = (key?: string): AttemptReport => ({
  type: 'outcome',
  startedAt: 1,
  outcome: { status: 'succeeded', result: 'null', effects: toEffects(key) },
})
const failed: AttemptReport = {
  type: 'outcome',
  startedAt: 1,
  outcome: {
    status: 'failed',
    reason: 'error',
    failure: { name: 'TypeError', message: 'source is gone', stack: 'at step.py:3' },
  },
}

interface Worker {
  readonly test: TestServer
  /** The answers that it has begun, one for each time it was asked. */
  readonly streams: OpenStream[]
  readonly source: { readonly pull: Mock; readonly cancel: Mock }
}

/** A server whose one step answers GET / in pieces, in a worker. */
async function open(
  { key, headers = {}, ...shape }: { key?: string; headers?: Record<string, string> } & ServerShape,
  begin: (stream: OpenStream) => void = () => {},
): Promise<Worker> {
  const streams: OpenStream[] = []
  const source = { pull: vi.fn(), cancel: vi.fn(), giveUp: vi.fn() }
  const execute = (): AttemptReport => {
    const stream = new OpenStream({ status: 200, headers, effects: toEffects(key) }, source)
    source.cancel.mockImplementation(() => stream.finish({ type: 'returned' }))
    streams.push(stream)
    begin(stream)
    return { type: 'stream', stream: stream.stream, startedAt: 1 }
  }
  const step = api({ id: 'step', method: 'GET', path: '/', isolate: true }, () => 'never called here')
  const test = await openServer([step], { ...shape, execute })
  opened.push(test)
  return { test, streams, source }
}

describe('an answer in pieces from a worker', () => {
  it('is sent as it comes, after its head was committed, and ends when its own effects are', async () => {
    const { test, streams } = await open({ key: 'before', headers: { 'content-type': 'text/plain' } })
    const opening = openClient(test.url)
    await vi.waitFor(() => expect(streams).toHaveLength(1))
    streams[0]?.push('안')
    const client = await opening
    expect(client.response.headers['content-type']).toBe('text/plain')
    expect(test.commits).toMatchObject([{ effects: { writes: [{ key: 'before' }] } }])
    streams[0]?.push(Buffer.from('b'))
    await vi.waitFor(() => expect(Buffer.from(client.text(), 'latin1').toString()).toBe('안b'))
    expect(test.events).toEqual([])
    streams[0]?.finish(ended('during'))
    expect(await client.ended).toBe('whole')
    expect(test.more).toMatchObject([{ effects: { writes: [{ key: 'during' }] } }])
    await vi.waitFor(() => expect(test.events).toMatchObject([{ status: 200 }]))
  })

  it('is asked for at the pace of the client', async () => {
    const { test, streams, source } = await open({})
    const opening = openClient(test.url, { reads: false })
    await vi.waitFor(() => expect(streams).toHaveLength(1))
    let sent = 0
    source.pull.mockImplementation((chunks: number) =>
      setImmediate(() => {
        for (let i = 0; i < chunks; i++, sent++) streams[0]?.push(Buffer.alloc(256 * 1024))
      }),
    )
    streams[0]?.push('begun')
    const client = await opening
    await vi.waitFor(async () => {
      const before = sent
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(sent).toBe(before)
    })
    expect(sent).toBeLessThan(100)
    client.leave()
  })

  it('is run again when state has changed, and what is superseded cancelled', async () => {
    let times = 0
    const { test, source } = await open(
      { key: 'k', commit: (conflicts) => (conflicts < 2 ? 'again' : 'done') },
      (stream) => {
        stream.push('a')
        if (++times === 3) stream.finish(ended())
      },
    )
    expect((await sendRaw(test.url, '/')).body).toBe('a')
    expect([test.executed.length, source.cancel.mock.calls.length]).toEqual([3, 2])
  })

  it.each<[string, ServerShape['commit'], number]>([
    ['changed too often', () => 'conflict', 409],
    ['cannot be stored', () => Promise.reject(new Error('disk full')), 503],
  ])('whose head %s is cancelled, and is none', async (_, commit, expected) => {
    const { test, source } = await open({ key: 'k', commit: commit as NonNullable<ServerShape['commit']> })
    const { status, headers } = await sendRaw(test.url, '/')
    expect([status, headers['retry-after'], source.cancel.mock.calls.length]).toEqual([expected, '1', 1])
  })

  it('whose head HTTP cannot carry is a failure', async () => {
    const { test, source } = await open({ key: 'k', headers: { 'x a': '1' } })
    expect((await sendRaw(test.url, '/')).status).toBe(500)
    expect([test.commits, source.cancel.mock.calls.length]).toEqual([[], 1])
    await vi.waitFor(() => expect(test.failed).toHaveLength(1))
  })

  it.each<[string, AttemptReport, object]>([
    ['throws', failed, { name: 'TypeError', message: 'source is gone', stack: 'at step.py:3' }],
    ['ends', { type: 'lost', alone: true, cause: 'exit code 3', startedAt: 1 }, { code: 'MOTIA_RUN_LOST' }],
    ['is stopped', { type: 'returned' }, { message: expect.stringContaining('stopped') }],
  ])('whose worker %s is cut, and a failure', async (_, report, failure) => {
    const { test } = await open({}, (stream) => {
      stream.push('begun')
      setTimeout(() => stream.finish(report), 10)
    })
    const client = await openClient(test.url)
    expect([await client.ended, client.text()]).toEqual(['cut', 'begun'])
    await vi.waitFor(() => expect(test.failed).toMatchObject([{ failure }]))
    expect(test.events).toMatchObject([{ status: 200, failure }])
  })

  it('that fails before its first piece is answered like anything else', async () => {
    const { test } = await open({}, (stream) => stream.finish(failed))
    const { status, body } = await sendRaw(test.url, '/')
    expect([status, JSON.parse(body)]).toMatchObject([500, { error: 'Internal Server Error' }])
    await vi.waitFor(() => expect(test.failed).toMatchObject([{ failure: { name: 'TypeError' } }]))
  })

  it('that its end cannot be committed for is cut', async () => {
    const { test } = await open(
      { key: 'before', commitMore: () => Promise.reject(new Error('disk full')) },
      (stream) => {
        stream.push('a')
        stream.finish(ended('during'))
      },
    )
    const client = await openClient(test.url)
    expect(await client.ended).toBe('cut')
    await vi.waitFor(() => expect(test.failed).toMatchObject([{ failure: { message: 'disk full' } }]))
  })

  it('that the client leaves is cancelled, and no failure', async () => {
    const { test, source } = await open({}, (stream) => stream.push('a'))
    const client = await openClient(test.url)
    expect(source.cancel).not.toHaveBeenCalled()
    client.leave()
    await vi.waitFor(() => expect(source.cancel).toHaveBeenCalledOnce())
    await vi.waitFor(() => expect(test.events).toHaveLength(1))
    expect([test.failed, test.events[0]]).toMatchObject([[], expect.not.objectContaining({ failure: {} })])
  })

  it('is not even begun for HEAD', async () => {
    const { test, source } = await open({ key: 'k' })
    const answer = await sendRaw(test.url, '/', { method: 'HEAD' })
    expect([answer.status, test.commits.length, source.cancel.mock.calls.length]).toEqual([200, 1, 1])
  })
})
