/**
 * What is plainly wrong with a value, by path. Not a validator: the step's own schema decides, this only tells before
 * one has sent. parts/schema-words.ts says it in words.
 */
import { isSameJson, toObject } from '../json.ts'
import type { ListField, NumberField, ObjectField, SchemaField, TextField } from './schema-field.ts'

/** `path` as one would write it in code: `items[0].quantity`; empty for the whole. */
export interface SchemaProblem {
  readonly path: string
  readonly fault: Fault
}

export type Fault =
  | {
      readonly kind: 'missing' | 'not-null' | 'not-integer' | 'no-choice' | 'no-variant' | 'unknown-property'
    }
  | { readonly kind: 'type'; readonly wanted: 'string' | 'number' | 'boolean' | 'object' | 'array' }
  | { readonly kind: 'format' | 'pattern'; readonly wanted: string }
  | {
      readonly kind:
        | 'too-short'
        | 'too-long'
        | 'too-small'
        | 'too-large'
        | 'not-above'
        | 'not-below'
        | 'not-multiple'
        | 'too-few'
        | 'too-many'
      readonly limit: number
    }

/** Nothing, if nothing is wrong. `undefined` is a value that is not there: then only `isRequired` counts. */
export function checkSchema(
  field: SchemaField,
  value: unknown,
  isRequired = true,
  path = '',
): readonly SchemaProblem[] {
  const say = (fault: Fault): readonly SchemaProblem[] => [{ path, fault }]
  if (value === undefined) return isRequired && field.kind !== 'json' ? say({ kind: 'missing' }) : []
  if (field.kind === 'json') return []
  if (value === null && field.isNullable) return []
  if (field.kind === 'choice') {
    return field.options.some((option) => isSameJson(option, value)) ? [] : say({ kind: 'no-choice' })
  }
  if (field.kind === 'variant') return checkVariants(field.variants, value, path)
  if (value === null) return say({ kind: 'not-null' })
  switch (field.kind) {
    case 'text':
      return checkText(field, value).flatMap(say)
    case 'number':
      return checkNumber(field, value).flatMap(say)
    case 'flag':
      return typeof value === 'boolean' ? [] : say({ kind: 'type', wanted: 'boolean' })
    case 'list':
      return checkList(field, value, path)
    case 'object':
      return checkObject(field, value, path)
  }
}

/** The variant that the value comes nearest to; the first one if none is nearer. */
export function nearestVariant(fields: readonly SchemaField[], value: unknown): number {
  const scores = fields.map((field) => toScore(field, value))
  return scores.indexOf(Math.min(...scores))
}

/** A wrong type, or constant, weighs more than anything that is wrong further inside. */
function toScore(field: SchemaField, value: unknown): number {
  return checkSchema(field, value).reduce(
    (sum, { path, fault }) => sum + (path === '' || fault.kind === 'no-choice' ? 100 : 1),
    0,
  )
}

function checkVariants(
  variants: readonly { readonly field: SchemaField }[],
  value: unknown,
  path: string,
): readonly SchemaProblem[] {
  const fields = variants.map(({ field }) => field)
  const nearest = fields[nearestVariant(fields, value)]
  const problems = nearest ? checkSchema(nearest, value, true, path) : []
  const isWhole = problems.some((problem) => problem.path === path)
  return isWhole ? [{ path, fault: { kind: 'no-variant' } }] : problems
}

function checkText(field: TextField, value: unknown): readonly Fault[] {
  if (typeof value !== 'string') return [{ kind: 'type', wanted: 'string' }]
  const { minLength, maxLength, format, pattern } = field
  const length = [...value].length
  if (minLength !== undefined && length < minLength) return [{ kind: 'too-short', limit: minLength }]
  if (maxLength !== undefined && length > maxLength) return [{ kind: 'too-long', limit: maxLength }]
  if (format !== undefined && FORMATS[format]?.(value) === false) return [{ kind: 'format', wanted: format }]
  // A format comes with a pattern of its own in some libraries: it would be said twice, and less plainly.
  if (format !== undefined && FORMATS[format]) return []
  return pattern === undefined || matches(pattern, value) ? [] : [{ kind: 'pattern', wanted: pattern }]
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  uuid: (text) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
  'date-time': (text) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/i.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
  url: (text) => URL.canParse(text),
}

/** A pattern of another language's dialect is let pass. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return true
  }
}

function checkNumber(field: NumberField, value: unknown): readonly Fault[] {
  if (typeof value !== 'number') return [{ kind: 'type', wanted: 'number' }]
  const { isInteger, min, max, above, below, multipleOf } = field
  if (isInteger && !Number.isInteger(value)) return [{ kind: 'not-integer' }]
  if (min !== undefined && value < min) return [{ kind: 'too-small', limit: min }]
  if (max !== undefined && value > max) return [{ kind: 'too-large', limit: max }]
  if (above !== undefined && value <= above) return [{ kind: 'not-above', limit: above }]
  if (below !== undefined && value >= below) return [{ kind: 'not-below', limit: below }]
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
    return [{ kind: 'not-multiple', limit: multipleOf }]
  }
  return []
}

/** 0.3 is a multiple of 0.1, whatever the processor thinks. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of
  return Math.abs(times - Math.round(times)) < 1e-9
}

function checkList({ item, minItems, maxItems }: ListField, value: unknown, path: string) {
  if (!Array.isArray(value)) return [{ path, fault: { kind: 'type', wanted: 'array' } as const }]
  const problems: SchemaProblem[] = []
  if (minItems !== undefined && value.length < minItems) {
    problems.push({ path, fault: { kind: 'too-few', limit: minItems } })
  }
  if (maxItems !== undefined && value.length > maxItems) {
    problems.push({ path, fault: { kind: 'too-many', limit: maxItems } })
  }
  return [
    ...problems,
    ...value.flatMap((each, index) => checkSchema(item, each, true, toItemPath(path, index))),
  ]
}

function checkObject({ properties, isClosed }: ObjectField, value: unknown, path: string) {
  const object = toObject(value)
  if (!object) return [{ path, fault: { kind: 'type', wanted: 'object' } as const }]
  const known = properties.flatMap(({ name, field, isRequired }) =>
    checkSchema(field, object[name], isRequired && field.fallback === undefined, toPropertyPath(path, name)),
  )
  if (!isClosed) return known
  const names = new Set(properties.map(({ name }) => name))
  const unknown = Object.keys(object).filter((name) => !names.has(name))
  return [
    ...known,
    ...unknown.map((name) => ({
      path: toPropertyPath(path, name),
      fault: { kind: 'unknown-property' } as const,
    })),
  ]
}

/** The path of a property: `a.b`, or `a["b c"]` where it is no name. */
export function toPropertyPath(path: string, name: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}

/** The path of an item: `a[0]`. */
export function toItemPath(path: string, index: number): string {
  return `${path}[${index}]`
}
