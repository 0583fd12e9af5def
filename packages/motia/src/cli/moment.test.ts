import { describe, expect, it } from 'vitest'
import { parseMoment } from './moment.ts'

const NOW = new Date(2026, 2, 10, 15, 0, 0).getTime()

describe('a moment', () => {
  it.each([
    ['10m', NOW - 600_000],
    ['1d', NOW - 86_400_000],
    ['14:30', new Date(2026, 2, 10, 14, 30).getTime()],
    ['9:05:30', new Date(2026, 2, 10, 9, 5, 30).getTime()],
    ['2026-01-31', new Date(2026, 0, 31).getTime()],
    ['2026-01-31 08:00', new Date(2026, 0, 31, 8).getTime()],
    ['2026-01-31T08:00:00Z', Date.UTC(2026, 0, 31, 8)],
    ['2026-01-31T08:00+09:00', Date.UTC(2026, 0, 30, 23)],
  ])('%s', (text, expected) => {
    expect(parseMoment(text, NOW)).toBe(expected)
  })

  it.each(['', 'soon', '25:00', '12:60', '2026-13-01', '99', '-5m', '2026-01-31x'])('is not "%s"', (text) => {
    expect(() => parseMoment(text, NOW)).toThrow('Give a time like')
  })
})
