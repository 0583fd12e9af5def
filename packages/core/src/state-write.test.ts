import { describe, expect, it } from 'vitest'
import type { StateWrite } from './effect.ts'
import { applyWrite } from './state-write.ts'

const at = { group: 'g', key: 'k' }
const increment = (by: number): StateWrite => ({ op: 'increment', ...at, by })
const append = (value: string): StateWrite => ({ op: 'append', ...at, value })
const patch = (value: string): StateWrite => ({ op: 'patch', ...at, value })

describe('a write', () => {
  it('sets a value whatever was there, and takes it away again', () => {
    expect(applyWrite('[1]', { op: 'set', ...at, value: '{"a":1}' })).toBe('{"a":1}')
    expect(applyWrite('1', { op: 'delete', ...at })).toBeUndefined()
    expect(applyWrite(undefined, { op: 'delete', ...at })).toBeUndefined()
    expect(applyWrite('1', { op: 'clear', group: 'g' })).toBeUndefined()
  })

  it('increments a number, from 0 if there is none, also downwards and by parts', () => {
    expect(applyWrite(undefined, increment(2))).toBe('2')
    expect(applyWrite('40', increment(2))).toBe('42')
    expect(applyWrite('1', increment(-3))).toBe('-2')
    expect(applyWrite('0.5', increment(0.25))).toBe('0.75')
  })

  it('appends to a list, made if there is none', () => {
    expect(applyWrite(undefined, append('{"a":1}'))).toBe('[{"a":1}]')
    expect(applyWrite('[]', append('1'))).toBe('[1]')
    expect(applyWrite('[1,[2]]', append('"]"'))).toBe('[1,[2],"]"]')
    expect(applyWrite('["]"]', append('[]'))).toBe('["]",[]]')
  })

  it('patches an object key by key, made if there is none', () => {
    expect(applyWrite(undefined, patch('{"a":1}'))).toBe('{"a":1}')
    expect(applyWrite('{"a":1,"b":{"c":2}}', patch('{"b":{"d":3},"e":null}'))).toBe(
      '{"a":1,"b":{"d":3},"e":null}',
    )
  })

  it('patches no prototype', () => {
    const patched = applyWrite('{"a":1}', patch('{"__proto__":{"admin":true}}')) as string
    expect(patched).toBe('{"a":1}')
  })

  it.each([
    ['null', increment(1), 'increment of g/k needs a number there'],
    ['"1"', increment(1), 'increment of g/k needs a number there'],
    ['{}', append('1'), 'append of g/k needs an array there'],
    ['null', append('1'), 'append of g/k needs an array there'],
    ['[1]', patch('{}'), 'patch of g/k needs an object there'],
    ['null', patch('{}'), 'patch of g/k needs an object there'],
    ['"text"', patch('{}'), 'patch of g/k needs an object there'],
  ])('refuses a value of another kind: %s', (current, write, message) => {
    expect(() => applyWrite(current, write)).toThrow(message)
  })
})
