/**
 * The schemas of a document: JSON Schemas of steps are put where the document wants them, and what they define and refer
 * to (`$defs`, recursion) becomes a component, whose references lead from the document's root. Used by all of openapi/.
 */
export type JsonObject = Readonly<Record<string, unknown>>

const PREFIX = '#/components/schemas/'

export class SchemaComponents {
  readonly #schemas: Record<string, unknown>
  /** By what the component says, so that two steps that define the same share one. */
  readonly #names = new Map<string, string>()

  constructor(schemas: JsonObject) {
    this.#schemas = { ...schemas }
  }

  /** By name. */
  all(): JsonObject {
    const names = Object.keys(this.#schemas).sort()
    return Object.fromEntries(names.map((name) => [name, this.#schemas[name]]))
  }

  /** A schema for its place in the document. @param name for what it defines without a name of its own */
  embed(given: unknown, name: string): JsonObject {
    if (given === true || !isObject(given)) return given === false ? { not: {} } : {}
    const schema = withLocalReferences(given)
    const names = this.#nameReferences(schema, name)
    const root = names.get('#')
    return root === undefined ? (rewrite(schema, names) as JsonObject) : { $ref: `${PREFIX}${root}` }
  }

  /** The same, never as a reference: for whoever wants its members. */
  inline(schema: unknown, name: string): JsonObject {
    return this.resolve(this.embed(schema, name))
  }

  /** What a reference to a component leads to. */
  resolve(schema: unknown): JsonObject {
    if (!isObject(schema)) return {}
    const { $ref } = schema
    const isOurs = typeof $ref === 'string' && $ref.startsWith(PREFIX)
    return isOurs ? this.resolve(this.#schemas[$ref.slice(PREFIX.length)]) : schema
  }

  /** Gives everything that the schema refers to within itself a component, and tells their names by reference. */
  #nameReferences(root: JsonObject, base: string): ReadonlyMap<string, string> {
    const references = [...collectReferences(root, root)].sort()
    const names = new Map<string, string>()
    const isNew = new Set<string>()
    for (const reference of references) {
      const meaning = JSON.stringify(closureOf(reference, root))
      const known = this.#names.get(meaning)
      const name = known ?? this.#freeName(nameOf(reference, base))
      names.set(reference, name)
      if (known !== undefined) continue
      this.#names.set(meaning, name)
      this.#schemas[name] = true // taken
      isNew.add(reference)
    }
    for (const reference of isNew) {
      const name = names.get(reference) as string
      this.#schemas[name] = rewrite(find(reference, root), names)
    }
    return names
  }

  #freeName(wanted: string): string {
    let name = wanted
    for (let i = 2; name in this.#schemas; i++) name = `${wanted}${i}`
    return name
  }
}

/** What names the schema by its `$id` refers to its root. */
function withLocalReferences(schema: JsonObject): JsonObject {
  const { $id } = schema
  if (typeof $id !== 'string') return schema
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value
    const [id, pointer = ''] = value.split('#', 2)
    return id === $id ? `#${pointer}` : value
  })
}

/** References of the schema to itself, those of what they lead to included. Others stay as they are. */
function collectReferences(schema: unknown, root: JsonObject, found = new Set<string>()): Set<string> {
  mapSchema(schema, (inner) => {
    const { $ref } = inner
    if (typeof $ref !== 'string' || !/^#(\/|$)/.test($ref) || found.has($ref)) return inner
    found.add($ref)
    if ($ref !== '#') collectReferences(find($ref, root), root, found)
    return inner
  })
  return found
}

/** All that a reference means, what it refers to in turn included. */
function closureOf(reference: string, root: JsonObject): unknown {
  const target = reference === '#' ? root : find(reference, root)
  const others = [...collectReferences(target, root)].sort()
  return [target, others.map((other) => [other, find(other, root)])]
}

/** The name that its author gave it, or one made of the place that it has. */
function nameOf(reference: string, base: string): string {
  const defined = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(reference)?.[1]
  // A generator that numbers its definitions (`__schema0`) has no name for them.
  const name = defined !== undefined && !/^__/.test(defined) ? decodeURIComponent(defined) : base
  return name.replaceAll(/[^\w.-]+/g, '_')
}

/** @param names of components by reference */
function rewrite(schema: unknown, names: ReadonlyMap<string, string>): unknown {
  return mapSchema(schema, (inner) => {
    const { $ref, $schema, $id, $defs, definitions, ...rest } = modernize(inner)
    const name = typeof $ref === 'string' ? names.get($ref) : undefined
    return $ref === undefined ? rest : { $ref: name === undefined ? $ref : `${PREFIX}${name}`, ...rest }
  })
}

/** Words whose value is a schema, or a list of them; and words whose value has schemas by name. All else is data. */
const OF_SCHEMAS = new Set(
  'items additionalItems prefixItems contains additionalProperties propertyNames unevaluatedProperties unevaluatedItems contentSchema anyOf oneOf allOf not if then else'.split(
    ' ',
  ),
)
const OF_NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas'])

/** A schema with each of its objects replaced, the outer before the inner. */
function mapSchema(schema: unknown, replace: (schema: JsonObject) => JsonObject): unknown {
  if (Array.isArray(schema)) return schema.map((item) => mapSchema(item, replace))
  if (!isObject(schema)) return schema
  const entries = Object.entries(replace(schema)).map(([key, value]) => {
    if (OF_SCHEMAS.has(key)) return [key, mapSchema(value, replace)]
    if (!OF_NAMED.has(key) || !isObject(value)) return [key, value]
    return [
      key,
      Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapSchema(inner, replace)])),
    ]
  })
  return Object.fromEntries(entries)
}

/** Words of draft 7 and of OpenAPI 3.0 in those of 2020-12. */
function modernize(schema: JsonObject): JsonObject {
  const { items, additionalItems, nullable, ...rest } = schema
  const isTuple = Array.isArray(items)
  return {
    ...rest,
    ...(isTuple && { prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) }),
    ...(!isTuple && items !== undefined && { items }),
    ...(nullable === true && typeof rest.type === 'string' && { type: [rest.type, 'null'] }),
  }
}

/** What a local JSON pointer (RFC 6901) points to. */
function find(reference: string, root: JsonObject): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      return typeof value === 'object' && value !== null ? (value as JsonObject)[key] : undefined
    }, root)
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
