/**
 * Tables: columns as wide as they need. On a terminal some of them are cut or left out to fit; in a pipe all is whole.
 * The reading commands print them.
 */
import type { Screen } from './screen.ts'
import { clip, clipPath, toLine, widthOf } from './terminal-text.ts'

export interface Column<T> {
  readonly title: string
  readonly text: (row: T) => string
  /** Colours the padded text. */
  readonly paint?: (text: string, row: T) => string
  /** Gives way, down to this many columns, when the terminal is too narrow. */
  readonly shrinksTo?: number
  readonly alignsRight?: boolean
  /** Is cut at its beginning. */
  readonly isPath?: boolean
  /** Is left out where the terminal would be too narrow even with the others cut. */
  readonly givesWay?: boolean
}

/** What the table is printed on. */
export type Paper = Pick<Screen, 'ink' | 'columns' | 'isTTY'>

const GAP = '  '

/** Lines with their ends: a header, then the rows. */
export function formatTable<T>(all: readonly Column<T>[], rows: readonly T[], paper: Paper): string {
  const total = paper.isTTY ? paper.columns : Number.POSITIVE_INFINITY
  const columns = chooseColumns(all, rows, total)
  const cells = rows.map((row) => columns.map((column) => toLine(column.text(row))))
  const needed = columns.map(({ title }, i) =>
    Math.max(widthOf(title), ...cells.map((row) => widthOf(row[i] ?? ''))),
  )
  const widths = fit(needed, columns, total)
  const header = columns.map((column, i) => pad(column.title, widths[i] ?? 0, column))
  const lines = cells.map((row, r) =>
    columns.map((column, i) => {
      const text = pad(row[i] ?? '', widths[i] ?? 0, column)
      return column.paint ? column.paint(text, rows[r] as T) : text
    }),
  )
  return [paper.ink.dim(header.join(GAP).trimEnd()), ...lines.map((line) => trimEnd(line.join(GAP)))]
    .map((line) => `${line}\n`)
    .join('')
}

/** All, or those that do not give way. */
function chooseColumns<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  total: number,
): readonly Column<T>[] {
  const least = columns.map(({ title, text, shrinksTo }) => {
    const needed = Math.max(widthOf(title), ...rows.map((row) => widthOf(toLine(text(row)))))
    return Math.min(needed, Math.max(shrinksTo ?? needed, widthOf(title)))
  })
  const sum = least.reduce((all, width) => all + width, GAP.length * (columns.length - 1))
  return sum <= total ? columns : columns.filter(({ givesWay }) => !givesWay)
}

/** Takes from the columns that may shrink, the widest first, until all fit. */
function fit<T>(needed: readonly number[], columns: readonly Column<T>[], total: number): number[] {
  const widths = [...needed]
  const room = (i: number) => (widths[i] ?? 0) - (columns[i]?.shrinksTo ?? Number.POSITIVE_INFINITY)
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (columns.length - 1) - total
  while (excess > 0) {
    const open = columns.map((_, i) => i).filter((i) => room(i) > 0)
    if (open.length === 0) break
    const widest = open.reduce((a, b) => ((widths[b] ?? 0) > (widths[a] ?? 0) ? b : a))
    widths[widest] = (widths[widest] ?? 0) - 1
    excess--
  }
  return widths
}

function pad<T>(text: string, width: number, { alignsRight, isPath }: Column<T>): string {
  const cut = isPath ? clipPath(text, width) : clip(text, width)
  const space = ' '.repeat(Math.max(0, width - widthOf(cut)))
  return alignsRight ? space + cut : cut + space
}

/** Spaces at the end, also before a colour's end. */
function trimEnd(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence that ends a colour
  return line.replace(/ +((?:\u001b\[\d+m)*)$/, '$1')
}
