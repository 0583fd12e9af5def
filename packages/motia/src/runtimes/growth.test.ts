import { describe, expect, it } from 'vitest'
import { type CrewLoad, Growth } from './growth.ts'

const IDLE: CrewLoad = { ready: 1, starting: 0, open: 1, slots: 100, free: 100, unbegun: 0, ended: 0 }
const FULL = { ...IDLE, free: 0 }
const BLOCKED = { ...IDLE, open: 0, free: 0, unbegun: 1 }

/** When it asked for a worker, looking every 25 ms at what `load` says. */
function observe(load: (time: number) => CrewLoad, untilMs = 300): number[] {
  const growth = new Growth()
  const grown = []
  for (let time = 0; time <= untilMs; time += 25) if (growth.observe(load(time), time)) grown.push(time)
  return grown
}

describe('another worker is started', () => {
  it('when all slots have been taken for a tenth of a second, and again while they are', () => {
    expect(observe(() => FULL)).toEqual([100, 225])
  })

  it('when only the slots are left that are kept for other steps', () => {
    expect(observe(() => ({ ...IDLE, free: 10 }))).toEqual([100, 225])
    expect(observe(() => ({ ...IDLE, free: 11 }))).toEqual([])
  })

  it('when all workers are blocked and something waits', () => {
    expect(observe(() => BLOCKED, 100)).toEqual([100])
    expect(observe(() => ({ ...BLOCKED, unbegun: 0 }))).toEqual([])
  })
})

describe('no other worker is started', () => {
  it('where work never waits for that long at a stretch', () => {
    expect(observe((time) => (time % 100 === 75 ? IDLE : FULL))).toEqual([])
  })

  it('where slots are taken, and freed at once', () => {
    expect(observe((time) => ({ ...FULL, ended: time * 5 }))).toEqual([])
    expect(observe((time) => ({ ...FULL, ended: time / 5 }), 100)).toEqual([100])
  })

  it('while one is starting, nor before the first is ready', () => {
    expect(observe(() => ({ ...FULL, starting: 1 }))).toEqual([])
    expect(observe(() => ({ ...BLOCKED, ready: 0 }))).toEqual([])
  })
})
