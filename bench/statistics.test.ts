import { describe, expect, it } from 'vitest'
import { median, percentile, ratioOf, spreadOf } from './statistics.ts'

describe('statistics of samples', () => {
  it('takes the middle of an odd number of samples, the mean of the middle two of an even one', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 7])).toBe(6)
    expect(median([])).toBeNaN()
  })

  it('takes percentiles by the nearest rank, whatever the order of the samples', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(hundred, 0.5)).toBe(50)
    expect(percentile(hundred, 0.99)).toBe(99)
    expect(percentile(hundred, 1)).toBe(100)
    expect(percentile([3], 0.99)).toBe(3)
    expect(percentile([], 0.5)).toBeNaN()
  })

  it('leaves the samples as they were', () => {
    const samples = [3, 1, 2]
    median(samples)
    percentile(samples, 0.5)
    expect(samples).toEqual([3, 1, 2])
  })

  it('compares medians, and tells how far the rounds lie apart', () => {
    expect(spreadOf([4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 })
    expect(ratioOf([10, 20, 30], [10, 10, 20])).toEqual({ low: 1, median: 2, high: 2 })
  })

  it('compares only rounds that both sides have ended', () => {
    expect(ratioOf([10, 20, 90], [10, 10])).toEqual({ low: 1, median: 2, high: 2 })
  })
})
