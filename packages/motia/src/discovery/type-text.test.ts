/** Types from schemas, as text. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toTypeText } from './type-text.ts'

function typeOf(schema: unknown): string {
  return toTypeText(schema, 'P').type
}

function typeOfZod(schema: z.ZodType): string {
  return typeOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
}

describe('toTypeText', () => {
  it.each([
    [z.string().min(2), 'string'],
    [z.int(), 'number'],
    [z.boolean().nullable(), 'boolean | null'],
    [z.any(), 'any'],
    [z.date(), 'any'],
    [z.never(), 'never'],
    [z.null(), 'null'],
    [z.enum(['user', 'ad"min']), '"user" | "ad\\"min"'],
    [z.literal([1, 'x', null]), '1 | "x" | null'],
    [z.array(z.union([z.string(), z.number()])), '(string | number)[]'],
    [z.tuple([z.string(), z.number()]), '[string, number]'],
    [z.tuple([z.string()]).rest(z.boolean()), '[string, ...boolean[]]'],
    [z.tuple([z.string(), z.number().optional()]), '[string, number?]'],
    [z.object({}), 'Record<string, any>'],
    [z.strictObject({}), 'Record<string, never>'],
    [
      z.object({ a: z.string(), 'b-c': z.number().optional() }),
      '{ "a": string; "b-c"?: number | undefined }',
    ],
    [
      z.object({ role: z.enum(['user', 'admin']).default('user') }),
      '{ "role"?: "user" | "admin" | undefined }',
    ],
    [z.looseObject({ a: z.string() }), '{ "a": string; [key: string]: any }'],
    [z.record(z.string(), z.number()), 'Record<string, number>'],
    [z.record(z.enum(['a', 'b']), z.number()), 'Record<"a" | "b", number>'],
    [z.partialRecord(z.enum(['a', 'b']), z.number()), 'Partial<Record<"a" | "b", number>>'],
    [
      z.discriminatedUnion('k', [
        z.object({ k: z.literal('a') }),
        z.object({ k: z.literal('b'), v: z.int() }),
      ]),
      '{ "k": "a" } | { "k": "b"; "v": number }',
    ],
    [z.object({ a: z.string().describe('who */ it\nis') }), '{ /** who *\\/ it is */ "a": string }'],
    [z.string().transform((text) => text.length), 'string'],
  ])('case %#', (schema, expected) => {
    expect(typeOfZod(schema)).toBe(expected)
  })

  it.each([
    [true, 'any'],
    [{}, 'any'],
    [{ type: 'strange' }, 'any'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'string', nullable: true }, 'string | null'],
    [{ type: 'array' }, 'any[]'],
    [{ type: 'array', items: [{ type: 'string' }], additionalItems: false }, '[string]'],
    [{ const: { a: [1] } }, '{"a":[1]}'],
    [{ properties: { a: { type: 'string' } }, required: ['a'] }, '{ "a": string }'],
    [
      { allOf: [{ properties: { a: {} } }, { anyOf: [{ type: 'string' }, { type: 'null' }] }] },
      '{ "a"?: any } & (string | null)',
    ],
    [
      { type: 'object', required: ['a'], properties: { a: { type: 'number', default: 1 } } },
      '{ "a"?: number | undefined }',
    ],
    [{ $ref: 'https://elsewhere' }, 'P_1'],
  ])('%j is %s', (schema, expected) => {
    expect(typeOf(schema)).toBe(expected)
  })

  it('declares what refers to itself', () => {
    const tree = z.object({
      name: z.string(),
      get children() {
        return z.array(tree)
      },
    })
    expect(
      toTypeText(z.toJSONSchema(z.object({ tree, other: tree.optional() }), { io: 'input' }), 'P'),
    ).toEqual({
      type: '{ "tree": P_1; "other"?: P_1 | undefined }',
      declarations: ['type P_1 = { "name": string; "children": P_1[] }'],
    })
    expect(toTypeText(z.toJSONSchema(tree), 'P')).toEqual({
      type: 'P',
      declarations: ['type P = { "name": string; "children": P[] }'],
    })
  })
})
