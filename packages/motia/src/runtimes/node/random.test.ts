import { expect, it } from 'vitest'
import { randomHex } from './random.ts'

it('gives as many hex digits as asked for, never the same', () => {
  const texts = Array.from({ length: 5000 }, () => randomHex(15))
  for (const text of texts) expect(text).toMatch(/^[0-9a-f]{15}$/)
  expect(new Set(texts).size).toBe(texts.length)
})

it('gives none for none, and any number across the end of its pool', () => {
  expect(randomHex(0)).toBe('')
  for (let digits = 1; digits < 64; digits++) expect(randomHex(digits)).toHaveLength(digits)
})
