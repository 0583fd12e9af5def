import { expect, it } from 'vitest'
import { LimitWatch } from './limit-watch.ts'

function watched() {
  const watch = new LimitWatch()
  return {
    fill: (at: number) => watch.filled('a', at),
    free: (at: number) => watch.freed('a', at),
    wait: (readyAt: number, now: number) => watch.waitOf('a', readyAt, now),
  }
}

it('makes nobody wait while there are permits', () => {
  expect(watched().wait(0, 100)).toBeUndefined()
})

it('is what a run waited for from when it was ready until a permit was free', () => {
  const { fill, free, wait } = watched()
  fill(100)
  free(400)
  expect(wait(150, 410)).toEqual({ from: 150, ms: 250 })
  expect(wait(50, 410)).toEqual({ from: 100, ms: 300 })
})

it('is nothing to a run that was ready later', () => {
  const { fill, free, wait } = watched()
  fill(100)
  free(400)
  expect(wait(400, 410)).toBeUndefined()
  expect(wait(900, 910)).toBeUndefined()
})

it('goes on where a permit is taken again as soon as it is free', () => {
  const { fill, free, wait } = watched()
  fill(100)
  for (const at of [200, 300, 400]) {
    free(at)
    fill(at + 5)
  }
  free(500)
  expect(wait(120, 505)).toEqual({ from: 120, ms: 380 })
})

it('begins anew where permits were free for long', () => {
  const { fill, free, wait } = watched()
  fill(100)
  free(200)
  fill(5000)
  free(6000)
  expect(wait(150, 6010)).toEqual({ from: 5000, ms: 1000 })
})

it('lasts until now while the step is over its limit', () => {
  const { fill, wait } = watched()
  fill(100)
  expect(wait(150, 300)).toEqual({ from: 150, ms: 150 })
})
