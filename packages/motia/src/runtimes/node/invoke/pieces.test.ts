import { createReadStream } from 'node:fs'
import { PassThrough, Readable, Stream } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { Pieces, toPieceSource } from './pieces.ts'

function piecesOf(body: object): Pieces {
  const source = toPieceSource(body)
  if (!source) throw new Error('no source')
  return new Pieces(source, 'step')
}
async function textsOf(body: object): Promise<string[]> {
  const pieces = piecesOf(body)
  const texts: string[] = []
  for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next())
    texts.push(Buffer.from(piece as Uint8Array).toString())
  return texts
}
async function* generate(...values: unknown[]) {
  yield* values
}

describe('pieces', () => {
  it.each<[string, () => object]>([
    ['a stream of Node', () => Readable.from(['a', 'b'])],
    ['a stream of the web', () => Readable.toWeb(Readable.from([Buffer.from('a'), Buffer.from('b')]))],
    ['an async generator', () => generate('a', Buffer.from('b'))],
    ['an async iterable', () => ({ [Symbol.asyncIterator]: () => generate('a', 'b') })],
    ['a generator', () => ['a', 'b'].values()],
  ])('come from %s', async (_, body) => {
    expect(await textsOf(body())).toEqual(['a', 'b'])
  })

  it('come from an old stream that knows no iteration', async () => {
    const old = new Stream()
    const texts = textsOf(old)
    setImmediate(() => {
      old.emit('data', Buffer.from('a'))
      old.emit('end')
    })
    expect(await texts).toEqual(['a'])
  })

  it.each([[['a']], [{ a: 1 }], [new Map()], [new Set(['a'])], [new Date()]])(
    'do not come from %j',
    (body) => {
      expect(toPieceSource(body)).toBeUndefined()
    },
  )

  it.each([
    [1, 'a value of type number'],
    [null, 'null'],
    [['a'], 'an array'],
  ])('are text or bytes, and not %j', async (value, words) => {
    await expect(piecesOf(generate(value)).next()).rejects.toThrow(`the response of step is ${words}`)
  })

  it('throw what their source threw', async () => {
    await expect(piecesOf(createReadStream('/no/such/file')).next()).rejects.toThrow('ENOENT')
  })

  it('whose source fails before anybody asks end no process, and throw later', async () => {
    const stream = createReadStream('/no/such/file')
    const pieces = piecesOf(stream)
    await vi.waitFor(() => expect(stream.closed).toBe(true))
    await expect(pieces.next()).rejects.toThrow('ENOENT')
  })
})

describe('pieces that nobody wants any more', () => {
  const closable = (): [string, object, () => boolean][] => {
    let isLeft = false
    const leave = () => {
      isLeft = true
    }
    const node = new PassThrough()
    return [
      ['a stream of Node', node, () => node.destroyed],
      ['a stream of the web', new ReadableStream({ cancel: leave }), () => isLeft],
      [
        'an iterator',
        { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: leave }) },
        () => isLeft,
      ],
    ]
  }
  it.each([0, 1, 2])('close their source at once, though a piece is waited for', async (which) => {
    const [, body, isClosed] = closable()[which] as [string, object, () => boolean]
    const pieces = piecesOf(body)
    const waiting = pieces.next()
    pieces.close()
    expect(await waiting).toBeUndefined()
    expect(await pieces.next()).toBeUndefined()
    expect(isClosed()).toBe(true)
  })

  it('tell it once, and do not mind if it cannot close', async () => {
    const close = vi.fn(() => {
      throw new Error('stuck')
    })
    const pieces = new Pieces({ next: () => ({ done: true }), close }, 'step')
    pieces.close()
    pieces.close()
    expect(close).toHaveBeenCalledOnce()
  })
})
