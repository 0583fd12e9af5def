/** An example of what a JSON Schema takes, for a first try of an endpoint. Pure; what it cannot make it leaves out. */

type Schema = Readonly<Record<string, unknown>>

const MAX_DEPTH = 8

const FORMATS: Readonly<Record<string, string>> = {
  email: 'user@example.com',
  uuid: '3f2b8c1e-5d4a-4f6b-9c7d-1a2b3c4d5e6f',
  'date-time': '2026-01-01T09:00:00Z',
  date: '2026-01-01',
  time: '09:00:00Z',
  duration: 'P1D',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
}

/** `undefined` where the schema says nothing. */
export function makeExample(schema: unknown): unknown {
  return make(schema, toObject(schema) ?? {}, 0)
}

function make(given: unknown, root: Schema, depth: number): unknown {
  const schema = toObject(given)
  if (!schema || depth > MAX_DEPTH) return undefined
  if (typeof schema.$ref === 'string') return make(resolveRef(schema.$ref, root), root, depth + 1)
  const said = saidIn(schema)
  if (said !== undefined) return said
  const choices = schema.anyOf ?? schema.oneOf
  if (Array.isArray(choices))
    return make(choices.find((choice) => !isNull(choice)) ?? choices[0], root, depth + 1)
  if (Array.isArray(schema.allOf)) return makeAll(schema, schema.allOf, root, depth)
  switch (typeOf(schema)) {
    case 'string':
      return makeText(schema)
    case 'integer':
      return makeNumber(schema, 1)
    case 'number':
      return makeNumber(schema, 0)
    case 'boolean':
      return true
    case 'null':
      return null
    case 'array':
      return makeList(schema, root, depth)
    case 'object':
      return makeObject(schema, root, depth)
    default:
      return undefined
  }
}

/** Its author's own words come first. */
function saidIn(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0]
  if (schema.example !== undefined) return schema.example
  return Array.isArray(schema.enum) ? schema.enum[0] : undefined
}

function makeAll(schema: Schema, parts: readonly unknown[], root: Schema, depth: number): unknown {
  const { allOf: _, ...rest } = schema
  const made = [...parts, rest]
    .map((part) => make(part, root, depth + 1))
    .filter((part) => part !== undefined)
  const objects = made.map(toObject)
  return objects.every((object) => object !== undefined) ? Object.assign({}, ...objects) : made[0]
}

function makeText(schema: Schema): string {
  const known = typeof schema.format === 'string' ? FORMATS[schema.format] : undefined
  if (known !== undefined) return known
  const min = toNumber(schema.minLength) ?? 0
  const max = toNumber(schema.maxLength) ?? Number.POSITIVE_INFINITY
  return 'text'.padEnd(Math.min(min, 1_000), 'x').slice(0, Math.max(0, max))
}

/** @param step between allowed numbers; 0 for any */
function makeNumber(schema: Schema, step: 0 | 1): number {
  const multiple = toNumber(schema.multipleOf) ?? step
  const above = toNumber(schema.exclusiveMinimum)
  const below = toNumber(schema.exclusiveMaximum)
  const min = Math.max(
    toNumber(schema.minimum) ?? Number.NEGATIVE_INFINITY,
    above ?? Number.NEGATIVE_INFINITY,
  )
  const max = Math.min(
    toNumber(schema.maximum) ?? Number.POSITIVE_INFINITY,
    below ?? Number.POSITIVE_INFINITY,
  )
  const fits = (value: number) => value >= min && value <= max && value !== above && value !== below
  const rounded = (value: number) => (multiple > 0 ? Math.ceil(value / multiple) * multiple : value)
  const tries = [1, 0, min, min + (multiple || 1), max, (min + max) / 2].map(rounded)
  return tries.find((value) => Number.isFinite(value) && fits(value)) ?? 1
}

function makeList(schema: Schema, root: Schema, depth: number): unknown[] {
  if (Array.isArray(schema.prefixItems))
    return schema.prefixItems.map((item) => make(item, root, depth + 1) ?? null)
  const item = make(schema.items, root, depth + 1)
  if (item === undefined || toNumber(schema.maxItems) === 0) return []
  return Array.from({ length: Math.min(Math.max(1, toNumber(schema.minItems) ?? 1), 20) }, () => item)
}

function makeObject(schema: Schema, root: Schema, depth: number): Record<string, unknown> {
  const required = Array.isArray(schema.required) ? schema.required : []
  const entries = Object.entries(toObject(schema.properties) ?? {}).flatMap(([name, property]) => {
    const value = make(property, root, depth + 1)
    if (value !== undefined) return [[name, value]]
    return required.includes(name) ? [[name, null]] : []
  })
  return Object.fromEntries(entries)
}

function typeOf({ type, properties, items, minimum }: Schema): unknown {
  if (Array.isArray(type)) return type.find((name) => name !== 'null') ?? 'null'
  if (type !== undefined) return type
  if (properties) return 'object'
  if (items) return 'array'
  return minimum === undefined ? undefined : 'number'
}

/** Within the document only. */
function resolveRef(ref: string, root: Schema): unknown {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  const names = ref.split('/').slice(1)
  return names.reduce<unknown>((value, name) => {
    const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')
    const holder = toObject(value)
    return holder && Object.hasOwn(holder, key) ? holder[key] : undefined
  }, root)
}

function isNull(schema: unknown): boolean {
  return toObject(schema)?.type === 'null'
}

function toObject(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
