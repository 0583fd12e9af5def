/** Patterns of SQL's LIKE. */

/** Matches what holds the text anywhere, with `ESCAPE '\'`. Case is told apart beyond ASCII only. */
export function containsPattern(text: string): string {
  return `%${text.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&')}%`
}
