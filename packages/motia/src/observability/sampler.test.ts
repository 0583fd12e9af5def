import { describe, expect, it } from 'vitest'
import { createSampler, type Sampler } from './sampler.ts'

/** How many of `count` spans spread over second `second` are admitted. */
function admitted(
  sampler: Sampler,
  stepId: string,
  second: number,
  count: number,
  span: { durationMs?: number; failed?: boolean } = {},
): number {
  let sum = 0
  for (let i = 0; i < count; i++) {
    const now = second * 1000 + (i * 1000) / count
    if (sampler.admits(stepId, now, span.durationMs ?? 1, span.failed ?? false)) sum++
  }
  return sum
}

describe('the sampler', () => {
  it('records everything at an ordinary rate', () => {
    const sampler = createSampler()
    for (let second = 0; second < 5; second++) expect(admitted(sampler, 'a', second, 50)).toBe(50)
  })

  it('records the first of each second and one in k beyond', () => {
    const sampler = createSampler({ perSecond: 50, keepOneIn: 100 })
    expect(admitted(sampler, 'a', 0, 10_050)).toBe(50 + 100)
    expect(admitted(sampler, 'a', 1, 10_050)).toBe(50 + 100)
  })

  it('shares the budget evenly among busy steps', () => {
    const sampler = createSampler({ perSecond: 50, keepOneIn: 1e9 })
    for (let round = 0; round < 100; round++) for (const id of ['a', 'b']) sampler.admits(id, round, 1, false)
    const counts = { a: 0, b: 0 }
    for (let round = 0; round < 100; round++)
      for (const id of ['a', 'b'] as const) if (sampler.admits(id, 1000 + round, 1, false)) counts[id]++
    expect(counts).toEqual({ a: 25, b: 25 })
  })

  it('leaves a quiet step its span although another floods', () => {
    const sampler = createSampler({ keepOneIn: 1e9 })
    admitted(sampler, 'flood', 0, 5000)
    expect(sampler.admits('quiet', 999, 1, false)).toBe(true)
  })

  it('stays bounded when many steps wake up in the same second', () => {
    const sampler = createSampler({ perSecond: 50, keepOneIn: 1e9 })
    let sum = 0
    for (let step = 0; step < 40; step++) sum += admitted(sampler, `s${step}`, 0, 100)
    expect(sum).toBeLessThan(50 * 5)
  })

  it('records every failure, and none of them at the expense of what succeeded', () => {
    const sampler = createSampler({ perSecond: 50, keepOneIn: 1e9 })
    expect(admitted(sampler, 'a', 0, 100_000, { failed: true })).toBe(100_000)
    expect(admitted(sampler, 'a', 0, 1000)).toBe(50)
    expect(admitted(sampler, 'a', 0, 1000, { failed: true })).toBe(1000)
  })

  it('records all that takes ten times the mean, once it knows the mean', () => {
    const sampler = createSampler({ keepOneIn: 1e9 })
    admitted(sampler, 'a', 0, 1000, { durationMs: 2 })
    expect(sampler.admits('a', 0, 19, false)).toBe(false)
    let slow = 0
    for (let i = 0; i < 10_000; i++) {
      if (i % 50 !== 0) sampler.admits('a', 0, 2, false)
      else if (sampler.admits('a', 0, 60, false)) slow++
    }
    expect(slow).toBe(200)
  })

  it('takes a step that has become slow as a whole for what is usual, after a while', () => {
    const sampler = createSampler({ keepOneIn: 1e9 })
    admitted(sampler, 'a', 0, 1000, { durationMs: 2 })
    expect(admitted(sampler, 'a', 0, 10_000, { durationMs: 500 })).toBeLessThan(20)
  })

  it('does not call slow what nobody has to wait for', () => {
    const sampler = createSampler({ keepOneIn: 1e9 })
    admitted(sampler, 'a', 0, 1000, { durationMs: 0.1 })
    expect(sampler.admits('a', 0, 9, false)).toBe(false)
    expect(sampler.admits('a', 0, 11, false)).toBe(true)
  })

  it('takes a clock that goes backwards', () => {
    const sampler = createSampler({ keepOneIn: 1e9 })
    admitted(sampler, 'a', 100, 1000)
    expect(admitted(sampler, 'a', 99, 1000)).toBe(50)
  })
})
