import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTimer, type Timer } from './timer.ts'

let timer: Timer
let due: number[]
let next: (() => Promise<number | undefined>) | undefined
beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  due = []
  next = undefined
  timer = createTimer(async () => {
    due.push(Date.now())
    return next?.()
  }, Date.now)
})
afterEach(() => {
  timer.stop()
  vi.useRealTimers()
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('the timer', () => {
  it('wakes at the earliest of what it was told, once', async () => {
    for (const at of [500, 100, 300]) timer.wakeAt(at)
    await pass(1000)
    expect(due).toEqual([100])
  })

  it('goes on with what is due next', async () => {
    const times = [250, 400]
    next = async () => times.shift()
    timer.wakeAt(100)
    await pass(1000)
    expect(due).toEqual([100, 250, 400])
  })

  it('wakes at once for what is overdue', async () => {
    await pass(1000)
    timer.wakeAt(10)
    await pass(1)
    expect(due).toHaveLength(1)
  })

  it('sleeps no longer than a minute, so that a clock that was set back delays nothing for long', async () => {
    const at = 10 * 60_000
    next = async () => (Date.now() < at ? at : undefined)
    timer.wakeAt(at)
    await pass(15 * 60_000)
    expect(due.at(-1)).toBe(at)
    expect(due).toHaveLength(10)
  })

  it('hears of what comes up while it looks', async () => {
    let answer: (at: number | undefined) => void = () => {}
    next = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    timer.wakeAt(100)
    await pass(100)
    timer.wakeAt(150)
    answer(500)
    next = undefined
    await pass(1000)
    expect(due).toEqual([100, 150])
  })

  it('tries again in a second when looking fails, for ever', async () => {
    let failures = 3
    next = async () => {
      if (failures-- > 0) throw new Error('the store is away')
      return undefined
    }
    timer.wakeAt(100)
    await pass(10_000)
    expect(due).toEqual([100, 1100, 2100, 3100])
  })

  it('does nothing after it was stopped, also while it looks', async () => {
    next = async () => {
      timer.stop()
      return 200
    }
    timer.wakeAt(100)
    await pass(1000)
    timer.wakeAt(0)
    await pass(1000)
    expect(due).toEqual([100])
    expect(vi.getTimerCount()).toBe(0)
  })
})
