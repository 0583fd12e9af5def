import { describe, expect, it } from 'vitest'
import { toFailure } from './failure.ts'

describe('what was thrown becomes a readable failure', () => {
  it('with name, message, stack and code of an error', () => {
    const error = Object.assign(new TypeError('no'), { code: 'E_NO' })
    expect(toFailure(error)).toEqual({ name: 'TypeError', message: 'no', stack: error.stack, code: 'E_NO' })
  })

  it('with a code that is a number as text, and without one that is neither', () => {
    expect(toFailure(Object.assign(new Error(''), { code: 23505 })).code).toBe('23505')
    expect(toFailure(Object.assign(new Error(''), { code: {} }))).not.toHaveProperty('code')
  })

  it('from the plain object that an error is after it crossed a queue', () => {
    const plain = {
      name: 'PaymentError',
      message: 'card refused',
      stack: 'PaymentError: card refused\n at x',
    }
    expect(toFailure(plain)).toEqual(plain)
    expect(toFailure({ message: 'only that' })).toEqual({ name: 'Error', message: 'only that' })
  })

  it.each([
    ['a string', 'a string'],
    [undefined, 'undefined'],
    [null, 'null'],
    [0, '0'],
    [{ status: 3 }, '{"status":3}'],
    [7n, '7'],
    [Symbol('s'), 'Symbol(s)'],
  ])('from %s, which is no error', (thrown, words) => {
    expect(toFailure(thrown)).toEqual({
      name: 'NonError',
      message: `a value that is no Error was thrown: ${words}`,
    })
  })

  it('from an object that goes in circles', () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    expect(toFailure(circle).message).toContain('[object Object]')
  })

  it('from an error of another realm, and one whose name was taken away', () => {
    const foreign = { name: 'RangeError', message: 'far', stack: 'at far away' }
    expect(toFailure(foreign).name).toBe('RangeError')
    expect(toFailure(Object.assign(new Error('x'), { name: '' })).name).toBe('Error')
  })
})
