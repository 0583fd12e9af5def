import { describe, expect, it } from 'vitest'
import { reservedSlots, type StepLoad, shareSlots } from './limits.ts'

const load = (stepId: string, running = 0, concurrency = Number.POSITIVE_INFINITY): StepLoad => ({
  stepId,
  running,
  concurrency,
})
const share = (waiting: readonly StepLoad[], free: number, slots: number) =>
  Object.fromEntries(shareSlots(waiting, free, slots).map(({ stepId, limit }) => [stepId, limit]))
const total = (shares: Record<string, number>) => Object.values(shares).reduce((sum, n) => sum + n, 0)

describe('free slots', () => {
  it('are shared evenly among the steps that wait', () => {
    expect(share([load('a'), load('b'), load('c')], 9, 9)).toEqual({ a: 3, b: 3, c: 3 })
  })

  it('go to each step that runs nothing before a flood gets a second', () => {
    expect(share([load('flood', 50), load('b'), load('c')], 2, 100)).toEqual({ b: 1, c: 1 })
  })

  it('are never given out twice', () => {
    for (const free of [0, 1, 2, 3, 7, 10, 31]) {
      const shares = share([load('a'), load('b', 2), load('c', 0, 1), load('d', 9)], free, 10)
      expect(total(shares)).toBeLessThanOrEqual(free)
    }
  })

  it('are used up when there is room for all that wait', () => {
    expect(total(share([load('a'), load('b', 3)], 20, 10))).toBeGreaterThanOrEqual(19)
  })

  it('never exceed what a step may run at a time', () => {
    expect(share([load('a', 3, 5), load('b', 5, 5), load('c', 0, 1)], 30, 10)).toEqual({ a: 2, c: 1 })
    expect(share([load('none', 0, 0)], 5, 5)).toEqual({})
  })

  it('pass from a step that is at its limit to the others', () => {
    expect(share([load('small', 0, 1), load('big')], 10, 10)).toEqual({ small: 1, big: 9 })
  })

  it('are none when nothing is free, or less than nothing', () => {
    expect(shareSlots([load('a')], 0, 10)).toEqual([])
    expect(shareSlots([load('a')], -3, 10)).toEqual([])
    expect(shareSlots([], 10, 10)).toEqual([])
  })
})

describe('the reserve', () => {
  it('is a tenth, at least one slot, and none of a single slot', () => {
    expect([0, 1, 2, 10, 19, 20, 100].map(reservedSlots)).toEqual([0, 0, 1, 1, 1, 2, 10])
  })

  it('is kept from a flood that runs already', () => {
    expect(share([load('flood', 5)], 20, 20)).toEqual({ flood: 18 })
    expect(share([load('flood', 90)], 2, 20)).toEqual({})
  })

  it('is there for a step that runs nothing', () => {
    expect(share([load('flood', 90), load('quiet')], 1, 20)).toEqual({ quiet: 1 })
  })
})
