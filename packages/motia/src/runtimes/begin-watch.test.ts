import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BeginWatch } from './begin-watch.ts'

let now = 0
beforeEach(() => {
  now = 1_000
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(Date, 'now').mockImplementation(() => now)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Millisecond by millisecond, since a look comes after the poll phase. */
async function pass(ms: number): Promise<void> {
  for (let i = 0; i < ms; i++) {
    now++
    vi.advanceTimersByTime(1)
    await new Promise(setImmediate)
  }
}

/** What it was told of the time, at each look. */
function open(...answers: (number | undefined)[]) {
  const looks: number[] = []
  const watch = new BeginWatch((time) => {
    looks.push(time)
    return answers.shift()
  })
  return { watch, looks }
}

describe('a watch', () => {
  it('looks once, eight milliseconds after it was armed first', async () => {
    const { watch, looks } = open()
    watch.arm()
    await pass(5)
    watch.arm()
    await pass(50)
    expect(looks).toEqual([1_008])
  })

  it('looks again when it is told to', async () => {
    const { watch, looks } = open(3, 20)
    watch.arm()
    await pass(50)
    expect(looks).toEqual([1_008, 1_011, 1_031])
  })

  it('does not count the time in which this process stood still', async () => {
    const { watch, looks } = open(8)
    watch.arm()
    now += 492 // nothing could run meanwhile
    await pass(8)
    expect(looks).toEqual([1_009])
    await pass(8)
    expect(looks).toEqual([1_009, 1_017])
  })

  it('looks at nothing once it is stopped', async () => {
    const { watch, looks } = open()
    watch.arm()
    watch.stop()
    watch.arm()
    await pass(50)
    expect(looks).toEqual([])
  })
})
