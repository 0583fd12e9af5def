import { expect, it } from 'vitest'
import { toExecutionBars, toPercentileLines, toStacked } from './charts.ts'

const FIGURES = { retried: 0, successRate: 0.5 }

it('stands failed executions on succeeded ones', () => {
  const bars = toExecutionBars([
    { at: 1, executions: 5, failed: 2, ...FIGURES },
    { at: 2, executions: 0, failed: 0, retried: 0 },
  ])
  expect(bars).toEqual({
    times: [1, 2],
    succeeded: [3, 0],
    failed: [2, 0],
    stacked: [
      [3, 0],
      [5, 0],
    ],
  })
})

it('makes each layer as high as those below and itself', () => {
  expect(
    toStacked([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
  ).toEqual([
    [1, 2],
    [4, 6],
    [9, 12],
  ])
  expect(toStacked([])).toEqual([])
})

it('leaves a gap where nothing was executed', () => {
  const wait = { meanMs: 2, p50Ms: 1, p95Ms: 3, p99Ms: 9 }
  const series = [
    { at: 1, executions: 1, failed: 0, retried: 0, wait },
    { at: 2, executions: 0, failed: 0, retried: 0 },
  ]
  expect(toPercentileLines(series, 'wait')).toEqual({
    times: [1, 2],
    p50: [1, null],
    p95: [3, null],
    p99: [9, null],
    isEmpty: false,
  })
  expect(toPercentileLines(series, 'duration').isEmpty).toBe(true)
})
