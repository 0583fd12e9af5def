import type { WireStep } from 'motia/workbench/wire/steps'
import { describe, expect, it } from 'vitest'
import {
  firstDirection,
  hasNeverRun,
  sortRows,
  toDepth,
  toHealth,
  toRateTrend,
  toSlowest,
  toStepRows,
} from './overview.ts'

const NOTHING = { executions: 0, failed: 0, retried: 0 }

function step(id: string, more: Partial<WireStep> = {}): WireStep {
  return {
    id,
    kind: 'event',
    language: 'node',
    file: `motia/${id}.ts`,
    exportName: 'step',
    options: {},
    triggers: [],
    counts: {},
    queued: 0,
    figures: NOTHING,
    recent: NOTHING,
    isPaused: false,
    isLoaded: true,
    ...more,
  }
}

function percentiles(p50Ms: number) {
  return { meanMs: p50Ms, p50Ms, p95Ms: p50Ms * 2, p99Ms: p50Ms * 3 }
}

const COUNTS = [
  { stepId: 'a', status: 'queued', count: 4 },
  { stepId: 'a', status: 'running', count: 2 },
  { stepId: 'b', status: 'queued', count: 1 },
  { stepId: 'b', status: 'scheduled', count: 7 },
] as const

describe('depth', () => {
  it('adds up what waits, of all steps or of one', () => {
    expect(toDepth(COUNTS)).toEqual({ queued: 5, running: 2, scheduled: 7, waiting: 0 })
    expect(toDepth(COUNTS, 'b')).toEqual({ queued: 1, running: 0, scheduled: 7, waiting: 0 })
  })
})

describe('rows', () => {
  const figures = [
    { stepId: 'a', executions: 10, failed: 2, retried: 0, successRate: 0.8, duration: percentiles(10) },
    { stepId: 'b', executions: 1, failed: 0, retried: 0, successRate: 1, duration: percentiles(50) },
  ]

  it('join a step, its figures and what it has in hand', () => {
    const [row] = toStepRows([step('a')], figures, COUNTS)
    expect(row).toMatchObject({ id: 'a', health: 'failing', executions: 10, p99: 30, queued: 4, running: 2 })
  })

  it('fall back to the stored counts until the first pulse', () => {
    const [row] = toStepRows([step('c', { queued: 3, counts: { running: 1 } })], [], undefined)
    expect(row).toMatchObject({ queued: 3, running: 1, executions: 0, p50: undefined, health: 'idle' })
  })

  it('say that a step is paused whatever its figures are', () => {
    const [row] = toStepRows([step('a', { isPaused: true })], figures, [])
    expect(row?.health).toBe('paused')
  })

  it('are sorted with those without a figure last, both ways', () => {
    const rows = toStepRows([step('c'), step('a'), step('b')], figures, [])
    expect(sortRows(rows, 'p95', 'descending').map(({ id }) => id)).toEqual(['b', 'a', 'c'])
    expect(sortRows(rows, 'p95', 'ascending').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(sortRows(rows, 'id', 'descending').map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  })

  it('tell the slowest, and how far the others are behind', () => {
    const rows = toStepRows([step('c'), step('a'), step('b')], figures, [])
    expect(toSlowest(rows, 5)).toEqual([
      { id: 'b', p95: 100, share: 1 },
      { id: 'a', p95: 20, share: 0.2 },
    ])
  })
})

it('starts with the worst: names from A, figures from the highest, success from the lowest', () => {
  expect(firstDirection('id')).toBe('ascending')
  expect(firstDirection('p95')).toBe('descending')
  expect(firstDirection('success')).toBe('ascending')
})

it('tells health by the success rate', () => {
  expect([undefined, 1, 0.99, 0.96, 0.5].map(toHealth)).toEqual(['idle', 'well', 'well', 'ailing', 'failing'])
})

it('carries a rate on until the next pulse', () => {
  const pulse = { counts: [], failedPerSecond: 0, versions: { runs: 0, spans: 0, logs: 0 } }
  const pulses = [
    { ...pulse, at: 10_000, perSecond: 2 },
    { ...pulse, at: 13_000, perSecond: 5 },
  ]
  expect(toRateTrend(pulses, 5)).toEqual([0, 2, 2, 2, 5])
  expect(toRateTrend([], 3)).toEqual([0, 0, 0])
})

describe('a project that never ran', () => {
  const metrics = {
    window: '1h',
    from: 0,
    to: 1,
    bucketMs: 1,
    total: NOTHING,
    series: [],
    steps: [],
  } as const

  it('is one without executions and without runs', () => {
    expect(hasNeverRun([step('a')], metrics)).toBe(true)
    expect(hasNeverRun([step('a', { counts: { queued: 1 } })], metrics)).toBe(false)
  })

  it('is not one that is only quiet', () => {
    expect(hasNeverRun([step('a', { figures: { ...NOTHING, executions: 1 } })], metrics)).toBe(false)
  })
})
