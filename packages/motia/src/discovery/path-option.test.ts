import { expect, it } from 'vitest'
import { checkPath } from './path-option.ts'

it.each([
  '/',
  '/a/b-c_d.e~f',
  '/a/:b',
  '/a/:b/c/:d',
  '/:a-:b',
  '/a/*',
  '/*',
  '/바나나/:이름',
  '/a/:b(\\d+)',
  '/a/:b([a-z]{2,3}?)/:c',
  '/a::b',
  '/a/[b]',
  '/a/:b.json',
  '/_motiaa',
])('a path may be %s', (path) => {
  expect(checkPath(path)).toEqual([])
})

it.each([
  ['a', 'must begin with "/"'],
  ['', 'must begin with "/"'],
  ['/a?b', 'holds a character that no path has: ?'],
  ['/a b', 'holds a character that no path has:  '],
  ['/a\u0000', 'holds a character that no path has: \u0000'],
  ['/a/*/b', 'has "*", the rest of a path, before its end'],
  ['/a/:b([', 'has a pattern that is none'],
  ['/a/:b([)', 'has a pattern that is none'],
  ['/a/:b()', 'has a pattern that is none'],
  ['/a/b)', 'has a pattern that is none'],
  ['/a/:', 'has a parameter without a name'],
  ['/a/:b/:b', 'has the parameter ":b" twice'],
  ['/:글/:글', 'has the parameter ":글" twice'],
  ['/_motia/health', "is Motia's own"],
])('a path is not %j', (path, message) => {
  expect(checkPath(path)).toMatchObject([{ message: expect.stringContaining(message) }])
})

it('a path is a text', () => {
  expect(checkPath(1)).toEqual([{ message: 'must be a text' }])
})
