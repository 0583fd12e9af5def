import { expect, it } from 'vitest'
import { toPlace, toTicks, toTimeScale } from './time-scale.ts'

const even = (from: number, to: number) => toTimeScale({ from, to }, [{ from, to }])

it('draws times in proportion', () => {
  const scale = even(100, 300)
  expect([100, 150, 300].map((at) => toPlace(scale, at))).toEqual([0, 25, 100])
})

it('puts ticks at round times', () => {
  expect(toTicks(even(1000, 1470), 5).map(({ ms }) => ms)).toEqual([0, 100, 200, 300, 400])
  expect(toTicks(even(0, 4300), 6).map(({ ms }) => ms)).toEqual([0, 1000, 2000, 3000, 4000])
  expect(toTicks(even(0, 7_200_000), 5).map(({ ms }) => ms / 60_000)).toEqual([0, 30, 60, 90, 120])
})

it('never has more ticks than there is room for', () => {
  for (const span of [1, 7, 61, 999, 12_345, 3_600_001, 90_000_000, 2_000_000_000]) {
    expect(toTicks(even(0, span), 6).length).toBeLessThanOrEqual(7)
  }
})

it('cuts a long wait short, so that what ran can be seen', () => {
  const scale = toTimeScale({ from: 0, to: 3_600_000 }, [{ from: 0, to: 930 }])
  expect(scale.pieces.map(({ isCut }) => isCut)).toEqual([false, true])
  expect(toPlace(scale, 465)).toBeCloseTo(46.5)
  expect(toPlace(scale, 930)).toBeCloseTo(93)
  expect(toPlace(scale, 3_600_000)).toBeCloseTo(100)
  expect(toTicks(scale, 4).every(({ left }) => left <= 93)).toBe(true)
})

it('cuts several, the longest first, and none that is in proportion', () => {
  const busy = [0, 10_000, 1_000_000].map((from) => ({ from, to: from + 1000 }))
  const scale = toTimeScale({ from: 0, to: 1_001_000 }, busy)
  expect(scale.pieces.map(({ isCut }) => isCut)).toEqual([false, true, false, true, false])
  const near = toTimeScale({ from: 0, to: 5000 }, [
    { from: 0, to: 1000 },
    { from: 3500, to: 5000 },
  ])
  expect(near.pieces).toHaveLength(1)
})

it('cuts nothing where nothing ran', () => {
  expect(toTimeScale({ from: 0, to: 100_000 }, []).pieces).toHaveLength(1)
})
