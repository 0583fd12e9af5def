/** Checks the option `rateLimit` of api steps. Called by options.ts. */
import { didYouMean } from '@motia/core/nearest'
import type { Problem } from './problem.ts'

/** A day: counts are kept for so long. */
const MAX_WINDOW_MS = 24 * 60 * 60 * 1000
const KEYS = ['max', 'window', 'by']

export function checkRateLimit(option: unknown): Problem[] {
  if (typeof option !== 'object' || option === null || Array.isArray(option)) {
    return [
      { message: 'must be an object, { max, window }', hint: 'rateLimit: { max: 100, window: 60_000 }' },
    ]
  }
  const { max, window, by } = option as { max?: unknown; window?: unknown; by?: unknown }
  const unknown = Object.keys(option).filter((key) => !KEYS.includes(key))
  return [
    ...unknown.map(
      (key): Problem => ({
        message: `rateLimit has no "${key}"${didYouMean(key, KEYS)}`,
        isHarmless: true,
      }),
    ),
    ...(isWhole(max) ? [] : [{ message: 'rateLimit.max must be a whole number of at least 1' }]),
    ...(isWhole(window) && window <= MAX_WINDOW_MS
      ? []
      : [{ message: `rateLimit.window must be milliseconds, from 1 to ${MAX_WINDOW_MS}` }]),
    ...(by === undefined || by === 'ip' || typeof by === 'function'
      ? []
      : [{ message: 'rateLimit.by must be "ip", or a function of the request' }]),
  ]
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1
}
