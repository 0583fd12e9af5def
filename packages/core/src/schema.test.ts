import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isStandardSchema, type StandardSchema, toResponseSchemas, validate } from './schema.ts'

const Order = z.object({
  name: z.string().min(2),
  items: z.array(z.object({ quantity: z.number().min(1) })),
  role: z.enum(['user', 'admin']).default('user'),
})

describe('validation', () => {
  it('gives the parsed value at once: defaults filled, unknown keys gone', () => {
    expect(validate(Order, { name: '홍길동', items: [], other: 1 })).toEqual({
      value: { name: '홍길동', items: [], role: 'user' },
    })
  })

  it('names everything that is wrong by its dotted path', () => {
    const result = validate(Order, { name: 'x', items: [{ quantity: 0 }, { quantity: 2 }, {}], role: 'root' })
    expect(result).not.toBeInstanceOf(Promise)
    const { issues } = result as { issues: { path: string; message: string }[] }
    expect(issues.map((issue) => issue.path)).toEqual([
      'name',
      'items.0.quantity',
      'items.2.quantity',
      'role',
    ])
    for (const issue of issues) expect(issue.message).not.toBe('')
  })

  it('names the whole by no path', () => {
    expect(validate(Order, undefined)).toMatchObject({ issues: [{ path: '' }] })
  })

  it('waits for a schema that asks elsewhere', async () => {
    const Free = z.string().refine(async (name) => name !== 'taken', 'is taken')
    expect(await validate(Free, 'free')).toEqual({ value: 'free' })
    expect(await validate(Free, 'taken')).toEqual({ issues: [{ path: '', message: 'is taken' }] })
  })

  it('takes paths of other libraries: segments as objects, symbols, none', () => {
    const other = (path: unknown): StandardSchema =>
      ({
        '~standard': { version: 1, vendor: 'x', validate: () => ({ issues: [{ message: 'no', path }] }) },
      }) as StandardSchema
    expect(validate(other([{ key: 'a' }, 1, Symbol('s')]), 0)).toMatchObject({
      issues: [{ path: 'a.1.Symbol(s)' }],
    })
    expect(validate(other(undefined), 0)).toMatchObject({ issues: [{ path: '' }] })
  })

  it('waits for any thenable, not only for a Promise of this realm', async () => {
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what this is about
    const thenable = { then: (resolve: (result: unknown) => void) => resolve({ value: 7 }) }
    const schema = {
      '~standard': { version: 1, vendor: 'x', validate: () => thenable },
    } as unknown as StandardSchema
    expect(await validate(schema, 0)).toEqual({ value: 7 })
  })
})

describe('a schema', () => {
  it('is of the standard if it implements it, functions included', () => {
    const callable = Object.assign(() => 0, {
      '~standard': { version: 1, vendor: 'arktype', validate: () => 0 },
    })
    expect([Order, callable].map(isStandardSchema)).toEqual([true, true])
    const others = [undefined, null, 1, {}, { '~standard': {} }, { type: 'object' }, { body: Order }]
    expect(others.map(isStandardSchema)).not.toContain(true)
  })

  it('of an answer is that of a 200, unless it is by status', () => {
    expect(toResponseSchemas(undefined)).toEqual({})
    expect(toResponseSchemas(Order)).toEqual({ 200: Order })
    expect(toResponseSchemas({ type: 'object' })).toEqual({ 200: { type: 'object' } })
    expect(toResponseSchemas({ 201: Order, 404: { type: 'null' } })).toEqual({
      201: Order,
      404: { type: 'null' },
    })
  })
})
