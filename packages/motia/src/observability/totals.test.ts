import { describe, expect, it } from 'vitest'
import { BUCKET_COUNT } from './buckets.ts'
import { createTotals } from './totals.ts'

describe('totals', () => {
  it('adds up requests, failures, time and buckets by step', () => {
    const totals = createTotals('p1')
    totals.observe('a', 0.05, false)
    totals.observe('a', 0.15, true)
    totals.observe('b', 3, false)
    const event = totals.snapshot(7)
    expect(event).toMatchObject({ type: 'counters', at: 7, processId: 'p1' })
    expect(event?.steps).toMatchObject([
      { stepId: 'a', requests: 2, failed: 1, totalMs: 0.2 },
      { stepId: 'b', requests: 1, failed: 0, totalMs: 3 },
    ])
    expect(event?.steps[0]?.buckets).toEqual([1, 1, ...new Array(BUCKET_COUNT - 2).fill(0)])
  })

  it('gives running totals of all steps once something is new, and nothing otherwise', () => {
    const totals = createTotals('p1')
    expect(totals.snapshot(0)).toBeUndefined()
    totals.observe('a', 1, false)
    const first = totals.snapshot(1)
    expect(totals.snapshot(2)).toBeUndefined()
    totals.observe('b', 1, false)
    expect(totals.snapshot(3)?.steps.map((step) => [step.stepId, step.requests])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    expect(first?.steps).toHaveLength(1)
  })
})
