/** A schema as the rows of a table: what documentation shows. The endpoints and step panels draw it. */
import { type SchemaField, toTypeName } from './schema-field.ts'

export interface SchemaRow {
  /** Unique within the schema. */
  readonly key: string
  readonly depth: number
  readonly name: string
  readonly isRequired: boolean
  readonly type: string
  /** In signs that are read in any language: `≥ 1`, `"a" | "b"`, `/^\d+$/`. */
  readonly constraints: readonly string[]
  readonly description?: string
}

/** Of an object its properties, of anything else one row, called `name`. Items and variants are below their field. */
export function toSchemaRows(field: SchemaField, name: string): readonly SchemaRow[] {
  if (field.kind === 'object') return toPropertyRows(field, 0, '')
  return [toRow(field, name, true, 0, ''), ...toInnerRows(field, 1, name)]
}

function toRow(
  field: SchemaField,
  name: string,
  isRequired: boolean,
  depth: number,
  above: string,
): SchemaRow {
  return {
    key: `${above}/${name}`,
    depth,
    name,
    isRequired,
    type: field.isNullable ? `${toTypeName(field)} | null` : toTypeName(field),
    constraints: toConstraints(field),
    ...(field.description !== undefined && { description: field.description }),
  }
}

function toPropertyRows(field: SchemaField & { kind: 'object' }, depth: number, above: string): SchemaRow[] {
  return field.properties.flatMap(({ name, isRequired, field: property }) => [
    toRow(property, name, isRequired, depth, above),
    ...toInnerRows(property, depth + 1, `${above}/${name}`),
  ])
}

function toInnerRows(field: SchemaField, depth: number, above: string): readonly SchemaRow[] {
  if (field.kind === 'object') return toPropertyRows(field, depth, above)
  if (field.kind === 'list') return toInnerRows(field.item, depth, `${above}[]`)
  if (field.kind !== 'variant') return []
  return field.variants.flatMap(({ label, field: variant }, index) =>
    variant.kind === 'object' || variant.kind === 'list'
      ? [
          { ...toRow(variant, label, true, depth, `${above}|${index}`), isRequired: false },
          ...toInnerRows(variant, depth + 1, `${above}|${index}`),
        ]
      : [],
  )
}

/** What a value has to keep to, beside its type. */
export function toConstraints(field: SchemaField): readonly string[] {
  const own = toOwnConstraints(field)
  return field.fallback === undefined ? own : [...own, `= ${JSON.stringify(field.fallback)}`]
}

function toOwnConstraints(field: SchemaField): readonly string[] {
  switch (field.kind) {
    case 'text':
      return [
        ...toRange('len', field.minLength, field.maxLength),
        // The pattern beside a format only spells the format out.
        ...(field.pattern === undefined || field.format !== undefined ? [] : [`/${field.pattern}/`]),
      ]
    case 'number':
      return [
        ...toLimit('≥', field.min),
        ...toLimit('>', field.above),
        ...toLimit('≤', field.max),
        ...toLimit('<', field.below),
        ...toLimit('×', field.multipleOf),
      ]
    case 'choice':
      return [field.options.map((option) => JSON.stringify(option)).join(' | ')]
    case 'list':
      return [...toRange('len', field.minItems, field.maxItems), ...toOwnConstraints(field.item)]
    default:
      return []
  }
}

function toLimit(sign: string, limit: number | undefined): readonly string[] {
  return limit === undefined ? [] : [`${sign} ${limit}`]
}

function toRange(name: string, low: number | undefined, high: number | undefined): readonly string[] {
  if (low === undefined && high === undefined) return []
  if (low === high) return [`${name} = ${low}`]
  if (high === undefined) return [`${name} ≥ ${low}`]
  return [low === undefined ? `${name} ≤ ${high}` : `${name} ${low}–${high}`]
}
