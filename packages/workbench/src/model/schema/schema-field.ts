/** The kinds of fields that a schema consists of, and what they are called. schema.ts makes them. */

/** What any field may say of itself. */
export interface About {
  readonly title?: string
  readonly description?: string
  readonly isNullable: boolean
  /** Taken when nothing is given. */
  readonly fallback?: unknown
  /** Its author's own. */
  readonly example?: unknown
}

export interface TextField extends About {
  readonly kind: 'text'
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

export interface NumberField extends About {
  readonly kind: 'number'
  readonly isInteger: boolean
  readonly min?: number
  readonly max?: number
  /** The limit itself is not allowed. */
  readonly above?: number
  readonly below?: number
  readonly multipleOf?: number
}

export interface FlagField extends About {
  readonly kind: 'flag'
}

export interface ChoiceField extends About {
  readonly kind: 'choice'
  readonly options: readonly unknown[]
}

export interface Property {
  readonly name: string
  readonly isRequired: boolean
  readonly field: SchemaField
}

export interface ObjectField extends About {
  readonly kind: 'object'
  readonly properties: readonly Property[]
  /** No other properties are allowed. */
  readonly isClosed: boolean
}

export interface ListField extends About {
  readonly kind: 'list'
  readonly item: SchemaField
  readonly minItems?: number
  readonly maxItems?: number
}

/** One of several, that the one who fills in has to choose. */
export interface VariantField extends About {
  readonly kind: 'variant'
  readonly variants: readonly { readonly label: string; readonly field: SchemaField }[]
}

/** Written as JSON. */
export interface JsonField extends About {
  readonly kind: 'json'
}

export type SchemaField =
  | TextField
  | NumberField
  | FlagField
  | ChoiceField
  | ObjectField
  | ListField
  | VariantField
  | JsonField

/** A variant by its title, by the constants that tell it from the others, or by its type. */
export function toVariantLabel(field: SchemaField): string {
  if (field.title !== undefined) return field.title
  if (field.kind !== 'object') return toTypeName(field)
  const marks = field.properties.flatMap(({ field: { kind, ...rest } }) =>
    kind === 'choice' && 'options' in rest && rest.options.length === 1 ? rest.options.map(String) : [],
  )
  if (marks.length > 0) return marks.join(', ')
  const names = field.properties.map(({ name }) => name)
  return names.length === 0 ? 'object' : `{ ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''} }`
}

/** In the words of JSON Schema, as they are known from OpenAPI documents. */
export function toTypeName(field: SchemaField): string {
  switch (field.kind) {
    case 'text':
      return field.format === undefined ? 'string' : `string (${field.format})`
    case 'number':
      return field.isInteger ? 'integer' : 'number'
    case 'flag':
      return 'boolean'
    case 'choice':
      return field.options.length === 1 ? 'constant' : 'enum'
    case 'object':
      return 'object'
    case 'list':
      return `array of ${toTypeName(field.item)}`
    case 'variant':
      return field.variants.map(({ label }) => label).join(' | ')
    case 'json':
      return 'any'
  }
}
