import type { JsonSchema } from '@motia/core/json-schema'
import { describe, expect, it } from 'vitest'
import { checkInput } from './input-check.ts'
import { compileJsonSchema } from './json-schema.ts'

function issuesOf(schema: JsonSchema, value: unknown): string[] {
  const result = checkInput(schema, value, 'json') as { issues?: { path: string; message: string }[] }
  return (result.issues ?? []).map(({ path, message }) => `${path || '(root)'} ${message}`)
}

describe('JSON Schema', () => {
  it.each<[JsonSchema, unknown, string[]]>([
    [{ type: 'integer' }, 1.5, ['(root) must be an integer; it is 1.5']],
    [{ type: 'integer' }, true, ['(root) must be an integer; it is a boolean']],
    [{ type: ['string', 'null'] }, 1, ['(root) must be a string or null; it is a number']],
    [{ type: 'number' }, null, ['(root) must be a number; it is null']],
    [{ required: ['a', 'b/c'] }, {}, ['a is required', 'b/c is required']],
    [
      { properties: { 'a/b~': { type: 'string' } } },
      { 'a/b~': 1 },
      ['a/b~ must be a string; it is a number'],
    ],
    [{ additionalProperties: false }, { x: 1 }, ['x is not allowed']],
    [{ properties: { x: false } }, { x: 1 }, ['x is not allowed']],
    [{ enum: ['a', 1] }, 'b', ['(root) must be one of "a", 1; it is "b"']],
    [{ const: null }, 0, ['(root) must be null; it is 0']],
    [{ format: 'email' }, 'x', ['(root) must match the format email; it is "x"']],
    [{ format: 'date-time' }, '2026-02-30T00:00:00Z', [expect.stringContaining('date-time')]],
    [{ pattern: '^a' }, 'b', ['(root) must match the pattern ^a; it is "b"']],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, true, ['(root) must be a string or a number']],
    [{ oneOf: [{}, { type: 'number' }] }, 1, ['(root) must match exactly one of 2 forms; it matches 2']],
    [{ prefixItems: [{ type: 'string' }] }, [1], ['0 must be a string; it is a number']],
    [
      {
        $ref: '#/$defs/node',
        $defs: { node: { properties: { next: { $ref: '#/$defs/node' } }, type: 'object' } },
      },
      { next: { next: 1 } },
      ['next.next must be an object; it is a number'],
    ],
  ])('%j refuses %j', (schema, value, issues) => {
    expect(issuesOf(schema, value)).toEqual(issues)
  })

  it('takes drafts 7 and 2019-09 where it says so, and no other', () => {
    const tuple = { items: [{ type: 'string' }], additionalItems: false }
    for (const $schema of [
      'http://json-schema.org/draft-07/schema#',
      'https://json-schema.org/draft/2019-09/schema',
    ]) {
      expect(issuesOf({ $schema, ...tuple }, ['a', 1])).toHaveLength(1)
    }
    expect(() => compileJsonSchema({ $schema: 'http://json-schema.org/draft-03/schema#' })).toThrow('$schema')
  })

  it('fills defaults into a copy, also of a value that it is given again', () => {
    const schema = {
      properties: {
        n: { type: 'integer', default: 1 },
        list: { items: { properties: { a: { default: 'x' } } } },
      },
    }
    const given = { list: [{}] }
    const filled = { value: { n: 1, list: [{ a: 'x' }] } }
    expect([checkInput(schema, given, 'json'), checkInput(schema, given, 'json')]).toEqual([filled, filled])
    expect(given).toEqual({ list: [{}] })
  })

  it('knows itself by its $id, also if another has the same', () => {
    for (const name of ['next', 'parent']) {
      const node = {
        $id: 'node',
        type: 'object',
        properties: { [name]: { $ref: 'node' }, at: { type: 'number' } },
      } as const
      const { check } = compileJsonSchema(node)
      expect(check({ [name]: { at: 1 } })).toHaveProperty('value')
      expect(check({ [name]: { [name]: { at: 'x' } } })).toMatchObject({
        issues: [{ path: `${name}.${name}.at` }],
      })
    }
  })

  it('knows two schemas of one $id apart', () => {
    const number = { $id: 'https://example.com/a', type: 'number' }
    const text = { $id: 'https://example.com/a', type: 'string' }
    expect([issuesOf(number, 1), issuesOf(text, 'a'), issuesOf(text, 1)]).toEqual([
      [],
      [],
      [expect.any(String)],
    ])
  })

  it('tells what is no keyword, and takes those that people add', () => {
    const schema = { type: 'object', propertys: {}, 'x-own': 1, example: {}, format: 'own' }
    expect(compileJsonSchema(schema).unknownKeywords).toEqual(['propertys', 'x-own'])
    expect(compileJsonSchema({ anyOf: [{ default: 1 }, { type: 'number' }] }).unknownKeywords).toEqual([])
  })

  it.each([[{ type: 'strin' }], [{ $ref: '#/nowhere' }], [{ pattern: '(' }], [{ required: 'a' }]])(
    'makes no sense as %j',
    (schema) => {
      expect(() => compileJsonSchema(schema as JsonSchema)).toThrow()
    },
  )
})

describe('a part that came as texts', () => {
  const schema = {
    type: 'object',
    properties: {
      page: { type: 'integer', default: 1 },
      ratio: { type: ['number', 'null'] },
      all: { type: 'boolean' },
      ids: { type: 'array', items: { type: 'integer' } },
      name: { type: 'string' },
      size: { enum: [1, 2] },
      either: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
      far: { $ref: '#/$defs/n' },
      text: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    },
    $defs: { n: { type: 'integer' } },
  }

  it('is read as the numbers, booleans and lists that are asked for', () => {
    const texts = {
      page: '2',
      ratio: '.5',
      all: 'TRUE',
      ids: '7',
      name: '8',
      size: '2',
      either: 'false',
      far: '9',
      text: '5',
      other: '1',
    }
    expect(checkInput(schema, texts, 'texts')).toEqual({
      value: {
        page: 2,
        ratio: 0.5,
        all: true,
        ids: [7],
        name: '8',
        size: 2,
        either: false,
        far: 9,
        text: '5',
        other: '1',
      },
    })
    expect(checkInput(schema, { ids: ['1', '2'] }, 'texts')).toEqual({ value: { page: 1, ids: [1, 2] } })
  })

  it('is refused where a text is none of them', () => {
    const result = checkInput(
      schema,
      { page: '1e3', ratio: 'Infinity', all: 'perhaps', ids: ['x'], size: '0x1' },
      'texts',
    )
    const { issues } = result as unknown as { issues: { path: string }[] }
    expect(issues.map(({ path }) => path).sort()).toEqual(['all', 'ids.0', 'page', 'ratio', 'size'])
  })
})
