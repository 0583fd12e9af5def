import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { limitRelease } from './release-limit.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

it('lets an app take its time whose event loop turns, but not for ever', async () => {
  const kill = vi.fn()
  void limitRelease(new Promise(() => {}), { missed: () => 2 }, kill)
  await vi.advanceTimersByTimeAsync(29_000)
  expect(kill).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(kill).toHaveBeenCalledWith('it did not hand over in time')
})

it('counts what an app misses from the moment at which it is to hand over', async () => {
  let missed = 5
  const kill = vi.fn()
  const released = limitRelease(
    new Promise((resolve) => setTimeout(() => resolve('all'), 5_000)),
    { missed: () => missed },
    kill,
  )
  await vi.advanceTimersByTimeAsync(3_000)
  expect(kill).not.toHaveBeenCalled()
  missed = 8
  await vi.advanceTimersByTimeAsync(300)
  expect(kill).toHaveBeenCalledWith('its event loop stood still when it was to hand over')
  await vi.advanceTimersByTimeAsync(3_000)
  expect(await released).toBe('all')
  expect(vi.getTimerCount()).toBe(0)
})
