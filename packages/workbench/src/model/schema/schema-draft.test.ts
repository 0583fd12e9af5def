import { expect, it } from 'vitest'
import { isWhole, toDraft, toEditorText, withBroken, withoutBrokenIn } from './schema-draft.ts'

it('is whole until a text is no JSON, and again once that is mended', () => {
  const broken = withBroken(toDraft({ a: 1 }), 'meta', '{')
  expect(isWhole(broken)).toBe(false)
  expect(isWhole(withBroken(broken, 'meta', undefined))).toBe(true)
})

it('forgets the texts of a part that is gone, and only those', () => {
  const paths = ['items', 'items[1].meta', 'itemsTotal', 'other']
  const draft = paths.reduce((each, path) => withBroken(each, path, '{'), toDraft(1))
  expect(Object.keys(withoutBrokenIn(draft, 'items').broken)).toEqual(['itemsTotal', 'other'])
  expect(withoutBrokenIn(draft, '').broken).toEqual({})
})

it('leaves a text as it was typed while it means the value', () => {
  expect(toEditorText('{"b":2,"a":1}', { a: 1, b: 2 })).toBe('{"b":2,"a":1}')
  expect(toEditorText('{"a":1}', { a: 2 })).toBe('{\n  "a": 2\n}')
  expect(toEditorText('', undefined)).toBe('')
})
