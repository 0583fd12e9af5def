/** The fields of a log line as `name=value`, compact enough to follow a message on its line. words.ts calls it. */
import { toLine } from './terminal-text.ts'

const MAX_DEPTH = 3
const MAX_ITEMS = 20

export function formatFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${toLine(name)}=${formatValue(value, 0)}`)
    .join(' ')
}

function formatValue(value: unknown, depth: number): string {
  if (typeof value === 'string')
    return needsQuotes(value) || depth > 0 ? toLine(JSON.stringify(value)) : value
  if (value instanceof Error) return toLine(JSON.stringify(`${value.name}: ${value.message}`))
  if (typeof value !== 'object' || value === null) return String(value)
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return toLine(toJson(value))
  if (Array.isArray(value)) return formatArray(value, depth)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  if (depth >= MAX_DEPTH) return '{…}'
  const shown = entries
    .slice(0, MAX_ITEMS)
    .map(([key, item]) => `${toLine(key)}: ${formatValue(item, depth + 1)}`)
  return `{ ${[...shown, ...more(entries.length)].join(', ')} }`
}

function formatArray(items: readonly unknown[], depth: number): string {
  if (items.length > 0 && depth >= MAX_DEPTH) return '[…]'
  const shown = items.slice(0, MAX_ITEMS).map((item) => formatValue(item, depth + 1))
  return `[${[...shown, ...more(items.length)].join(', ')}]`
}

function more(count: number): string[] {
  return count > MAX_ITEMS ? [`… ${count - MAX_ITEMS} more`] : []
}

/** Text that could be mistaken for something else, or for more than one field. */
function needsQuotes(text: string): boolean {
  return text === '' || /[\s"'=,{}[\]\p{C}]/u.test(text) || /^(?:-?\d|true$|false$|null$)/.test(text)
}

function toJson(value: object): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return '[not JSON]'
  }
}
