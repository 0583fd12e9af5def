/** Mistakes of a project as text for a terminal. */
import type { Mistake } from '@motia/core/descriptor'

export interface ReportOptions {
  readonly color: boolean
}

/** Sorted by place, each once, with a line that counts them; empty for none. */
export function formatMistakes(mistakes: readonly Mistake[], { color }: ReportOptions): string {
  const paint = (code: number, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text)
  const blocks = sortMistakes(mistakes).map(({ file, line, column, message, hint, stepId }) => {
    const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined)
    const head = paint(1, paint(36, place.join(':'))) + (stepId === undefined ? '' : paint(2, `  ${stepId}`))
    const lines = [head, ...indent(paint(31, capitalize(message)))]
    return [...lines, ...(hint === undefined ? [] : indent(paint(2, hint)))].join('\n')
  })
  if (blocks.length === 0) return ''
  return `${[...blocks, paint(1, countOf(sortMistakes(mistakes)))].join('\n\n')}\n`
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

function countOf(mistakes: readonly Mistake[]): string {
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
  const files = new Set(mistakes.map(({ file }) => file)).size
  return `${plural(mistakes.length, 'mistake')} in ${plural(files, 'file')}`
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
