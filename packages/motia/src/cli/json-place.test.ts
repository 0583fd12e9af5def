import { describe, expect, it } from 'vitest'
import { findJsonFault, showJsonFault } from './json-place.ts'

describe('the place where JSON goes wrong', () => {
  it.each(['null', ' {"a":[1,-2.5e3,"x\\n\\u00e9"],"b":{}} ', '[]', '"홍길동"', 'true', '0'])(
    'is nowhere in %s',
    (text) => {
      expect(JSON.parse(text)).toBeDefined()
      expect(findJsonFault(text)).toBeUndefined()
    },
  )

  it.each([
    ['{name:"x"}', 1, 2, 'a name in double quotes'],
    ["{'name':1}", 1, 2, 'a name in double quotes'],
    ['{"a":1,}', 1, 8, 'a name in double quotes'],
    ['[1 2]', 1, 4, ', or ]'],
    ['{"a" 1}', 1, 6, ':'],
    ['', 1, 1, 'a value'],
    ['{"a":', 1, 6, 'a value'],
    ['{}}', 1, 3, 'the end'],
    ['01', 1, 2, 'the end'],
    ['{\n  "a": "open\n}', 2, 8, 'a string that ends with "'],
    ['undefined', 1, 1, 'a value'],
  ])('%j: line %d, column %d', (text, line, column, expected) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(findJsonFault(text)).toEqual({ line, column, expected })
  })

  it('is shown in its line, also of a long one', () => {
    const fault = { line: 2, column: 5, expected: '' }
    expect(showJsonFault('{\n  "a\n}', fault, 80)).toBe('  "a\n    ^')
    const long = `[${'1,'.repeat(100)}x]`
    const shown = showJsonFault(long, { line: 1, column: 202, expected: '' }, 20).split('\n')
    expect(shown[0]?.[(shown[1]?.length ?? 0) - 1]).toBe('x')
  })
})
