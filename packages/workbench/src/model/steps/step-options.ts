/** A step's options as rows to read: what they are called, and values with the units that they are in. Pure. */

export type OptionValue =
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'bytes'; readonly bytes: number }
  /** Names and numbers, as they were written. */
  | { readonly kind: 'text'; readonly text: string }

export interface OptionRow {
  /** As in the source, with dots: `retry.delay`. */
  readonly name: string
  readonly value: OptionValue
}

const DURATIONS = ['timeout', 'retry.delay', 'retry.maxDelay']
const BYTES = ['bodyLimit']
/** Shown in other places of the step's page. */
const ELSEWHERE = ['id', 'description', 'schema']

export function toOptionRows(options: Readonly<Record<string, unknown>>): OptionRow[] {
  return Object.entries(options)
    .filter(([name, value]) => !ELSEWHERE.includes(name) && value !== undefined)
    .flatMap(([name, value]) => toRows(name, value))
}

function toRows(name: string, value: unknown): OptionRow[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ name, value: toValue(name, value) }]
  }
  return Object.entries(value).map(([inner, each]) => {
    const path = `${name}.${inner}`
    return { name: path, value: toValue(path, each) }
  })
}

function toValue(name: string, value: unknown): OptionValue {
  if (typeof value === 'number' && DURATIONS.includes(name)) return { kind: 'duration', ms: value }
  if (typeof value === 'number' && BYTES.includes(name)) return { kind: 'bytes', bytes: value }
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return { kind: 'text', text: value.join(', ') }
  }
  return { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }
}
