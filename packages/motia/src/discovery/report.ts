/** Mistakes of a project, and what is worth a warning, as text for a terminal. */
import type { Mistake } from '@motia/core/descriptor'
import { COMMAND_LINE, ENVIRONMENT } from '../config/sources.ts'

export interface ReportOptions {
  readonly color: boolean
}

const BOLD = 1
const DIM = 2
const RED = 31
const YELLOW = 33
const CYAN = 36

/** Sorted by place, each once, with a line that counts them; empty for none. */
export function formatMistakes(mistakes: readonly Mistake[], options: ReportOptions): string {
  return format(mistakes, 'mistake', RED, options)
}

/** The same of what stops nothing. */
export function formatWarnings(warnings: readonly Mistake[], options: ReportOptions): string {
  return format(warnings, 'warning', YELLOW, options)
}

function format(found: readonly Mistake[], noun: string, shade: number, { color }: ReportOptions): string {
  if (found.length === 0) return ''
  const paint = (code: number, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text)
  const sorted = sortMistakes(found)
  const blocks = new Map<string, string[]>()
  for (const { file, line, column, message, hint, stepId } of sorted) {
    const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined)
    const head =
      paint(BOLD, paint(CYAN, place.join(':'))) + (stepId === undefined ? '' : paint(DIM, `  ${stepId}`))
    const lines = indent(paint(shade, capitalize(message)))
    if (hint !== undefined) lines.push(...indent(paint(DIM, hint)))
    blocks.set(head, [...(blocks.get(head) ?? [head]), ...lines])
  }
  const texts = [...blocks.values()].map((lines) => lines.join('\n'))
  return `${[...texts, paint(BOLD, countOf(sorted, noun))].join('\n\n')}\n`
}

/** By file, line and column; the same said twice, by two processes say, is said once. */
export function sortMistakes(mistakes: readonly Mistake[]): Mistake[] {
  const unique = new Map(mistakes.map((mistake) => [keyOf(mistake), mistake]))
  return [...unique.values()].sort(
    (a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
}

function keyOf({ file, line, column, message }: Mistake): string {
  return JSON.stringify([file, line, column, message])
}

function countOf(found: readonly Mistake[], noun: string): string {
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
  const places = new Set(found.map(({ file }) => file))
  const areFiles = !places.has(ENVIRONMENT) && !places.has(COMMAND_LINE)
  return `${plural(found.length, noun)}${areFiles ? ` in ${plural(places.size, 'file')}` : ''}`
}

/** Words that are code keep their case. */
function capitalize(text: string): string {
  return /^(the|cannot|could|is|subscribes|syntax)\b/.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text
}

function indent(text: string): string[] {
  return text.split('\n').map((line) => `  ${line}`)
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
