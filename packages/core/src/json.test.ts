import { describe, expect, it } from 'vitest'
import { decodeJson, encodeJson } from './json.ts'

const WHAT = 'payload of send-email'
const encode = (value: unknown) => encodeJson(value, WHAT)
const nested = (levels: number) => {
  let value: unknown[] = []
  for (let level = 1; level < levels; level++) value = [value]
  return value
}
const thrownBy = (value: unknown) => {
  try {
    encode(value)
  } catch (error) {
    return error as { code?: string; message: string }
  }
  return undefined
}

describe('a payload', () => {
  it.each([
    [undefined, 'null'],
    [null, 'null'],
    [0, '0'],
    ['', '""'],
    [false, 'false'],
    [Number.NaN, 'null'],
    ['홍길동 😀', '"홍길동 😀"'],
    [[1, undefined, 2], '[1,null,2]'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [new Date(Number.NaN), 'null'],
    [new Map([[1, 2]]), '{}'],
    ['\ud800', '"\\ud800"'],
  ])('%j has JSON semantics', (value, json) => {
    expect(encode(value)).toBe(json)
  })

  it('comes back as it went in', () => {
    const value = { list: [{ n: 1.5, t: 'ü' }, [], {}], nothing: null, no: false }
    expect(decodeJson(encode(value))).toEqual(value)
  })

  it('may be 500 levels deep', () => {
    expect(encode(nested(500))).toBe('['.repeat(500) + ']'.repeat(500))
    for (const levels of [501, 20_000])
      expect(thrownBy(nested(levels))).toMatchObject({
        code: 'MOTIA_PAYLOAD',
        message: expect.stringContaining('holds more than 500 levels at 0.0.0.0.0.0.0.0…'),
      })
  })

  it('may hold the same object twice, side by side', () => {
    const item = { a: 1 }
    expect(encode({ x: item, y: [item, item] })).toBe('{"x":{"a":1},"y":[{"a":1},{"a":1}]}')
  })

  it('carries errors as failures, wherever they are', () => {
    const error = Object.assign(new TypeError('no'), { code: 'E1', stack: 'TypeError: no' })
    const plain = { name: 'TypeError', message: 'no', stack: 'TypeError: no', code: 'E1' }
    expect(decodeJson(encode(error))).toEqual(plain)
    expect(decodeJson(encode({ stepId: 's', error, deep: [{ error }], at: new Date(0) }))).toEqual({
      stepId: 's',
      error: plain,
      deep: [{ error: plain }],
      at: '1970-01-01T00:00:00.000Z',
    })
  })

  it('lets objects say what they are by toJSON, next to an error too', () => {
    const money = { toJSON: () => ({ amount: 3 }), secret: () => 1 }
    expect(encode({ money })).toBe('{"money":{"amount":3}}')
    const both = decodeJson(encode({ money, error: new Error('x') })) as { money: unknown; error: unknown }
    expect(both).toMatchObject({ money: { amount: 3 }, error: { message: 'x' } })
  })

  it('asks an object once what it is, like JSON.stringify', () => {
    class Point {
      x = 1
      toJSON() {
        return this
      }
    }
    expect(encode({ at: new Point() })).toBe('{"at":{"x":1}}')
    const proto = { toJSON: () => null }
    expect(encode({ nothing: Object.create(proto), list: { toJSON: () => [1, [2]] } })).toBe(
      '{"nothing":null,"list":[1,[2]]}',
    )
  })

  it('carries the errors that a toJSON gives', () => {
    const report = { toJSON: () => ({ cause: new RangeError('far') }) }
    expect(decodeJson(encode({ report }))).toMatchObject({ report: { cause: { message: 'far' } } })
  })
})

describe('what JSON cannot carry is refused with its path', () => {
  const circle: { items: unknown[] } = { items: [] }
  circle.items.push({ parent: circle })

  it.each([
    [1n, 'a BigInt', 'its root'],
    [{ items: [{ id: 1n }] }, 'a BigInt', 'items.0.id'],
    [[[1n]], 'a BigInt', '0.0'],
    [() => 1, 'a function', 'its root'],
    [{ a: { on: () => 1 } }, 'a function', 'a.on'],
    [{ a: Symbol('x') }, 'a symbol', 'a'],
    [circle, 'a cycle', 'items.0.parent'],
    [{ error: new Error('x'), n: 1n }, 'a BigInt', 'n'],
    [{ price: { toJSON: () => ({ cents: 5n }) } }, 'a BigInt', 'price.cents'],
  ])('case %#: %s', (value, kind, path) => {
    const error = thrownBy(value)
    expect(error?.message).toBe(`the ${WHAT} holds ${kind} at ${path}, which JSON cannot carry`)
    expect(error?.code).toBe('MOTIA_PAYLOAD')
  })
})

describe('text from outside', () => {
  it.each([
    '{"a":{"__proto__":{"admin":true},"b":1}}',
    '{"a":{"\\u005f_proto__":{"admin":true},"b":1}}',
    '{"a":{"\\u005F\\u005f\\u0070roto__":{"admin":true},"b":1}}',
  ])('loses keys that would poison prototypes: %s', (text) => {
    const { a } = decodeJson(text) as { a: object }
    expect(Object.keys(a)).toEqual(['b'])
    expect(Object.assign({}, a)).not.toHaveProperty('admin')
  })

  it('keeps such words in values', () => {
    expect(decodeJson('{"a":"__proto__","b":"\\u005f"}')).toEqual({ a: '__proto__', b: '_' })
  })

  it('throws where it is no JSON', () => {
    expect(() => decodeJson('{')).toThrow(SyntaxError)
  })
})

it('four megabytes of ids are carried', () => {
  const userIds = Array.from({ length: 100_000 }, (_, i) => `user-${i}-${'x'.repeat(30)}`)
  expect(decodeJson(encode({ userIds }))).toEqual({ userIds })
})
