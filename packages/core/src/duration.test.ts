import { expect, it } from 'vitest'
import { formatDuration } from './duration.ts'

it.each([
  [0, '0 ms'],
  [0.04, '0 ms'],
  [0.25, '0.3 ms'],
  [0.97, '1 ms'],
  [1, '1 ms'],
  [949.6, '950 ms'],
  [1000, '1 s'],
  [1500, '1.5 s'],
  [1234, '1.23 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h'],
  [12_000_000, '3 h 20 min'],
  [187_200_000, '2 d 4 h'],
])('%d ms is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words)
})

it.each([
  [999.7, '1 s'],
  [59_999, '1 min'],
  [10_000, '10 s'],
  [100_000, '1 min 40 s'],
])('%d ms, next to a border, is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words)
})
