/**
 * JSON Schema as fields to fill in: what forms, documentation and checks go by. References are followed, `null` becomes
 * a mark of the field, choices of schemas become variants; whatever else is not understood is a field of plain JSON.
 * schema-check.ts says what is wrong with a value, schema-value.ts makes one, schema-rows.ts lists the fields.
 */
import { type JsonObject, toNumber, toObject, toText } from '../json.ts'
import {
  type About,
  type ChoiceField,
  type NumberField,
  type SchemaField,
  toVariantLabel,
} from './schema-field.ts'

/** Where one is in the document: references are looked up in its root, and not followed in circles. */
interface Place {
  readonly root: JsonObject
  readonly refs: readonly string[]
}

/** `undefined` and whatever is no schema: any JSON. */
export function toSchemaField(schema: unknown): SchemaField {
  return toField(schema, { root: toObject(schema) ?? {}, refs: [] })
}

function toField(given: unknown, place: Place): SchemaField {
  const schema = toObject(given)
  if (!schema) return { kind: 'json', isNullable: false }
  const ref = toText(schema.$ref)
  if (ref !== undefined) return toReferred(schema, ref, place)
  if (Array.isArray(schema.allOf)) return toMerged(schema, schema.allOf, place)
  const choices = schema.anyOf ?? schema.oneOf
  // Beside properties of its own, choices say more about which of them go together: no form shows that.
  if (Array.isArray(choices) && !schema.properties) return toVariants(schema, choices, place)
  if (Array.isArray(schema.type)) return toVariants(schema, splitTypes(schema, schema.type), place)
  return toTyped(schema, place)
}

function toReferred(schema: JsonObject, ref: string, { root, refs }: Place): SchemaField {
  const found = refs.includes(ref) ? undefined : lookUp(ref, root)
  if (!found) return { kind: 'json', ...toAbout(schema) }
  const { $ref: _, ...beside } = schema
  return toField({ ...found, ...beside }, { root, refs: [...refs, ref] })
}

/** Within the document only. */
function lookUp(ref: string, root: JsonObject): JsonObject | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  const names = ref.split('/').slice(1)
  return names.reduce<JsonObject | undefined>((holder, name) => {
    const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')
    return holder && Object.hasOwn(holder, key) ? toObject(holder[key]) : undefined
  }, root)
}

/** Objects that all have to hold become one; of anything else only one part can be shown. */
function toMerged({ allOf: _, ...beside }: JsonObject, parts: readonly unknown[], place: Place): SchemaField {
  const fields = [...parts, ...(hasShape(beside) ? [beside] : [])].map((part) => toField(part, place))
  const about = toAbout(beside)
  const [only] = fields
  if (fields.length === 1 && only) return { ...only, ...about, isNullable: only.isNullable }
  const objects = fields.filter((field) => field.kind === 'object')
  if (objects.length < fields.length || objects.length === 0) return { kind: 'json', ...about }
  const properties = new Map(objects.flatMap((field) => field.properties.map((each) => [each.name, each])))
  return { kind: 'object', ...about, properties: [...properties.values()], isClosed: false }
}

function hasShape({ type, properties }: JsonObject): boolean {
  return type !== undefined || properties !== undefined
}

function splitTypes({ type: _, ...rest }: JsonObject, types: readonly unknown[]): JsonObject[] {
  return types.map((type) => (type === 'null' ? { type } : { ...rest, type }))
}

function toVariants(schema: JsonObject, choices: readonly unknown[], place: Place): SchemaField {
  const { anyOf: _, oneOf: __, type: ___, ...beside } = schema
  const fields = choices.filter((choice) => !isNull(choice)).map((choice) => toField(choice, place))
  const isNullable = fields.length < choices.length || fields.some((field) => field.isNullable)
  const about = { ...toAbout(beside), isNullable }
  const [only] = fields
  if (!only) return { kind: 'choice', ...about, isNullable: false, options: [null] }
  if (fields.length === 1) return { ...only, ...about }
  const choice = toOneChoice(fields)
  if (choice) return { ...about, ...choice }
  return {
    kind: 'variant',
    ...about,
    variants: fields.map((field) => ({ label: toVariantLabel(field), field })),
  }
}

/** Constants to choose from are one choice, not variants. */
function toOneChoice(fields: readonly SchemaField[]): Pick<ChoiceField, 'kind' | 'options'> | undefined {
  const choices = fields.filter((field) => field.kind === 'choice')
  if (choices.length < fields.length) return undefined
  return { kind: 'choice', options: choices.flatMap(({ options }) => options) }
}

function isNull(schema: unknown): boolean {
  const { type, const: only } = toObject(schema) ?? {}
  return type === 'null' || only === null
}

function toTyped(schema: JsonObject, place: Place): SchemaField {
  const about = toAbout(schema)
  const options = schema.const === undefined ? schema.enum : [schema.const]
  if (Array.isArray(options)) {
    const isNullable = options.length > 1 && options.includes(null)
    return {
      kind: 'choice',
      ...about,
      isNullable,
      options: isNullable ? options.filter((option) => option !== null) : options,
    }
  }
  switch (schema.type ?? guessType(schema)) {
    case 'string':
      return {
        kind: 'text',
        ...about,
        ...some('format', toText(schema.format)),
        ...some('minLength', toNumber(schema.minLength)),
        ...some('maxLength', toNumber(schema.maxLength)),
        ...some('pattern', toText(schema.pattern)),
      }
    case 'integer':
    case 'number':
      return toNumberField(schema, about)
    case 'boolean':
      return { kind: 'flag', ...about }
    case 'array':
      return toList(schema, about, place)
    case 'object':
      return toObjectField(schema, about, place)
    default:
      return { kind: 'json', ...about }
  }
}

function guessType({ properties, items }: JsonObject): string | undefined {
  if (properties) return 'object'
  return items ? 'array' : undefined
}

function toNumberField(schema: JsonObject, about: About): NumberField {
  return {
    kind: 'number',
    ...about,
    isInteger: schema.type === 'integer',
    ...some('min', toLimit(schema.minimum, -Number.MAX_SAFE_INTEGER)),
    ...some('max', toLimit(schema.maximum, Number.MAX_SAFE_INTEGER)),
    ...some('above', toNumber(schema.exclusiveMinimum)),
    ...some('below', toNumber(schema.exclusiveMaximum)),
    ...some('multipleOf', toNumber(schema.multipleOf)),
  }
}

/** Libraries write out that an integer is a safe one: that is nothing to tell. */
function toLimit(value: unknown, ignored: number): number | undefined {
  return value === ignored ? undefined : toNumber(value)
}

function toList(schema: JsonObject, about: About, place: Place): SchemaField {
  // A tuple, or items of any kind: there is nothing to lay out.
  if (Array.isArray(schema.prefixItems) || !toObject(schema.items)) return { kind: 'json', ...about }
  return {
    kind: 'list',
    ...about,
    item: toField(schema.items, place),
    ...some('minItems', toNumber(schema.minItems)),
    ...some('maxItems', toNumber(schema.maxItems)),
  }
}

function toObjectField(schema: JsonObject, about: About, place: Place): SchemaField {
  const properties = Object.entries(toObject(schema.properties) ?? {})
  if (properties.length === 0 && schema.additionalProperties !== false) return { kind: 'json', ...about }
  const required = Array.isArray(schema.required) ? schema.required : []
  return {
    kind: 'object',
    ...about,
    isClosed: schema.additionalProperties === false,
    properties: properties.map(([name, property]) => ({
      name,
      isRequired: required.includes(name),
      field: toField(property, place),
    })),
  }
}

function toAbout(schema: JsonObject): About {
  const [example = schema.example] = Array.isArray(schema.examples) ? schema.examples : []
  return {
    isNullable: schema.nullable === true,
    ...some('title', toText(schema.title)),
    ...some('description', toText(schema.description)),
    ...some('fallback', schema.default),
    ...some('example', example),
  }
}

function some<K extends string, T>(name: K, value: T | undefined): { readonly [N in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]?: T })
}
