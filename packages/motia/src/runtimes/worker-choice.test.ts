import { describe, expect, it } from 'vitest'
import { type Candidate, chooseSurplus, chooseWorker, isOpen } from './worker-choice.ts'

const NOW = 100_000
interface Named extends Candidate {
  readonly name: string
}
function worker(name: string, facts: Partial<Candidate> & { unbegun?: number; size?: number } = {}): Named {
  const { unbegun = 0, size = facts.load ?? 0, ...rest } = facts
  const held = { size, unbegun }
  const idle = { phase: 'ready', load: 0, isSilent: false, lastHeardAt: NOW, lastBusyAt: NOW }
  return { name, ...idle, ...rest, held }
}
const choose = (...workers: Named[]) => chooseWorker(workers, 10, NOW)?.name

describe('an attempt goes to the worker', () => {
  it('with the least to do', () => {
    expect(choose(worker('a', { load: 2 }), worker('b', { load: 1 }), worker('c', { load: 3 }))).toBe('b')
  })

  it('that has begun all it was given, though it has more to do', () => {
    expect(choose(worker('a', { load: 1, unbegun: 1 }), worker('b', { load: 5 }))).toBe('b')
  })

  it('that has a free slot, though something waits in it', () => {
    expect(choose(worker('a', { load: 3, unbegun: 1 }), worker('b', { load: 10 }))).toBe('a')
  })

  it('that was heard from last, if they have the same to do', () => {
    const [a, b] = [worker('a', { lastHeardAt: NOW - 500 }), worker('b', { lastHeardAt: NOW - 3 })]
    expect(choose(a, b)).toBe('b')
    expect(choose(b, a)).toBe('b')
  })

  it('that is not silent, blocked, starting or retiring; to none if there is no other', () => {
    const closed = [
      worker('silent', { isSilent: true }),
      worker('blocked', { lastHeardAt: NOW - 1_001 }),
      worker('starting', { phase: 'starting' }),
      worker('retiring', { phase: 'retiring' }),
    ]
    expect(choose(...closed, worker('open', { load: 9, unbegun: 9 }))).toBe('open')
    expect(choose(...closed)).toBeUndefined()
    expect(closed.map((each) => isOpen(each, NOW))).toEqual([false, false, false, false])
  })
})

describe('a worker is one too many', () => {
  const idle = { lastBusyAt: NOW - 30_000 }
  const surplus = (count: number, ...workers: Named[]) => chooseSurplus(workers, count, NOW)?.name

  it('if it was idle for half a minute, and there are more than are kept', () => {
    expect(surplus(1, worker('a'), worker('b', idle))).toBe('b')
    expect(surplus(2, worker('a'), worker('b', idle))).toBeUndefined()
    expect(surplus(1, worker('a'), worker('b', { lastBusyAt: NOW - 29_999 }))).toBeUndefined()
  })

  it('unless it holds something', () => {
    expect(surplus(1, worker('a'), worker('b', { ...idle, size: 1 }))).toBeUndefined()
  })

  it('while those that start or end are not counted', () => {
    const others = [worker('b', { phase: 'retiring' }), worker('c', { phase: 'starting' })]
    expect(surplus(1, worker('a', idle), ...others)).toBeUndefined()
  })
})
