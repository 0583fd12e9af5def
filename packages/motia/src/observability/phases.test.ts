import { describe, expect, it } from 'vitest'
import { type PhaseTimes, phaseMs, toAttemptPhases, toRequestPhases, wordPhases } from './phases.ts'

const times = (more: Partial<PhaseTimes> = {}): PhaseTimes => ({
  startedAt: 1000,
  durationMs: 300,
  queuedAt: 200,
  limitAt: null,
  limitMs: null,
  commitMs: 4,
  ...more,
})

const shown = (of: Partial<PhaseTimes>) =>
  toAttemptPhases(times(of))?.map(({ name, startedAt, durationMs }) => [name, startedAt, durationMs])

describe('the phases of an attempt', () => {
  it('are its wait, its execution and its commit', () => {
    expect(shown({})).toEqual([
      ['queue', 200, 800],
      ['execution', 1000, 300],
      ['commit', 1300, 4],
    ])
  })

  it('tell what its limit made it wait from what it waited besides', () => {
    expect(shown({ limitAt: 250, limitMs: 600 })).toEqual([
      ['queue', 200, 50],
      ['limit', 250, 600],
      ['queue', 850, 150],
      ['execution', 1000, 300],
      ['commit', 1300, 4],
    ])
    const phases = toAttemptPhases(times({ limitAt: 250, limitMs: 600 })) ?? []
    expect([phaseMs(phases, 'queue'), phaseMs(phases, 'limit')]).toEqual([200, 600])
  })

  it('leave out the queue where the limit was all that it waited for', () => {
    expect(shown({ limitAt: 200, limitMs: 800 })?.map(([name]) => name)).toEqual([
      'limit',
      'execution',
      'commit',
    ])
  })

  it('say that it did not wait', () => {
    expect(shown({ queuedAt: 1000 })?.[0]).toEqual(['queue', 1000, 0])
  })

  it('have no commit where a worker was lost', () => {
    expect(shown({ commitMs: null })?.map(([name]) => name)).toEqual(['queue', 'execution'])
  })

  it('never overlap, whatever clocks said', () => {
    expect(shown({ queuedAt: 1200, limitAt: 100, limitMs: 5000 })).toEqual([
      ['execution', 1000, 300],
      ['commit', 1300, 4],
    ])
  })

  it('are unknown of attempts that were stored without them', () => {
    expect(shown({ queuedAt: null, commitMs: null })).toBeUndefined()
  })
})

describe('phases in words', () => {
  it('say what the wait was for', () => {
    const phases = toAttemptPhases(times({ queuedAt: 0, limitAt: 100, limitMs: 800 })) ?? []
    expect(wordPhases(phases)).toBe('waited 1 s, of it limit 800 ms; ran 300 ms; commit 4 ms')
    expect(wordPhases(toAttemptPhases(times({ commitMs: null })) ?? [])).toBe('waited 800 ms; ran 300 ms')
    expect(wordPhases(toRequestPhases(times()) ?? [])).toBe('ran 296 ms; commit 4 ms')
  })
})

describe('the phases of a request', () => {
  it('are its execution, and its commit as the end of it', () => {
    expect(toRequestPhases(times({ queuedAt: null }))).toEqual([
      { name: 'execution', startedAt: 1000, durationMs: 296 },
      { name: 'commit', startedAt: 1296, durationMs: 4 },
    ])
  })

  it('are not told of one without effects', () => {
    expect(toRequestPhases(times({ commitMs: null }))).toBeUndefined()
  })
})
