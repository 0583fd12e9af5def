import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { currentAttempt } from './attempt.ts'
import { createDeadlines } from './deadlines.ts'
import { createFakeWorld, openAttempt } from './fixtures/fake-world.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const attemptFor = (ms: number) => openAttempt(createFakeWorld(), { deadline: Date.now() + ms })

describe('a deadline', () => {
  it('cuts its attempt off when it passes: signal, context, callback', () => {
    const attempt = attemptFor(100)
    const { signal } = attempt
    const passed: Error[] = []
    createDeadlines().add(attempt, (error) => passed.push(error))
    vi.advanceTimersByTime(99)
    expect([signal.aborted, attempt.phase]).toEqual([false, 'open'])
    vi.advanceTimersByTime(1)
    expect([signal.aborted, attempt.phase]).toEqual([true, 'closed'])
    expect(passed).toMatchObject([
      { code: 'MOTIA_TIMEOUT', message: 'the attempt did not end within 100 ms' },
    ])
    expect(signal.reason).toBe(passed[0])
  })

  it('tells the listeners of the signal within its attempt, so that what they log is its own', () => {
    const attempt = attemptFor(10)
    const heardIn: unknown[] = []
    attempt.signal.addEventListener('abort', () => heardIn.push(currentAttempt.getStore()))
    createDeadlines().add(attempt, () => {})
    vi.advanceTimersByTime(10)
    expect(heardIn).toEqual([attempt])
  })

  it('passes once, and not after its attempt was taken away', () => {
    const deadlines = createDeadlines()
    const [kept, removed] = [attemptFor(10), attemptFor(20)]
    const passed = vi.fn()
    deadlines.add(kept, passed)
    deadlines.add(removed, passed)
    deadlines.remove(removed)
    vi.advanceTimersByTime(1000)
    expect(passed).toHaveBeenCalledOnce()
    expect(removed.phase).toBe('open')
  })

  it('is kept for each of many attempts, in whichever order they came', () => {
    const deadlines = createDeadlines()
    const order: number[] = []
    for (const ms of [50, 10, 30, 20, 40, 10]) deadlines.add(attemptFor(ms), () => order.push(ms))
    for (let i = 0; i < 50; i++) vi.advanceTimersByTime(1)
    expect(order).toEqual([10, 10, 20, 30, 40, 50])
  })

  it('is kept for the others when one is taken away, wherever among them it was', () => {
    for (const place of [0, 1, 2]) {
      const deadlines = createDeadlines()
      const attempts = [10, 20, 30].map(attemptFor)
      const passed: number[] = []
      for (const [index, attempt] of attempts.entries()) deadlines.add(attempt, () => passed.push(index))
      deadlines.remove(attempts[place] as (typeof attempts)[number])
      vi.advanceTimersByTime(100)
      expect(passed).toEqual([0, 1, 2].filter((index) => index !== place))
    }
  })

  it('is not told to an attempt that another one, passing in the same moment, took away', () => {
    const deadlines = createDeadlines()
    const [first, second, third] = [attemptFor(10), attemptFor(10), attemptFor(20)]
    const passed: string[] = []
    deadlines.add(first, () => {
      passed.push('first')
      deadlines.remove(second)
    })
    deadlines.add(second, () => passed.push('second'))
    deadlines.add(third, () => passed.push('third'))
    vi.advanceTimersByTime(100)
    expect(passed).toEqual(['first', 'third'])
  })

  it('that has passed already is told at once, though not while it is being added', () => {
    const attempt = attemptFor(-1)
    const passed = vi.fn()
    createDeadlines().add(attempt, passed)
    expect(passed).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(passed).toHaveBeenCalledOnce()
  })

  it('may lie further ahead than any timer reaches', () => {
    const passed = vi.fn()
    createDeadlines().add(attemptFor(2 ** 32), passed)
    vi.advanceTimersByTime(1000)
    expect(passed).not.toHaveBeenCalled()
    vi.advanceTimersByTime(2 ** 32)
    expect(passed).toHaveBeenCalledOnce()
  })

  it('tells a signal that is asked for only afterwards why', () => {
    const attempt = attemptFor(10)
    createDeadlines().add(attempt, () => {})
    vi.advanceTimersByTime(10)
    expect(attempt.signal.reason).toMatchObject({ code: 'MOTIA_TIMEOUT' })
  })
})
