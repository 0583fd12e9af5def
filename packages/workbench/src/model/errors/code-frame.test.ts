import { expect, it } from 'vitest'
import { markColumn } from './code-frame.ts'

it('means the word that begins at the column', () => {
  expect(markColumn('  throw new Error(x)', 9)).toEqual(['  throw ', 'new', ' Error(x)'])
})

it('means one character where no word begins', () => {
  expect(markColumn('a = (b;', 7)).toEqual(['a = (b', ';', ''])
})

it('means the end where something is missing', () => {
  expect(markColumn('a = (b', 40)).toEqual(['a = (b', ' ', ''])
})

it('means nothing without a column', () => {
  expect(markColumn('a', undefined)).toBeUndefined()
  expect(markColumn('a', 0)).toBeUndefined()
})
