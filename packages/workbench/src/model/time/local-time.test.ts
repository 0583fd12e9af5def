import { expect, it } from 'vitest'
import { toLocalTime, toTime } from './local-time.ts'

it('comes back as it went, to the minute', () => {
  const at = Date.UTC(2026, 10, 25, 14, 3)
  expect(toTime(toLocalTime(at + 20_000))).toBe(at)
})

it('takes an empty field for no time', () => {
  expect(toLocalTime(undefined)).toBe('')
  expect(toTime('')).toBeUndefined()
  expect(toTime('soon')).toBeUndefined()
})
