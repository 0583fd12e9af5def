/** A first value of a field: what its author gave as an example or default, else the plainest one that passes. */
import type { NumberField, SchemaField, TextField } from './schema-field.ts'

const FORMAT_EXAMPLES: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  uuid: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  'date-time': '2026-01-31T09:30:00Z',
  date: '2026-01-31',
  time: '09:30:00',
  uri: 'https://example.com',
  url: 'https://example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  hostname: 'example.com',
}

/** Only what is required, and what has an example or a default; `undefined` where nothing can be said. */
export function toExample(field: SchemaField): unknown {
  if (field.example !== undefined) return field.example
  if (field.fallback !== undefined) return field.fallback
  switch (field.kind) {
    case 'text':
      return toExampleText(field)
    case 'number':
      return toExampleNumber(field)
    case 'flag':
      return false
    case 'choice':
      return field.options[0]
    case 'object':
      return toExampleObject(field.properties)
    case 'list':
      return Array.from({ length: Math.min(field.minItems ?? 1, 20) }, () => toExample(field.item) ?? null)
    case 'variant':
      return field.variants[0] && toExample(field.variants[0].field)
    case 'json':
      return undefined
  }
}

function toExampleObject(properties: readonly { name: string; isRequired: boolean; field: SchemaField }[]) {
  const given = properties.filter(({ isRequired, field }) => isRequired || field.example !== undefined)
  const entries = given.map(({ name, field }) => [name, toExample(field) ?? null] as const)
  return Object.fromEntries(entries)
}

function toExampleText({ format, minLength = 0, maxLength }: TextField): string {
  const known = format === undefined ? undefined : FORMAT_EXAMPLES[format]
  return known ?? 'text'.padEnd(Math.min(minLength, 1000), 'x').slice(0, maxLength)
}

function toExampleNumber({ isInteger, min, max, above, below, multipleOf }: NumberField): number {
  const step = multipleOf ?? (isInteger ? 1 : 0.5)
  const low = min ?? (above === undefined ? undefined : above + step)
  const high = max ?? (below === undefined ? undefined : below - step)
  const wanted = Math.min(Math.max(1, low ?? 1), high ?? Number.POSITIVE_INFINITY)
  const unit = multipleOf ?? (isInteger ? 1 : undefined)
  return unit === undefined ? wanted : Math.ceil(wanted / unit) * unit
}
