import { describe, expect, it } from 'vitest'
import { HeldAttempts } from './held-attempts.ts'

function hold(...runIds: string[]) {
  const held = new HeldAttempts()
  const numbers = runIds.map((runId, i) =>
    held.add({ runId, deadline: 100 + i } as never, {} as never, () => {}, i, 10 + i),
  )
  return { held, numbers }
}

describe('what a worker holds', () => {
  it('is counted as it is given, begun and taken', () => {
    const { held, numbers } = hold('a', 'b', 'c')
    const [a = 0, b = 0, c = 0] = numbers
    expect([held.size, held.load, held.unbegun, held.unbegunSince]).toEqual([3, 3, 3, 10])
    held.begin([a, a, 99], 20)
    expect([held.unbegun, held.unbegunSince, held.unbegunAttempts().map(([n]) => n)]).toEqual([2, 11, [b, c]])
    expect(held.take(b)?.request.runId).toBe('b')
    expect(held.take(b)).toBeUndefined()
    held.begin([c], 21)
    expect([held.size, held.unbegun, held.unbegunSince, held.unbegunAttempts().map(([n]) => n)]).toEqual([
      2,
      0,
      undefined,
      [],
    ])
    expect(held.given).toBe(3)
  })

  it('uses no slot while it waits for a call, or for several', () => {
    const { held, numbers } = hold('a', 'b')
    const [n = 0] = numbers
    const attempt = held.get(n)
    if (!attempt) throw new Error('nothing is held')
    expect([held.park(attempt), held.park(attempt), held.load]).toEqual([true, false, 1])
    held.unpark(n, attempt)
    expect(held.load).toBe(1)
    held.unpark(n, attempt)
    expect(held.load).toBe(2)
    held.park(attempt)
    held.take(n)
    held.unpark(n, attempt) // its call was answered after it had ended
    expect([held.size, held.load]).toEqual([1, 1])
  })

  it('has a last deadline, in which streams do not count', () => {
    const { held, numbers } = hold('a', 'b')
    expect(held.lastDeadline).toBe(101)
    const stream = held.get(numbers[1] ?? 0)
    if (stream) stream.deadline = Number.POSITIVE_INFINITY
    expect(held.lastDeadline).toBe(100)
  })

  it('is all gone once it is taken away together', () => {
    const { held } = hold('a', 'b')
    expect(held.takeAll().map(({ request }) => request.runId)).toEqual(['a', 'b'])
    expect([held.size, held.load, held.unbegun]).toEqual([0, 0, 0])
  })
})
