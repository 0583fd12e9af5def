import { expect, it } from 'vitest'
import { toMatch } from './palette-match.ts'

it('wants every word, in any order', () => {
  expect(toMatch('failed last', ['Open the run that failed last'])).toBeGreaterThan(0)
  expect(toMatch('last failed', ['Open the run that failed last'])).toBeGreaterThan(0)
  expect(toMatch('failed first', ['Open the run that failed last'])).toBe(0)
})

it('does not gather letters from all over a name', () => {
  expect(toMatch('retry', ['daily-summary-report', 'cron', 'steps/daily-summary-report.step.ts'])).toBe(0)
})

it('puts beginnings before what is inside, and short names before long ones', () => {
  const ranked = ['runs', 'Run process-order…', 'trunk'].map((name) => toMatch('run', [name]))
  expect(ranked).toEqual([...ranked].sort((a, b) => b - a))
})

it('takes initials, and any of several names', () => {
  expect(toMatch('pp', ['process-payment'])).toBeGreaterThan(0)
  expect(toMatch('실행', ['Runs', '실행'])).toBeGreaterThan(0)
  expect(toMatch('', ['anything'])).toBe(1)
})
