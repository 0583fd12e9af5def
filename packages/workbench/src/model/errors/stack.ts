/**
 * A stack trace of any language in parts: what is said, frames of the project's own code, and frames of everything else,
 * which are folded. Pure; pages of errors, problems and runs show it.
 */

export type StackPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Of the project: `place` as `motia/a.ts:1:2`. */
  | { readonly kind: 'own'; readonly text: string; readonly place: string }
  | { readonly kind: 'foreign'; readonly lines: readonly string[] }

/** Node's `at f (motia/a.ts:1:2)`, Python's `File "motia/a.py", line 1, in f`, Ruby's `motia/a.rb:1:in 'f'`. */
const FRAMES = [
  /^\s*at (?:.*?[( ])??(?<file>(?:file:\/\/)?[^\s()]+?):(?<line>\d+)(?::(?<column>\d+))?\)?$/,
  /^\s*File "(?<file>[^"]+)", line (?<line>\d+)/,
  /^\s*(?:from )?(?<file>\S+?\.rb):(?<line>\d+)/,
]
/** A frame without a place: `at Array.map (<anonymous>)`. */
const PLACELESS = /^\s*at .*(?:<anonymous>|\(native\))/
const FOREIGN = /^node:|(?:^|[/\\])node_modules[/\\]|[/\\](?:site|dist)-packages[/\\]|[/\\]gems[/\\]|^</

/** Frames of the project's own files have paths from its root. */
function isOwn(file: string): boolean {
  return !FOREIGN.test(file) && !/^(?:[/\\]|[A-Za-z]:|file:)/.test(file)
}

export function toStackParts(stack: string): StackPart[] {
  const parts: StackPart[] = []
  let isInPython = false
  for (const line of stack.split('\n')) {
    const before = parts.at(-1)
    const place = FRAMES.map((frame) => frame.exec(line)?.groups).find((groups) => groups !== undefined)
    // Below its `File` line Python tells the source, farther in.
    if (isInPython && !place && /^ {4}/.test(line) && before) parts[parts.length - 1] = withLine(before, line)
    else if (place) add(parts, line, place)
    else if (PLACELESS.test(line)) addForeign(parts, line)
    else if (line.trim() !== '') addText(parts, line)
    if (place) isInPython = /^\s*File "/.test(line)
    else if (!/^ {4}/.test(line)) isInPython = false
  }
  return parts
}

function add(
  parts: StackPart[],
  line: string,
  { file = '', line: row, column }: Record<string, string>,
): void {
  if (!isOwn(file)) addForeign(parts, line)
  else parts.push({ kind: 'own', text: line, place: [file, row, column].filter(Boolean).join(':') })
}

function addForeign(parts: StackPart[], line: string): void {
  const before = parts.at(-1)
  if (before?.kind === 'foreign') parts[parts.length - 1] = withLine(before, line)
  else parts.push({ kind: 'foreign', lines: [line] })
}

function addText(parts: StackPart[], line: string): void {
  const before = parts.at(-1)
  if (before?.kind === 'text') parts[parts.length - 1] = withLine(before, line)
  else parts.push({ kind: 'text', text: line })
}

function withLine(part: StackPart, line: string): StackPart {
  if (part.kind === 'foreign') return { kind: 'foreign', lines: [...part.lines, line] }
  return { ...part, text: `${part.text}\n${line}` }
}

/** How many frames lines are: Python's source lines belong to the frame above. */
export function countFrames(lines: readonly string[]): number {
  const count = lines.filter(
    (line) => FRAMES.some((frame) => frame.test(line)) || PLACELESS.test(line),
  ).length
  return Math.max(1, count)
}
