import { expect, it } from 'vitest'
import { toFieldTexts, withWords } from './log-fields.ts'

it('tells each field, and how to search for its value', () => {
  expect(toFieldTexts({ userId: 'u1', amount: 12, gone: undefined })).toEqual([
    { name: 'userId', text: 'u1', words: 'userId=u1' },
    { name: 'amount', text: '12', words: 'amount=12' },
  ])
})

it('searches for the words of a value that has several, or parts', () => {
  const [note, items] = toFieldTexts({ note: 'at the\ndoor', items: [{ sku: 'a1' }] })
  expect(note).toEqual({ name: 'note', text: 'at the door', words: 'at the door' })
  expect(items).toMatchObject({ text: '[{"sku":"a1"}]', words: 'sku a1' })
})

it('cuts a value that is long', () => {
  expect(toFieldTexts({ long: 'x'.repeat(500) })[0]?.text).toHaveLength(121)
})

it('adds words to a search once', () => {
  expect(withWords('slow', 'userId=u1')).toBe('slow userId=u1')
  expect(withWords('slow userId=u1', 'userId=u1')).toBe('slow userId=u1')
  expect(withWords(undefined, 'a b')).toBe('a b')
})
