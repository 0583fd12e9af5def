import { expect, it } from 'vitest'
import { toSchemaField } from './schema.ts'
import { checkSchema, nearestVariant } from './schema-check.ts'
import { toSchemaRows } from './schema-rows.ts'
import { toExample } from './schema-value.ts'

const ORDER = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    email: { type: 'string', format: 'email', description: 'Where the receipt goes.' },
    items: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          sku: { type: 'string', minLength: 3, maxLength: 8 },
          quantity: { type: 'integer', exclusiveMinimum: 0, maximum: 9_007_199_254_740_991 },
        },
        required: ['sku', 'quantity'],
      },
    },
    express: { type: 'boolean' },
    channel: { enum: ['web', 'shop'], default: 'web' },
  },
  required: ['email', 'items'],
  additionalProperties: false,
}

const order = toSchemaField(ORDER)
const faults = (schema: unknown, value: unknown) =>
  checkSchema(toSchemaField(schema), value).map(({ path, fault }) => `${path} ${fault.kind}`)

it('reads objects, lists, texts, numbers and choices', () => {
  expect(order).toMatchObject({
    kind: 'object',
    isClosed: true,
    properties: [
      { name: 'email', isRequired: true, field: { kind: 'text', format: 'email' } },
      { name: 'items', field: { kind: 'list', minItems: 1, item: { kind: 'object' } } },
      { name: 'express', isRequired: false, field: { kind: 'flag' } },
      { name: 'channel', field: { kind: 'choice', options: ['web', 'shop'], fallback: 'web' } },
    ],
  })
})

it('takes null for a mark of the field, however it is written', () => {
  const text = { kind: 'text', isNullable: true }
  expect(toSchemaField({ type: ['string', 'null'] })).toMatchObject(text)
  expect(toSchemaField({ anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Name' })).toMatchObject({
    ...text,
    title: 'Name',
  })
  expect(toSchemaField({ type: 'string', nullable: true })).toMatchObject(text)
  expect(toSchemaField({ enum: ['a', null] })).toMatchObject({
    kind: 'choice',
    isNullable: true,
    options: ['a'],
  })
})

it('offers variants by title, constant or type', () => {
  const field = toSchemaField({
    oneOf: [
      { type: 'object', properties: { by: { const: 'card' }, number: { type: 'string' } }, required: ['by'] },
      { type: 'object', title: 'Cash', properties: { by: { const: 'cash' } }, required: ['by'] },
      { type: 'integer' },
    ],
  })
  expect(field).toMatchObject({
    kind: 'variant',
    variants: [{ label: 'card' }, { label: 'Cash' }, { label: 'integer' }],
  })
})

it('makes one choice of constants', () => {
  expect(toSchemaField({ anyOf: [{ const: 1 }, { const: 2 }, { type: 'null' }] })).toMatchObject({
    kind: 'choice',
    options: [1, 2],
    isNullable: true,
  })
})

it('follows references, but not in circles', () => {
  const field = toSchemaField({
    $ref: '#/$defs/Node',
    $defs: {
      Node: { type: 'object', properties: { name: { type: 'string' }, next: { $ref: '#/$defs/Node' } } },
    },
  })
  expect(field).toMatchObject({
    kind: 'object',
    properties: [
      { name: 'name', field: { kind: 'text' } },
      { name: 'next', field: { kind: 'json' } },
    ],
  })
})

it('joins objects that all have to hold', () => {
  const field = toSchemaField({
    allOf: [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      { type: 'object', properties: { b: { type: 'number' } } },
    ],
  })
  expect(field).toMatchObject({
    kind: 'object',
    properties: [{ name: 'a', isRequired: true }, { name: 'b' }],
  })
})

it.each([
  undefined,
  true,
  {},
  { type: 'object' },
  { type: 'object', additionalProperties: { type: 'number' } },
  { type: 'array', prefixItems: [{ type: 'string' }] },
  { $ref: '#/$defs/gone' },
  { $ref: 'https://example.com/schema.json' },
  { not: { type: 'string' } },
])('leaves to JSON what it cannot lay out: %j', (schema) => {
  expect(toSchemaField(schema)).toMatchObject({ kind: 'json' })
})

it('finds nothing wrong with the example that it makes', () => {
  const example = toExample(order)
  expect(example).toEqual({ email: 'ada@example.com', items: [{ sku: 'text', quantity: 1 }] })
  expect(checkSchema(order, example)).toEqual([])
})

it.each([
  [{ type: 'number', minimum: 5 }, 5],
  [{ type: 'number', maximum: -2 }, -2],
  [{ type: 'integer', exclusiveMinimum: 0 }, 1],
  [{ type: 'number', multipleOf: 5, minimum: 12 }, 15],
  [{ type: 'string', maxLength: 2 }, 'te'],
  [{ type: 'string', examples: ['own'] }, 'own'],
  [{ type: 'string', default: 'given' }, 'given'],
])('makes an example of %j', (schema, example) => {
  expect(toExample(toSchemaField(schema))).toEqual(example)
})

it('says what is wrong, and where', () => {
  const value = { email: 'ada', items: [{ sku: 'ab', quantity: 0 }, { sku: 7 }], colour: 'red' }
  expect(faults(ORDER, value)).toEqual([
    'email format',
    'items[0].sku too-short',
    'items[0].quantity not-above',
    'items[1].sku type',
    'items[1].quantity missing',
    'colour unknown-property',
  ])
})

it.each([
  [{ type: 'integer' }, 1.5, ' not-integer'],
  [{ type: 'number', multipleOf: 0.1 }, 0.35, ' not-multiple'],
  [{ type: 'string', pattern: '^a+$' }, 'b', ' pattern'],
  [{ type: 'array', items: { type: 'string' }, maxItems: 1 }, ['a', 'b'], ' too-many'],
  [{ enum: ['a', 'b'] }, 'c', ' no-choice'],
  [{ type: 'string' }, null, ' not-null'],
  [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, true, ' no-variant'],
  [{ type: 'object', properties: { 'a b': { type: 'string' } }, required: ['a b'] }, {}, '["a b"] missing'],
])('finds fault with %j: %j', (schema, value, fault) => {
  expect(faults(schema, value)).toEqual([fault])
})

it.each([
  [{ type: 'number', multipleOf: 0.1 }, 0.3],
  [{ type: 'string', pattern: '(?<a' }, 'whatever'],
  [{ type: 'string', maxLength: 2 }, '🙂🙂'],
  [{ type: ['string', 'null'] }, null],
  [{ enum: [{ a: 1, b: 2 }] }, { b: 2, a: 1 }],
])('finds none with %j: %j', (schema, value) => {
  expect(faults(schema, value)).toEqual([])
})

it('finds the variant that a value is meant to be', () => {
  const pay = (by: string) =>
    toSchemaField({
      type: 'object',
      properties: { by: { const: by }, amount: { type: 'number' } },
      required: ['by', 'amount'],
    })
  expect(nearestVariant([pay('card'), pay('cash')], { by: 'cash' })).toBe(1)
})

it('lists what there is to know of each field', () => {
  expect(
    toSchemaRows(order, 'body').map(({ depth, name, type, constraints }) => [
      depth,
      name,
      type,
      ...constraints,
    ]),
  ).toEqual([
    [0, 'email', 'string (email)'],
    [0, 'items', 'array of object', 'len ≥ 1'],
    [1, 'sku', 'string', 'len 3–8'],
    [1, 'quantity', 'integer', '> 0'],
    [0, 'express', 'boolean'],
    [0, 'channel', 'enum', '"web" | "shop"', '= "web"'],
  ])
})
