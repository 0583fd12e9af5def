/** Checks a step's `retry`. */
import { didYouMean } from '@motia/core/nearest'
import { DEFAULT_RETRY } from '@motia/core/retry'
import type { Problem } from './problem.ts'

const HINT =
  '`retry: { attempts: 4, delay: 1000, factor: 2, maxDelay: 300000, jitter: true }`, or `retry: false`.'

export function checkRetry(retry: unknown): Problem[] {
  if (retry === false) return []
  if (typeof retry !== 'object' || retry === null || Array.isArray(retry)) {
    return [{ message: 'retry must be an object, or false', hint: HINT }]
  }
  return Object.entries(retry).flatMap(([key, value]): Problem[] => {
    if (!Object.hasOwn(DEFAULT_RETRY, key)) {
      return [
        {
          message: `"retry.${key}" does not exist${didYouMean(key, Object.keys(DEFAULT_RETRY))}`,
          hint: HINT,
        },
      ]
    }
    const expected = value === undefined ? undefined : expectation(key, value)
    return expected === undefined ? [] : [{ message: `retry.${key} must be ${expected}`, hint: HINT }]
  })
}

/** What the value should have been, if it is not. */
function expectation(key: string, value: unknown): string | undefined {
  if (key === 'jitter') return typeof value === 'boolean' ? undefined : 'true or false'
  if (key === 'attempts') {
    return Number.isInteger(value) && Number(value) >= 1
      ? undefined
      : 'a whole number of at least 1, the first included'
  }
  const least = key === 'factor' ? 1 : 0
  const what = key === 'factor' ? 'a number of at least 1' : 'milliseconds, 0 or more'
  return typeof value === 'number' && Number.isFinite(value) && value >= least ? undefined : what
}
