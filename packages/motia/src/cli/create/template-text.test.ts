import { expect, it } from 'vitest'
import { fillIn, selectParts } from './template-text.ts'

const facts = new Set(['api', 'npm'])

it('keeps the parts that are for the project, in every comment syntax, and drops the marks', () => {
  const text = [
    'always',
    '// #if api',
    'typescript',
    '// #endif',
    '  # #if npm',
    'yaml',
    '  # #endif',
    '<!-- #if jobs -->',
    'html',
    '<!-- #endif -->',
    '/* #if !jobs */',
    'css',
    '/* #endif */',
    '// #if jobs|npm',
    'either',
    '// #endif',
  ].join('\n')
  expect(selectParts(text, facts)).toBe('always\ntypescript\nyaml\ncss\neither')
})

it('drops a part within a part that is dropped', () => {
  expect(selectParts('a\n# #if jobs\nb\n# #if api\nc\n# #endif\n# #endif\nd', facts)).toBe('a\nd')
})

it('lets a condition on the first line decide over the whole file', () => {
  expect(selectParts('// #if api\nbody\n', facts)).toBe('body\n')
  expect(selectParts('// #if jobs\nbody\n', facts)).toBeUndefined()
})

it('takes all conditions on the first lines together', () => {
  expect(selectParts('# #if api\n# #if npm\nbody\n', facts)).toBe('body\n')
  expect(selectParts('# #if api\n# #if jobs\nbody\n', facts)).toBeUndefined()
})

it('throws at a part that never ends, or ends without having begun', () => {
  expect(() => selectParts('a\n# #if api\nb', facts)).toThrow('never ends')
  expect(() => selectParts('a\n# #endif', facts)).toThrow('never began')
})

it('fills words in, and knows no others', () => {
  expect(fillIn('# {{name}}, `{{name}}`', { name: 'shop' })).toBe('# shop, `shop`')
  expect(() => fillIn('{{nmae}}', { name: 'shop' })).toThrow('{{nmae}}')
})
