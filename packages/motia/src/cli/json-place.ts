/**
 * Where a text stops being JSON (RFC 8259), for messages: Node's own errors name no place for short texts.
 * json-argument.ts asks after `JSON.parse` has refused.
 */
export interface JsonFault {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** What should be there. */
  readonly expected: string
}

const SPACE = /[\t\n\r ]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: the RFC wants them escaped in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const ATOM = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** The first place that is wrong; `undefined` if the text is JSON. */
export function findJsonFault(text: string): JsonFault | undefined {
  const scanner = { text, at: 0 }
  const expected = readValue(scanner) ?? readEnd(scanner)
  return expected === undefined ? undefined : { ...toPlace(text, scanner.at), expected }
}

/** The line of the text at fault, and a mark below the place. */
export function showJsonFault(text: string, { line, column }: JsonFault, columns: number): string {
  const whole = text.split('\n')[line - 1] ?? ''
  const from = Math.max(0, column - Math.floor(columns / 2))
  return `${whole.slice(from, from + columns)}\n${' '.repeat(column - 1 - from)}^`
}

interface Scanner {
  readonly text: string
  at: number
}

/** What was expected where it stopped, or nothing. */
function readValue(scanner: Scanner): string | undefined {
  skip(scanner, SPACE)
  const first = scanner.text[scanner.at]
  if (first === '{') return readItems(scanner, '}', readMember)
  if (first === '[') return readItems(scanner, ']', readValue)
  if (first === '"') return skip(scanner, STRING) ? undefined : 'a string that ends with "'
  return skip(scanner, ATOM) ? undefined : 'a value'
}

function readItems(
  scanner: Scanner,
  end: string,
  readItem: (scanner: Scanner) => string | undefined,
): string | undefined {
  scanner.at++
  if (skipText(scanner, end)) return undefined
  for (;;) {
    const expected = readItem(scanner)
    if (expected !== undefined) return expected
    if (skipText(scanner, end)) return undefined
    if (!skipText(scanner, ',')) return `, or ${end}`
  }
}

function readMember(scanner: Scanner): string | undefined {
  skip(scanner, SPACE)
  if (!skip(scanner, STRING)) return 'a name in double quotes'
  return skipText(scanner, ':') ? readValue(scanner) : ':'
}

function readEnd(scanner: Scanner): string | undefined {
  skip(scanner, SPACE)
  return scanner.at < scanner.text.length ? 'the end' : undefined
}

function skip(scanner: Scanner, pattern: RegExp): boolean {
  pattern.lastIndex = scanner.at
  const found = pattern.exec(scanner.text)?.[0]
  scanner.at += found?.length ?? 0
  return found !== undefined
}

function skipText(scanner: Scanner, text: string): boolean {
  skip(scanner, SPACE)
  const isThere = scanner.text.startsWith(text, scanner.at)
  if (isThere) scanner.at += text.length
  return isThere
}

function toPlace(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
