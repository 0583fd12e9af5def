import { describe, expect, it } from 'vitest'
import { openLane, toRun } from './fixtures/open-lane.ts'

describe('a paused step', () => {
  it('reserves nothing, and is not claimed before it is resumed', async () => {
    const test = openLane()
    test.paused.add('a')
    expect(test.lane.reserve('a')).toBe(false)
    await test.add('a', 2)
    await test.add('b', 1)
    expect(test.started).toEqual(['b'])
    test.paused.delete('a')
    test.lane.pump()
    await test.settle()
    expect(test.started).toEqual(['b', 'a', 'a'])
  })

  it('gives up what was claimed for it and has not begun, with its permits', async () => {
    const test = openLane({ slots: 2 })
    await test.add('a', 6)
    const begun = test.started.length
    const held = test.lane.permitsOf('a') - begun
    expect([begun > 0, held > 0]).toEqual([true, true])
    test.paused.add('a')
    expect(await test.lane.withdraw('a')).toHaveLength(held)
    expect(test.lane.permitsOf('a')).toBe(begun)
    await test.end('a')
    expect(test.started).toHaveLength(begun)
    expect(await test.lane.withdraw('a')).toEqual([])
  })

  it('gives up what a claim that is on its way brings', async () => {
    const test = openLane({ slots: 1 })
    await test.add('a', 1)
    const release = test.holdClaims()
    test.queue.push(toRun('b'))
    test.lane.wake('b')
    test.lane.pump()
    test.paused.add('b')
    const withdrawn = test.lane.withdraw('b')
    release()
    expect((await withdrawn).map(({ stepId }) => stepId)).toEqual(['b'])
    expect(test.lane.permitsOf('b')).toBe(0)
  })
})
