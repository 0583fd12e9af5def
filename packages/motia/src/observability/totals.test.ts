import { describe, expect, it } from 'vitest'
import { bucketOf } from './buckets.ts'
import { createTotals } from './totals.ts'

describe('totals', () => {
  it('add up requests, failures, time and buckets by step', () => {
    const totals = createTotals('p1')
    totals.requestEnded('a', 0.05, false, true)
    totals.requestEnded('a', 0.15, true, false)
    totals.requestEnded('b', 3, false, true)
    const event = totals.snapshot(7)
    expect(event).toMatchObject({ type: 'counters', at: 7, processId: 'p1' })
    expect(event?.steps).toMatchObject([
      {
        stepId: 'a',
        kind: 'request',
        ended: 2,
        failed: 1,
        kept: 1,
        totalMs: 0.2,
        durations: [5, 1, 11, 1],
      },
      { stepId: 'b', kind: 'request', ended: 1, failed: 0, kept: 1, totalMs: 3 },
    ])
  })

  it('add up runs by how they ended, attempts by how long they took, first attempts by how long they waited', () => {
    const totals = createTotals('p1')
    totals.attemptEnded('a', 'scheduled', 10, 4)
    totals.attemptEnded('a', 'failed', 20, undefined)
    totals.attemptEnded('a', 'succeeded', 30, 0)
    totals.quarantined('a')
    const [step] = totals.snapshot(7)?.steps ?? []
    expect(step).toMatchObject({ kind: 'run', ended: 3, failed: 2, retried: 1, totalMs: 60, waitedMs: 4 })
    expect(step?.durations).toEqual([bucketOf(10), 1, bucketOf(20), 1, bucketOf(30), 1])
    expect(step?.waits).toEqual([0, 1, bucketOf(4), 1])
  })

  it('tell an api step that was requested from the same step run by a trigger', () => {
    const totals = createTotals('p1')
    totals.requestEnded('a', 1, false, true)
    totals.attemptEnded('a', 'succeeded', 1, 0)
    expect(totals.snapshot(0)?.steps.map(({ kind, ended }) => [kind, ended])).toEqual([
      ['request', 1],
      ['run', 1],
    ])
  })

  it('give running totals of all steps once something is new, and nothing otherwise', () => {
    const totals = createTotals('p1')
    expect(totals.snapshot(0)).toBeUndefined()
    totals.requestEnded('a', 1, false, true)
    const first = totals.snapshot(1)
    expect(totals.snapshot(2)).toBeUndefined()
    totals.requestEnded('b', 1, false, true)
    expect(totals.snapshot(3)?.steps.map((step) => [step.stepId, step.ended])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    expect(first?.steps).toHaveLength(1)
  })
})
