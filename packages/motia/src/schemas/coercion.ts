/**
 * Numbers, booleans and lists out of the texts of a path, a query or headers, where a JSON Schema asks for them: the
 * same readings as in Python and Ruby. A text that is none stays, for the check to refuse.
 */

type Coercion = (value: unknown) => unknown
type SchemaObject = Readonly<Record<string, unknown>>

const WHOLE = /^[+-]?\d{1,300}$/
const NUMBER = /^[+-]?(?:\d{1,300}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false }

/** `undefined` where there is nothing to read. */
export function toCoercion(schema: unknown): Coercion | undefined {
  return coercionOf(schema, schema, 0)
}

/** References may go round in circles; texts do not nest as deep. */
const MAX_DEPTH = 8

function coercionOf(given: unknown, root: unknown, depth: number): Coercion | undefined {
  if (!isObject(given) || depth > MAX_DEPTH) return undefined
  const within = (inner: unknown) => coercionOf(inner, root, depth + 1)
  if (typeof given.$ref === 'string') return within(resolveReference(given.$ref, root))
  const choices = [given.anyOf, given.oneOf].find(Array.isArray) as unknown[] | undefined
  if (choices) return choices.some(isText) ? undefined : inTurn(choices.map(within))
  if (Array.isArray(given.allOf)) return inTurn([...given.allOf.map(within), ownCoercion(given, within)])
  return ownCoercion(given, within)
}

function ownCoercion(schema: SchemaObject, within: (inner: unknown) => Coercion | undefined) {
  const kinds = schema.type === undefined ? impliedKinds(schema) : [schema.type].flat()
  if (kinds.includes('object')) return members(schema.properties, within)
  if (kinds.includes('array')) return kinds.includes('string') ? undefined : items(within(schema.items))
  return kinds.includes('string') ? undefined : inTurn(kinds.map((kind) => BY_KIND[String(kind)]))
}

function impliedKinds({ properties, items, enum: allowed, const: only }: SchemaObject): unknown[] {
  if (properties) return ['object']
  if (items) return ['array']
  const values = Array.isArray(allowed) ? allowed : only === undefined ? [] : [only]
  return [...new Set(values.map((value) => typeof value))]
}

function members(properties: unknown, within: (inner: unknown) => Coercion | undefined) {
  const wanted = Object.entries(isObject(properties) ? properties : {}).flatMap(
    ([name, inner]): (readonly [string, Coercion])[] => {
      const coercion = within(inner)
      return coercion ? [[name, coercion]] : []
    },
  )
  if (wanted.length === 0) return undefined
  return (value: unknown) => {
    if (!isObject(value)) return value
    const read: Record<string, unknown> = { ...value }
    for (const [name, coercion] of wanted) if (Object.hasOwn(read, name)) read[name] = coercion(read[name])
    return read
  }
}

/** A query that names a parameter once gives one text, where several give a list. */
function items(coercion: Coercion | undefined): Coercion {
  return (value) => {
    const list = Array.isArray(value) ? value : [value]
    return coercion ? list.map(coercion) : list
  }
}

function inTurn(coercions: readonly (Coercion | undefined)[]): Coercion | undefined {
  const wanted = coercions.filter((coercion) => coercion !== undefined)
  if (wanted.length < 2) return wanted[0]
  return (given) => wanted.reduce((value, read) => (value === given ? read(value) : value), given)
}

const toWhole: Coercion = (value) => (typeof value === 'string' && WHOLE.test(value) ? Number(value) : value)
const toNumber: Coercion = (value) =>
  typeof value === 'string' && NUMBER.test(value) ? Number(value) : value
const toBoolean: Coercion = (value) => {
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  return Object.hasOwn(BOOLEANS, word) ? BOOLEANS[word] : value
}

const BY_KIND: Readonly<Record<string, Coercion>> = { integer: toWhole, number: toNumber, boolean: toBoolean }

/** Within the schema only. */
function resolveReference(reference: string, root: unknown): unknown {
  if (!reference.startsWith('#')) return undefined
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => {
      const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
    }, root)
}

/** Where a text may stay one it does. */
function isText(schema: unknown): boolean {
  return isObject(schema) && schema.type === 'string'
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
