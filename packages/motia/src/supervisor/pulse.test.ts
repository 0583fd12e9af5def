import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hasInspector, startPulse } from './pulse.ts'
import { createRestarts } from './restarts.ts'

describe('the pulse', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is fine as long as pings are answered, even late', () => {
    const onStalled = vi.fn()
    const pulse = startPulse({
      stallMs: 10_000,
      ping: (p) => setTimeout(() => pulse.answered(p), 7000),
      onStalled,
    })
    vi.advanceTimersByTime(60_000)
    expect(onStalled).not.toHaveBeenCalled()
    pulse.stop()
  })

  it('is lost once, after the time that a loop may stand still', () => {
    const onStalled = vi.fn()
    startPulse({ stallMs: 10_000, ping: () => {}, onStalled })
    vi.advanceTimersByTime(10_000)
    expect(onStalled).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(onStalled).toHaveBeenCalledOnce()
  })
})

describe('a debugger', () => {
  it.each([
    [['--inspect'], undefined, true],
    [['--inspect-brk=0.0.0.0:9229'], undefined, true],
    [[], '--max-old-space-size=100 --inspect-wait', true],
    [['--enable-source-maps'], '--inspect-port=1', false],
    [[], undefined, false],
  ])('of %j and NODE_OPTIONS %j: %j', (execArgv, nodeOptions, expected) => {
    expect(hasInspector(execArgv, nodeOptions)).toBe(expected)
  })
})

describe('restarts', () => {
  it('come at once after a long life, later after short ones, within bounds', () => {
    const restarts = createRestarts()
    const delays = [0, 0, 0, 0, 0, 0, 0, 0, 0].map(() => restarts.died(0, 100))
    expect(delays).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000])
    expect(restarts.died(0, 1000)).toBe(0)
    expect(restarts.died(undefined, 5000)).toBe(250)
    expect(restarts.died(0, 1000)).toBe(0)
    expect(restarts.died(0, 1000)).toBe(0)
  })
})
