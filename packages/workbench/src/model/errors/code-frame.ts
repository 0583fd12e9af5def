/** Which part of a line of code is meant by a column. Pure; parts/code-frame.tsx marks it. */

/** The text before, what is meant (a word, or one character), and the text after. */
export type MarkedLine = readonly [before: string, meant: string, after: string]

const WORD = /^[\p{L}\p{N}_$]+/u

/** @param column from 1 on; beyond the end means the end, where something is missing */
export function markColumn(text: string, column: number | undefined): MarkedLine | undefined {
  if (column === undefined || column < 1) return undefined
  const from = Math.min(column - 1, text.length)
  const rest = text.slice(from)
  const meant = WORD.exec(rest)?.[0] ?? (rest.slice(0, 1) || ' ')
  return [text.slice(0, from), meant, rest.slice(meant.length)]
}
