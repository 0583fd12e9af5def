import type { AttemptReport } from '@motia/core/runtime'
import { describe, expect, it, vi } from 'vitest'
import { OpenStream } from './response-stream.ts'

const EFFECTS = { triggers: [], writes: [], reads: [], groupReads: [] }
const WHOLE: AttemptReport = {
  type: 'outcome',
  outcome: { status: 'succeeded', result: 'null', effects: EFFECTS },
  startedAt: 1,
}

function open() {
  const source = { pull: vi.fn(), cancel: vi.fn(), giveUp: vi.fn() }
  const opened = new OpenStream({ status: 200, headers: {}, effects: EFFECTS }, source)
  const pieces = opened.stream.pieces[Symbol.asyncIterator]()
  const pulls = () => source.pull.mock.calls.map(([chunks]) => chunks)
  return { opened, pieces, source, pulls }
}

describe('pieces', () => {
  it('are asked for when the first is wanted, and then one for each that was consumed', async () => {
    const { opened, pieces, pulls } = open()
    expect(pulls()).toEqual([])
    const first = pieces.next()
    expect(pulls()).toEqual([8])
    opened.push('a')
    opened.push('b')
    expect(await first).toEqual({ done: false, value: 'a' })
    expect(pulls()).toEqual([8, 1])
    expect(await pieces.next()).toEqual({ done: false, value: 'b' })
    expect(pulls()).toEqual([8, 1, 1])
  })

  it('that have arrived are given before the end, and none is asked for after it', async () => {
    const { opened, pieces, pulls } = open()
    opened.push('a')
    opened.finish(WHOLE)
    expect(await pieces.next()).toEqual({ done: false, value: 'a' })
    expect(await pieces.next()).toEqual({ done: true, value: undefined })
    expect(pulls()).toEqual([])
    expect(await opened.stream.end).toBe(WHOLE)
  })

  it.each<[string, AttemptReport, string]>([
    [
      'failed',
      {
        type: 'outcome',
        outcome: { status: 'failed', reason: 'error', failure: { name: 'TypeError', message: 'no more' } },
        startedAt: 1,
      },
      'no more',
    ],
    ['was lost', { type: 'lost', alone: true, cause: 'exit code 3', startedAt: 1 }, '(exit code 3)'],
    ['was handed back', { type: 'returned' }, 'the worker was stopped'],
  ])('end with an error if the attempt %s', async (_, report, message) => {
    const { opened, pieces } = open()
    const waiting = pieces.next()
    opened.finish(report)
    await expect(waiting).rejects.toThrow(message)
    expect(await opened.stream.end).toBe(report)
  })

  it('that nobody reads break nothing when the attempt fails', async () => {
    const { opened } = open()
    opened.finish({ type: 'returned' })
    expect(await opened.stream.end).toEqual({ type: 'returned' })
  })
})

describe('a stream that nobody wants any more', () => {
  it('is cancelled at once, though its reader waits for a piece', async () => {
    const { pieces, source } = open()
    const waiting = pieces.next()
    await pieces.return?.()
    expect(source.cancel).toHaveBeenCalledOnce()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(await pieces.next()).toEqual({ done: true, value: undefined })
  })

  it('is cancelled once, asks for nothing more, and not at all after its end', async () => {
    const { opened, pieces, source } = open()
    opened.stream.cancel()
    opened.stream.cancel()
    opened.push('late')
    await pieces.next()
    expect(source.cancel).toHaveBeenCalledOnce()
    expect(source.pull).not.toHaveBeenCalled()
    const other = open()
    other.opened.finish(WHOLE)
    await other.pieces.return?.()
    expect(other.source.cancel).not.toHaveBeenCalled()
  })
})
