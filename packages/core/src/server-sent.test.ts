import { describe, expect, it, vi } from 'vitest'
import { encodeEvent, type ServerSentEvent, sse } from './server-sent.ts'

async function textOf(body: unknown): Promise<string> {
  let text = ''
  for await (const piece of body as AsyncIterable<string>) text += piece
  return text
}

describe('an event', () => {
  it.each<[ServerSentEvent | string, string]>([
    ['hello', 'data: hello\n\n'],
    [{ data: { a: 1 } }, 'data: {"a":1}\n\n'],
    [{ data: null }, 'data: null\n\n'],
    [{ data: '' }, 'data: \n\n'],
    [{ data: 'one\ntwo\r\nthree\rfour' }, 'data: one\ndata: two\ndata: three\ndata: four\n\n'],
    [
      { event: 'tick', id: 7, retry: 1500.4, data: '안녕' },
      'event: tick\nid: 7\nretry: 1500\ndata: 안녕\n\n',
    ],
    [{ event: 'a\ndata: forged', id: 'x\r\ny\0', data: 1 }, 'event: a data: forged\nid: x y \ndata: 1\n\n'],
    [{ retry: -5 }, 'retry: 0\n\n'],
  ])('%j is sent as %j', (event, text) => {
    expect(encodeEvent(event)).toBe(text)
  })

  it('whose data JSON cannot carry is refused', () => {
    expect(() => encodeEvent({ data: { n: 1n } })).toThrow(
      expect.objectContaining({ code: 'MOTIA_PAYLOAD', message: expect.stringContaining('a BigInt at n') }),
    )
  })
})

describe('an answer of events', () => {
  it('is text/event-stream, with headers of its own', () => {
    const { status, headers } = sse(async function* () {}, { 'x-own': '1', 'cache-control': 'no-store' })
    expect([status, headers]).toEqual([
      200,
      {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-own': '1',
      },
    ])
  })

  it('holds what its source yields, a generator or what makes one', async () => {
    async function* source() {
      yield 'a'
      yield { data: 2 }
    }
    for (const given of [source, source()]) {
      expect(await textOf(sse(given).body)).toBe('data: a\n\ndata: 2\n\n')
    }
  })

  it('closes its source when it is closed, also while an event is waited for', async () => {
    const closed = vi.fn(async () => ({ done: true as const, value: undefined }))
    const source = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}), return: closed }),
    }
    const iterator = (sse(source).body as AsyncIterable<string>)[Symbol.asyncIterator]()
    void iterator.next()
    await iterator.return?.()
    expect(closed).toHaveBeenCalledOnce()
  })
})
