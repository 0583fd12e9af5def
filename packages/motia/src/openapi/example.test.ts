import { describe, expect, it } from 'vitest'
import { makeExample } from './example.ts'

describe('an example', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'email' }, 'user@example.com'],
    [{ type: 'string', format: 'uuid' }, '3f2b8c1e-5d4a-4f6b-9c7d-1a2b3c4d5e6f'],
    [{ type: 'string', format: 'date-time' }, '2026-01-01T09:00:00Z'],
    [{ type: 'string', minLength: 6 }, 'textxx'],
    [{ type: 'string', maxLength: 2 }, 'te'],
    [{ type: 'integer' }, 1],
    [{ type: 'integer', minimum: 10 }, 10],
    [{ type: 'integer', exclusiveMinimum: 10 }, 11],
    [{ type: 'integer', maximum: -5 }, -5],
    [{ type: 'integer', minimum: 3, multipleOf: 5 }, 5],
    [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5],
    [{ type: 'boolean' }, true],
    [{ type: 'null' }, null],
    [{ type: ['null', 'string'] }, 'text'],
    [{ enum: ['small', 'large'] }, 'small'],
    [{ const: 7 }, 7],
    [{ type: 'string', default: 'said' }, 'said'],
    [{ type: 'string', examples: ['shown'] }, 'shown'],
    [{ type: 'array', items: { type: 'integer' } }, [1]],
    [{ type: 'array', items: { type: 'integer' }, minItems: 2 }, [1, 1]],
    [{ type: 'array' }, []],
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }] }, ['text', 1]],
    [{ anyOf: [{ type: 'null' }, { type: 'string' }] }, 'text'],
    [{ oneOf: [{ const: 'a' }, { const: 'b' }] }, 'a'],
    [{ allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { const: 2 } } }] }, { a: 1, b: 2 }],
    [true, undefined],
    [undefined, undefined],
    [{}, undefined],
    [{ $ref: 'https://example.com/other.json' }, undefined],
    [{ $ref: '#/__proto__/x' }, undefined],
  ])('of %j is %j', (schema, expected) => {
    expect(makeExample(schema)).toEqual(expected)
  })

  it('follows references within the document, and ends where they go in circles', () => {
    const node = { type: 'object', properties: { name: { type: 'string' }, next: { $ref: '#/$defs/node' } } }
    const made = makeExample({ $ref: '#/$defs/node', $defs: { node } })
    expect(made).toMatchObject({ name: 'text', next: { name: 'text' } })
    expect(JSON.stringify(made).length).toBeLessThan(500)
  })

  it('of an object has what is known, and null for what is wanted and unknown', () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, any: {}, other: {} },
      required: ['name', 'any'],
    }
    expect(makeExample(schema)).toEqual({ name: 'text', any: null })
  })
})
