import { describe, expect, it } from 'vitest'
import { NO_EFFECTS } from './effect.ts'
import type { FailureReason, Outcome } from './outcome.ts'
import { DEFAULT_RETRY, resolveRetry } from './retry.ts'
import {
  canBecome,
  decideConflict,
  decideEnd,
  FINAL,
  isFinal,
  MAX_CONFLICTS,
  type RunStatus,
  TRANSITIONS,
} from './run.ts'

const failure = { name: 'Error', message: 'no' }
const failed = (reason: FailureReason): Outcome => ({ status: 'failed', reason, failure })
const STATUSES = Object.keys(TRANSITIONS) as RunStatus[]

describe('the table of transitions', () => {
  it('leads from every status that is not final to an end', () => {
    const reaches = (from: RunStatus, seen: readonly RunStatus[] = []): boolean =>
      isFinal(from) || TRANSITIONS[from].some((to) => !seen.includes(to) && reaches(to, [...seen, from]))
    expect(STATUSES.filter((status) => !reaches(status))).toEqual([])
  })

  it('can reach every status from one that a run is accepted with', () => {
    const seen = new Set<RunStatus>(['waiting', 'scheduled', 'queued'])
    for (const status of seen) for (const next of TRANSITIONS[status]) seen.add(next)
    expect([...seen].sort()).toEqual([...STATUSES].sort())
  })

  it('lets a run that succeeded be, and only redrives the other ends', () => {
    expect(TRANSITIONS.succeeded).toEqual([])
    for (const status of FINAL)
      for (const to of TRANSITIONS[status]) expect(['queued', 'waiting']).toContain(to)
  })

  it('runs nothing that was not queued, and ends nothing well that did not run', () => {
    for (const from of STATUSES) {
      expect(canBecome(from, 'running')).toBe(from === 'queued')
      expect(canBecome(from, 'succeeded')).toBe(from === 'running')
    }
  })

  it('can cancel whatever has not ended', () => {
    for (const status of STATUSES) expect(canBecome(status, 'cancelled')).toBe(!isFinal(status))
  })
})

describe('the end of an attempt', () => {
  const facts = (attemptsUsed: number, retry = resolveRetry({ jitter: false })) => ({ attemptsUsed, retry })

  it('keeps the result of a success, whatever attempts it took', () => {
    const outcome: Outcome = { status: 'succeeded', result: '{"a":1}', effects: NO_EFFECTS }
    expect(decideEnd(outcome, facts(3), 0, 0)).toEqual({ status: 'succeeded', result: '{"a":1}' })
  })

  it.each(['error', 'timeout'] as const)('is tried again after %s until four attempts are used', (reason) => {
    const ends = [0, 1, 2, 3].map((used) => decideEnd(failed(reason), facts(used), 1000, 0))
    expect(ends.map((end) => ('dueAt' in end ? end.dueAt : end.status))).toEqual([2000, 3000, 5000, 'failed'])
    expect(ends[3]).toEqual({ status: 'failed', reason, failure })
  })

  it.each(['validation', 'non-retryable'] as const)('is final after %s at the first attempt', (reason) => {
    expect(decideEnd(failed(reason), facts(0), 0, 0)).toEqual({ status: 'failed', reason, failure })
  })

  it('is final at once for a step with one attempt', () => {
    expect(decideEnd(failed('error'), facts(0, resolveRetry(false)), 0, 0).status).toBe('failed')
  })

  it('takes its share of the backoff from the dice', () => {
    const end = decideEnd(failed('error'), facts(1, DEFAULT_RETRY), 1000, 0.25)
    expect(end).toMatchObject({ status: 'scheduled', dueAt: 1000 + 500 })
  })
})

describe('a conflict of state', () => {
  it('runs the attempt again for free, five times', () => {
    const decisions = Array.from({ length: MAX_CONFLICTS }, (_, i) => decideConflict('pay', i + 1))
    expect(decisions).toEqual(['again', 'again', 'again', 'again', 'again'])
  })

  it('is a failed attempt that names the step after that', () => {
    const decision = decideConflict('pay', MAX_CONFLICTS + 1)
    expect(decision).toMatchObject({
      status: 'failed',
      reason: 'error',
      failure: { code: 'MOTIA_STATE_CONFLICT', message: expect.stringContaining('pay had read, 6 times') },
    })
  })
})
