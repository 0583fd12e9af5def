import { describe, expect, it } from 'vitest'
import { HeldAttempts } from './held-attempts.ts'
import { type Mover, moveUnbegun } from './moving.ts'

const SERVICES = {} as never
const NOW = 1_000

interface Fake extends Mover {
  readonly held: HeldAttempts
  isSilent: boolean
  give(runId: string, givenAt: number): number
  runs(): string[]
  askedBack(): string[]
}

function worker(facts: { isSilent?: boolean; phase?: string } = {}): Fake {
  const held = new HeldAttempts()
  const fake: Fake = {
    phase: 'ready',
    isSilent: false,
    lastHeardAt: NOW,
    lastBusyAt: NOW,
    ...facts,
    held,
    get load() {
      return held.load
    },
    give: (runId, givenAt) => held.add({ runId, deadline: 0 } as never, SERVICES, () => {}, givenAt, givenAt),
    runs: () => [...held].map(([, { request }]) => request.runId),
    askedBack: () => [...held].filter(([, one]) => one.askedBackAt).map(([, { request }]) => request.runId),
    fallSilent() {
      fake.isSilent = true
    },
    askBack(n, time) {
      const one = held.get(n)
      if (one) one.askedBackAt = time
    },
    withdraw: (n) => held.take(n),
    take: ({ request }, time) => void fake.give(request.runId, time),
  }
  return fake
}

const move = (...workers: Fake[]) => moveUnbegun(workers, 3, NOW, NOW)
const moveLater = (...workers: Fake[]) => moveUnbegun(workers, 3, NOW, NOW + 8)

describe('an attempt that its worker has not begun', () => {
  it('is asked back after eight milliseconds, and goes to a free worker after eight more', () => {
    const [a, b] = [worker(), worker()]
    a.give('r', NOW - 8)
    expect(move(a, b)).toBe(8)
    expect([a.runs(), a.askedBack(), b.runs(), a.isSilent]).toEqual([['r'], ['r'], [], true])
    expect(moveLater(a, b)).toBe(8)
    expect([a.runs(), b.runs()]).toEqual([[], ['r']])
    b.held.begin([1], NOW)
    expect(move(a, b)).toBeUndefined()
  })

  it('stays where it is asked back and has begun', () => {
    const [a, b] = [worker(), worker()]
    const n = a.give('r', NOW - 8)
    move(a, b)
    a.held.begin([n], NOW)
    expect(moveLater(a, b)).toBeUndefined()
    expect([a.runs(), b.runs()]).toEqual([['r'], []])
  })

  it('stays until then, and is looked at when that time comes', () => {
    const [a, b] = [worker(), worker()]
    a.give('r', NOW - 5)
    expect(move(a, b)).toBe(3)
    expect([a.runs(), a.askedBack(), a.isSilent]).toEqual([['r'], [], false])
  })

  it('moves alone: what has begun stays', () => {
    const [a, b] = [worker(), worker()]
    a.held.begin([a.give('begun', NOW - 900)], NOW - 900)
    a.give('r', NOW - 8)
    move(a, b)
    moveLater(a, b)
    expect([a.runs(), b.runs()]).toEqual([['begun'], ['r']])
  })

  it('moves with the others, to all that are free, as far as they have slots', () => {
    const [a, b, c] = [worker(), worker(), worker()]
    for (let i = 1; i <= 3; i++) c.held.begin([c.give('old', NOW)], NOW)
    b.held.begin([b.give('old', NOW)], NOW)
    for (let i = 1; i <= 4; i++) a.give(`r${i}`, NOW - 9)
    expect(move(a, b, c)).toBe(8)
    expect(a.askedBack()).toEqual(['r1', 'r2'])
    moveLater(a, b, c)
    expect([a.runs(), b.runs(), c.runs().length]).toEqual([['r3', 'r4'], ['old', 'r1', 'r2'], 3])
  })

  it('stays, and is looked at again, where no worker is better: they wait, are silent, or only start', () => {
    const a = worker()
    a.give('r', NOW - 50)
    const waits = worker()
    waits.give('other', NOW - 2)
    expect(move(a, waits, worker({ isSilent: true }), worker({ phase: 'starting' }))).toBe(6)
    expect([a.runs(), a.askedBack()]).toEqual([['r'], []])
    expect(a.isSilent).toBe(true)
  })

  it('moves from a silent worker, or one that is to end, as soon as another is there', () => {
    for (const facts of [{ isSilent: true }, { phase: 'retiring' }]) {
      const a = worker(facts)
      a.give('r', NOW - 50)
      expect(move(a)).toBe(8)
      const late = worker()
      move(a, late)
      moveLater(a, late)
      expect(late.runs()).toEqual(['r'])
    }
  })

  it('is given to the same worker again where that dropped it, was heard, and no other is free any more', () => {
    const [a, b] = [worker(), worker()]
    a.give('r', NOW - 8)
    move(a, b)
    a.isSilent = false
    b.isSilent = true
    moveLater(a, b)
    expect([a.runs(), a.askedBack()]).toEqual([['r'], []])
  })
})
