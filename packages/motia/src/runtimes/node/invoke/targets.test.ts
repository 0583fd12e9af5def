import { expect, it } from 'vitest'
import { createTargetBook } from './targets.ts'

it('nothing is known before the app has told', () => {
  const book = createTargetBook()
  expect([book.stepsOf('a'), book.isTopic('a'), [...book.targets()], book.strict]).toEqual([
    [],
    false,
    [],
    false,
  ])
})

it('an id is no topic, also when others subscribe to it; everything else that is known is one', () => {
  const book = createTargetBook()
  book.replace({ a: ['a'], hook: ['hook', 'b'], 'order.created': ['a', 'b'] }, true)
  expect(['a', 'hook', 'order.created', 'unknown'].map(book.isTopic)).toEqual([false, false, true, false])
  expect(book.stepsOf('hook')).toEqual(['hook', 'b'])
  expect(book.strict).toBe(true)
})

it('what an object inherits is no target', () => {
  const book = createTargetBook()
  book.replace({ a: ['a'] }, false)
  expect(['constructor', 'toString', '__proto__'].flatMap((name) => book.stepsOf(name))).toEqual([])
})

it('is replaced whole', () => {
  const book = createTargetBook()
  book.replace({ a: ['a'] }, true)
  book.replace({ b: ['b'] }, false)
  expect([...book.targets()]).toEqual(['b'])
  expect(book.strict).toBe(false)
})
