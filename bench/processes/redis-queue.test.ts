import { describe, expect, it } from 'vitest'
import { untilDrained } from './redis-queue.ts'

/** Gives these lengths one after another, then the last one for ever. */
function lengths(...values: readonly number[]) {
  const left = [...values]
  const asked: number[] = []
  const countLeft = async () => {
    const value = left.length > 1 ? left.shift() : left[0]
    asked.push(value ?? 0)
    return value ?? 0
  }
  return { countLeft, asked }
}

describe('the time that a queue takes', () => {
  it('begins when the first piece of work has gone, however long the worker takes to start', async () => {
    const { countLeft, asked } = lengths(3, 3, 3, 2, 0, 0)
    const startedAt = performance.now()
    const seconds = await untilDrained(countLeft, 3)
    expect(asked).toEqual([3, 3, 3, 2, 0, 0])
    expect(seconds * 1000).toBeLessThan(performance.now() - startedAt)
  })

  it('does not end while the last piece is on its way from one key to another', async () => {
    const { countLeft, asked } = lengths(3, 1, 0, 1, 0, 0)
    await untilDrained(countLeft, 3)
    expect(asked).toEqual([3, 1, 0, 1, 0, 0])
  })
})
