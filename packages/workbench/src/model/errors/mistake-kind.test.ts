import { expect, it } from 'vitest'
import { toMistakeKind } from './mistake-kind.ts'

it.each([
  ['syntax error: Unexpected token', 'syntax'],
  ['cannot find "./price.ts"; did you mean "./prices.ts"?', 'import'],
  ['could not be loaded: boom', 'loading'],
  ['to names "chekc", which is no id and no topic; did you mean "check"?', 'target'],
  ['the python worker could not be started', 'runtime'],
  ['id is missing', 'definition'],
])('tells what kind of mistake “%s” is', (message, kind) => {
  expect(toMistakeKind({ message })).toBe(kind)
})
