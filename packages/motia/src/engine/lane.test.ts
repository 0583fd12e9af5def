import { describe, expect, it, vi } from 'vitest'
import { openLane, toRun } from './fixtures/open-lane.ts'
import { createScriptedRuntime } from './fixtures/scripted-runtime.ts'
import { Lane } from './lane.ts'

const count = (list: readonly string[], stepId: string) => list.filter((one) => one === stepId).length

describe('a lane', () => {
  it('executes what is queued, oldest first, as slots become free', async () => {
    const test = openLane({ slots: 2 })
    await test.add('a', 6)
    expect(test.runtime.freeSlots()).toBeLessThanOrEqual(1) // the last is kept for other steps
    for (let i = 0; i < 6; i++) await test.end()
    expect(test.started).toHaveLength(6)
    expect(test.lane.permitsOf('a')).toBe(0)
  })

  it('waits for a claim on its way when it closes, and gives that back too', async () => {
    const test = openLane()
    const release = test.holdClaims()
    await test.add('a', 2)
    const left = test.lane.close()
    release()
    expect(await left).toHaveLength(2)
    expect(test.started).toEqual([])
  })

  it('claims nothing before it is open, nor without a reason', async () => {
    const test = openLane()
    test.lane.pump()
    await test.settle()
    expect(test.claims).toEqual([])
    await test.lane.close()
    await test.add('a', 1)
    expect(test.claims).toEqual([])
    test.lane.open()
    await test.settle()
    expect(test.started).toEqual(['a'])
  })

  it('holds a bounded number of claimed runs', async () => {
    const test = openLane({ slots: 4 })
    await test.add('a', 100)
    expect(100 - test.queue.length).toBeLessThanOrEqual(4 * 3)
    expect(100 - test.queue.length).toBeGreaterThan(4)
  })

  it('gives what it claimed but did not hand over back when it closes', async () => {
    const test = openLane({ slots: 1 })
    await test.add('a', 5)
    const left = await test.lane.close()
    expect(test.started).toHaveLength(1)
    expect(left).toHaveLength(5 - 1 - test.queue.length)
    expect(left.length).toBeGreaterThan(0)
    await test.end()
    expect(test.started).toHaveLength(1)
  })

  it('executes nothing that was cancelled before it was handed over', async () => {
    const test = openLane({ slots: 1, concurrency: { a: 2 } })
    const runs = [toRun('a'), toRun('a')]
    for (const run of runs) test.lane.take(run)
    test.lane.drop(runs[0]?.runId ?? '')
    test.lane.drop('unknown')
    test.lane.pump()
    await test.end()
    expect(test.started).toHaveLength(1)
    expect(test.lane.permitsOf('a')).toBe(0)
  })

  it('executes an isolated run at once, beside its slots', async () => {
    const test = openLane({ slots: 1 })
    await test.add('a', 2)
    test.queue.push(toRun('b', true))
    test.lane.wake('b')
    await test.end('a')
    expect(test.started).toContain('b')
    expect(test.runtime.freeSlots()).toBe(0)
  })
})

describe('turns', () => {
  it('go round: a flood of one step does not delay another', async () => {
    const test = openLane({ slots: 4 })
    await test.add('flood', 100)
    await test.add('quiet', 1)
    expect(test.started).toContain('quiet')
  })

  it('leave a slot for a step that has nothing running, however slow the others are', async () => {
    const test = openLane({ slots: 10 })
    await test.add('slow', 100)
    expect(count(test.started, 'slow')).toBe(9)
    await test.add('quick', 1)
    expect(count(test.started, 'quick')).toBe(1)
  })

  it('alternate between two floods, also when slots become free one at a time', async () => {
    const test = openLane({ slots: 4 })
    await test.add('a', 200)
    await test.add('b', 200)
    for (let i = 0; i < 60; i++) await test.end()
    const recent = test.started.slice(-40)
    expect(count(recent, 'a')).toBeGreaterThan(15)
    expect(count(recent, 'b')).toBeGreaterThan(15)
  })

  it('serve more steps than there are slots', async () => {
    const test = openLane({ slots: 2 })
    const steps = Array.from({ length: 10 }, (_, i) => `s${i}`)
    for (const step of steps) await test.add(step, 20)
    for (let i = 0; i < 60; i++) await test.end()
    for (const step of steps) expect(count(test.started, step), step).toBeGreaterThan(0)
  })
})

describe('permits', () => {
  it('are never more than a step may have', async () => {
    const test = openLane({ slots: 8, concurrency: { a: 2 } })
    await test.add('a', 10)
    for (let i = 0; i < 10; i++) {
      expect(test.runtime.slots() - test.runtime.freeSlots()).toBeLessThanOrEqual(2)
      expect(test.lane.permitsOf('a')).toBeLessThanOrEqual(2)
      await test.end()
    }
    expect(test.started).toHaveLength(10)
  })

  it('are held by reservations too', async () => {
    const { lane } = openLane({ concurrency: { a: 1 } })
    expect([lane.reserve('a'), lane.reserve('a')]).toEqual([true, false])
    lane.resolveReservation('a', undefined)
    expect([lane.permitsOf('a'), lane.reserve('a')]).toEqual([0, true])
  })

  it('are held by a claim on its way: what is reserved meanwhile is not too many', async () => {
    const test = openLane({ slots: 8, concurrency: { a: 2 } })
    const release = test.holdClaims()
    await test.add('a', 2)
    const reserved = [1, 2, 3].filter(() => test.lane.reserve('a')).length
    release()
    await test.settle()
    expect(reserved + count(test.started, 'a')).toBeLessThanOrEqual(2)
  })
})

describe('what the limit of a step makes its runs wait', () => {
  it('is told of each, from when it was ready until a permit was free', async () => {
    const test = openLane({ concurrency: { a: 1 } })
    await test.add('a', 3)
    test.clock.now = 100
    await test.end()
    test.clock.now = 150
    await test.end()
    expect(test.limits).toEqual([undefined, { from: 0, ms: 100 }, { from: 0, ms: 150 }])
  })

  it('is nothing to the run that holds the last permit since it was accepted', async () => {
    const test = openLane({ concurrency: { a: 1 } })
    test.lane.reserve('a')
    test.clock.now = 50
    test.lane.resolveReservation('a', toRun('a'))
    test.lane.pump()
    expect([test.started, test.limits, test.lane.permitsOf('a')]).toEqual([['a'], [undefined], 1])
  })

  it('is nothing where slots are what is short', async () => {
    const test = openLane({ slots: 1, concurrency: { a: 9 } })
    await test.add('a', 3)
    test.clock.now = 100
    await test.end()
    await test.end()
    expect(test.limits).toEqual([undefined, undefined, undefined])
  })
})

describe('a reservation', () => {
  it('holds a slot, and becomes the run that was claimed with its insert', async () => {
    const test = openLane({ slots: 1 })
    expect(test.lane.reserve('a')).toBe(true)
    expect(test.lane.reserve('b')).toBe(false)
    test.lane.resolveReservation('a', toRun('a'))
    test.lane.pump()
    expect(test.started).toEqual(['a'])
    await test.end()
    expect(test.lane.permitsOf('a')).toBe(0)
  })

  it('is refused where something older may wait, so that nothing is overtaken', async () => {
    const test = openLane({ slots: 4, concurrency: { a: 1 } })
    await test.add('a', 3)
    expect(test.lane.reserve('a')).toBe(false)
    expect(test.lane.reserve('b')).toBe(true)
  })

  it('is refused by a lane that is closed', async () => {
    const { lane } = openLane()
    await lane.close()
    expect(lane.reserve('a')).toBe(false)
  })

  it('that came to nothing gives its slot back', async () => {
    const test = openLane({ slots: 1 })
    test.lane.reserve('a')
    test.lane.resolveReservation('a', undefined)
    await test.add('b', 1)
    expect(test.started).toEqual(['b'])
  })

  it('for each of a flood leaves the last slot to steps that hold none', async () => {
    const test = openLane({ slots: 10 })
    const reserved = Array.from({ length: 12 }, () => test.lane.reserve('flood')).filter(Boolean)
    for (const _ of reserved) test.lane.resolveReservation('flood', toRun('flood'))
    test.lane.pump()
    expect(count(test.started, 'flood')).toBe(9)
    await test.add('quiet', 1)
    expect(count(test.started, 'quiet')).toBe(1)
  })
})

describe('a claim', () => {
  it('that is under way does not hide what is queued meanwhile', async () => {
    const test = openLane({ slots: 4 })
    const release = test.holdClaims()
    test.lane.wake('a')
    test.lane.pump() // finds nothing
    test.queue.push(toRun('a'))
    test.lane.wake('a') // told before the claim's answer is
    release()
    await test.settle()
    test.lane.pump()
    await test.settle()
    expect(test.started).toEqual(['a'])
  })

  it('that fails is told, and made again', async () => {
    const test = openLane()
    const recover = test.failClaims(new Error('the store is away'))
    const unhandled = vi.fn()
    process.once('unhandledRejection', unhandled)
    test.lane.wake('a')
    test.lane.pump()
    await test.settle()
    test.lane.pump()
    await test.settle()
    expect(test.onError).toHaveBeenCalledOnce()
    expect(unhandled).not.toHaveBeenCalled()
    process.removeListener('unhandledRejection', unhandled)
    recover()
    test.clock.now = 1000
    await test.add('a', 1)
    expect(test.started).toEqual(['a'])
  })

  it('finds room while runs under way wait for calls and use no slot', async () => {
    const test = openLane({ slots: 2 })
    await test.add('caller', 20)
    // Each calls, and frees its slot for the next, until all callers wait for what nobody executes.
    for (let i = 0; i < 20; i++) {
      test.runtime.occupy(-1)
      await test.settle()
    }
    await test.add('callee', 1)
    expect(test.started).toContain('callee')
  })
})

it('a run whose end could not be settled frees its permit, and is told', async () => {
  const runtime = createScriptedRuntime({}, 1)
  const onError = vi.fn()
  const lane = new Lane({
    runtime,
    runs: { claim: async () => [] },
    now: () => 0,
    concurrencyOf: () => 1,
    isPaused: () => false,
    execute: () => Promise.reject(new Error('lost the store')),
    onError,
  })
  lane.open()
  lane.take(toRun('a'))
  lane.pump()
  await vi.waitFor(() =>
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'lost the store' })),
  )
  await vi.waitFor(() => expect(lane.permitsOf('a')).toBe(0))
})
