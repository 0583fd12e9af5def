import { describe, expect, it } from 'vitest'
import { createUnderWay } from './under-way.ts'

describe('what is under way', () => {
  it('is idle at once when nothing has begun, and again after the last end', async () => {
    const underWay = createUnderWay()
    await underWay.idle()
    const told: string[] = []
    underWay.begin()
    underWay.begin()
    const idle = underWay.idle().then(() => told.push('idle'))
    underWay.end()
    await Promise.resolve()
    expect(told).toEqual([])
    underWay.end()
    await idle
    expect(told).toEqual(['idle'])
  })

  it('tells everyone who waits', async () => {
    const underWay = createUnderWay()
    underWay.begin()
    const all = Promise.all([underWay.idle(), underWay.idle()])
    underWay.end()
    await all
    await underWay.idle()
  })
})
