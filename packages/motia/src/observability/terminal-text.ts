/**
 * Text from outside, made safe for a terminal: what a step or a client writes can neither move the cursor nor forge a
 * line. Also how wide text is, and cutting it. words.ts passes all foreign text through here.
 */

/** Colours that a library put in: harmless, and unreadable when escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const COLOR_SEQUENCE = /\u001b\[[\d;:]*m/g
/** Controls (C0, C1, DEL), line separators, and what turns the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const NAMES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '  ' }

/** One line of safe text: controls become visible escapes. */
export function toLine(text: string): string {
  // Another process may have sent something else.
  return String(text)
    .replace(COLOR_SEQUENCE, '')
    .replace(
      UNSAFE,
      (control) => NAMES[control] ?? `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}

/** Safe text of several lines, the second and later ones beginning with `margin`: none can pass for a line of ours. */
export function toLines(text: string, margin: string): string {
  return String(text).trimEnd().split(/\r?\n/).map(toLine).join(`\n${margin}`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of one column each
const PLAIN = /^[\u0000-\u02ff]*$/
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Columns that the text takes, without escape sequences in it. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment)
  return width
}

/** What is drawn as one takes the place of its first character; an emoji that of two. */
function widthOfGrapheme(segment: string): number {
  if (/^\p{Emoji_Presentation}|\ufe0f/u.test(segment)) return 2
  if (/^[\p{M}\u200b-\u200d]+$/u.test(segment)) return 0
  return isWide(segment.codePointAt(0) as number) ? 2 : 1
}

/** The text within that many columns, with an ellipsis if it had to be cut; never half a character. */
export function clip(text: string, columns: number): string {
  if (text.length * 2 <= columns || widthOf(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    width += widthOfGrapheme(segment)
    if (width > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** A path with its end kept, from one of its folders on: what tells it from others. */
export function clipPath(text: string, columns: number): string {
  const left = [...graphemes.segment(text)].map(({ segment }) => segment)
  let width = widthOf(text)
  if (width <= columns) return text
  while (left.length > 0 && width > columns - 1) width -= widthOfGrapheme(left.shift() ?? '')
  const kept = left.join('')
  return `…${kept.slice(Math.max(0, kept.indexOf('/')))}`
}

/** East Asian wide and full width characters, and emoji; the common ranges of Unicode's table suffice for cutting. */
function isWide(code: number): boolean {
  if (code < 0x1100) return false
  return (
    code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  )
}
