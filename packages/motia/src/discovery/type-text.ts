/**
 * From JSON Schema (draft 2020-12, and what draft 7 and OpenAPI say otherwise) to the text of a TypeScript type. What
 * it does not know is `any`: a payload is never refused for the sake of a type. Pure; used by step-types.ts.
 */

type SchemaObject = Readonly<Record<string, unknown>>

/** A type, and the declarations that its text refers to. */
export interface TypeText {
  readonly type: string
  readonly declarations: readonly string[]
}

interface Scope {
  /** Name of a declaration by the `$ref` that means it. */
  readonly names: ReadonlyMap<string, string>
}

/** @param name of the type, for declarations; unique in the file */
export function toTypeText(schema: unknown, name: string): TypeText {
  if (!isObject(schema)) return { type: typeOf(schema, { names: new Map() }), declarations: [] }
  const refs = collectRefs(schema)
  if (refs.size === 0) return { type: typeOf(schema, { names: new Map() }), declarations: [] }
  const names = new Map<string, string>()
  for (const ref of refs) names.set(ref, ref === '#' ? name : `${name}_${names.size + 1}`)
  const declare = (ref: string) => `type ${names.get(ref)} = ${typeOf(find(schema, ref), { names })}`
  return {
    type: names.has('#') ? name : typeOf(schema, { names }),
    declarations: [...refs].map(declare),
  }
}

function typeOf(schema: unknown, scope: Scope): string {
  if (schema === false) return 'never'
  if (!isObject(schema)) return 'any'
  const parts = [
    ...(typeof schema.$ref === 'string' ? [scope.names.get(schema.$ref) ?? 'any'] : []),
    ...('const' in schema ? [literal(schema.const)] : []),
    ...(Array.isArray(schema.enum) ? [union(schema.enum.map(literal))] : []),
    ...[schema.anyOf, schema.oneOf]
      .filter(Array.isArray)
      .map((any) => union(any.map((one) => typeOf(one, scope)))),
    ...(Array.isArray(schema.allOf) ? schema.allOf.map((one) => typeOf(one, scope)) : []),
  ]
  // The literals say it better than `type`, which stands beside them.
  const isLiteral = 'const' in schema || Array.isArray(schema.enum)
  if (!isLiteral && (schema.type !== undefined || hasShape(schema))) parts.push(structureOf(schema, scope))
  if (isObject(schema.not) && Object.keys(schema.not).length === 0) return 'never'
  const type = intersection(parts)
  return schema.nullable === true ? union([type, 'null']) : type
}

/** What `type` and the keywords of objects and arrays say. */
function structureOf(schema: SchemaObject, scope: Scope): string {
  const types = schema.type === undefined ? [impliedType(schema)] : [schema.type].flat()
  return union(types.map((type) => basicType(type, schema, scope)))
}

function basicType(type: unknown, schema: SchemaObject, scope: Scope): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
    case 'null':
      return type
    case 'integer':
      return 'number'
    case 'array':
      return arrayOf(schema, scope)
    case 'object':
      return objectOf(schema, scope)
    default:
      return 'any'
  }
}

function arrayOf(schema: SchemaObject, scope: Scope): string {
  const tuple = [schema.prefixItems, schema.items].find(Array.isArray) as unknown[] | undefined
  const rest = tuple && tuple === schema.items ? schema.additionalItems : schema.items
  if (!tuple) return `${group(typeOf(schema.items ?? true, scope))}[]`
  const least = typeof schema.minItems === 'number' ? schema.minItems : tuple.length
  const items = tuple.map((item, i) => {
    const type = typeOf(item, scope)
    return i < least ? type : `${group(type)}?`
  })
  if (rest !== undefined && rest !== false) items.push(`...${group(typeOf(rest, scope))}[]`)
  return `[${items.join(', ')}]`
}

function objectOf(schema: SchemaObject, scope: Scope): string {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : []
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : []
  const { additionalProperties: more } = schema
  if (properties.length === 0) return recordOf(schema, required, scope)
  const lines = properties.map(([key, value]) => {
    const isOptional = !required.includes(key) || (isObject(value) && 'default' in value)
    const type = typeOf(value, scope)
    const doc = isObject(value) && typeof value.description === 'string' ? comment(value.description) : ''
    return `${doc}${JSON.stringify(key)}${isOptional ? '?' : ''}: ${isOptional ? union([type, 'undefined']) : type}`
  })
  // An index signature has to fit the named properties too, so it says no more than that there may be others.
  const isOpen = isObject(more) || more === true || schema.patternProperties !== undefined
  return `{ ${[...lines, ...(isOpen ? ['[key: string]: any'] : [])].join('; ')} }`
}

/** An object without named properties. */
function recordOf(schema: SchemaObject, required: readonly unknown[], scope: Scope): string {
  const { additionalProperties: more, propertyNames } = schema
  if (more === false && schema.patternProperties === undefined) return 'Record<string, never>'
  const value = isObject(more) ? typeOf(more, scope) : 'any'
  const keys = isObject(propertyNames) && Array.isArray(propertyNames.enum) ? propertyNames.enum : undefined
  if (!keys) return `Record<string, ${value}>`
  const record = `Record<${union(keys.map(literal))}, ${value}>`
  return keys.every((key) => required.includes(key)) ? record : `Partial<${record}>`
}

function collectRefs(schema: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const item of schema) collectRefs(item, found)
  if (!isObject(schema)) return found
  if (typeof schema.$ref === 'string') found.add(schema.$ref)
  for (const value of Object.values(schema)) collectRefs(value, found)
  return found
}

/** What a local JSON pointer (RFC 6901) points to; `true`, anything, for what is elsewhere. */
function find(root: SchemaObject, ref: string): unknown {
  if (ref === '#') return { ...root, $ref: undefined }
  if (!ref.startsWith('#/')) return true
  const path = decodeURIComponent(ref.slice(2)).split('/')
  return path.reduce<unknown>((value, part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    return isObject(value) || Array.isArray(value) ? ((value as SchemaObject)[key] ?? true) : true
  }, root)
}

function hasShape(schema: SchemaObject): boolean {
  return ['properties', 'additionalProperties', 'prefixItems', 'items'].some((key) => key in schema)
}

function impliedType(schema: SchemaObject): string {
  return 'properties' in schema || 'additionalProperties' in schema ? 'object' : 'array'
}

function literal(value: unknown): string {
  return value === undefined ? 'any' : JSON.stringify(value)
}

function union(types: readonly string[]): string {
  const unique = [...new Set(types)]
  if (unique.includes('any')) return 'any'
  const some = unique.filter((type) => type !== 'never')
  return some.length === 0 ? 'never' : some.join(' | ')
}

function intersection(types: readonly string[]): string {
  const some = [...new Set(types)].filter((type) => type !== 'any')
  return some.length === 0 ? 'any' : some.map((type) => (some.length > 1 ? group(type) : type)).join(' & ')
}

/** In parentheses, if an operator around it would tear it apart. */
function group(type: string): string {
  let depth = 0
  const bare = type.replaceAll(/\/\*.*?\*\/|"(?:[^"\\]|\\.)*"/g, '')
  for (const char of bare) {
    if ('([{<'.includes(char)) depth++
    else if (')]}>'.includes(char)) depth--
    else if (depth === 0 && (char === '|' || char === '&')) return `(${type})`
  }
  return type
}

function comment(text: string): string {
  return `/** ${text.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ')} */ `
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
