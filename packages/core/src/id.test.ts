import { describe, expect, it } from 'vitest'
import { createIdSource } from './id.ts'

const zeros = (digits: number) => '0'.repeat(digits)

describe('an id', () => {
  it('is a UUIDv7 without its dashes: time, version and variant where RFC 9562 has them', () => {
    const id = createIdSource(() => 0x01_8f_12_34_56_78, zeros)()
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(id.slice(0, 12)).toBe('018f12345678')
    expect(id[12]).toBe('7')
    expect('89ab').toContain(id[16])
  })

  it('is larger than the one before it, also within one millisecond', () => {
    const newId = createIdSource(() => 1000, zeros)
    const ids = Array.from({ length: 10_000 }, newId)
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is larger than the one before it, also when the clock is set back', () => {
    const times = [5000, 5001, 3000, 3000, 5001, 5002]
    let i = 0
    const newId = createIdSource(() => times[i++] as number, zeros)
    const ids = times.map(newId)
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('asks for as many random digits as it uses', () => {
    const id = createIdSource(
      () => 1,
      (digits) => 'f'.repeat(digits),
    )()
    expect(id.endsWith(`8${'f'.repeat(15)}`)).toBe(true)
    expect(id).toHaveLength(32)
  })
})
