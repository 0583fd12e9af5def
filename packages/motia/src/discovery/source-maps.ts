/**
 * Stack traces as a step's author knows them. Node maps compiled places back to sources itself, once a process has
 * called `process.setSourceMapsEnabled(true)` before it loads the project (that costs nothing that could be measured);
 * what remains is to drop the frames that the author did not write, and to name files from the project's root. Used by the app, the workers and load.ts.
 */
import { realpathSync } from 'node:fs'
import { createRequire, findSourceMap } from 'node:module'
import { dirname, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Frame, parseFrame } from '../config/frames.ts'

/** Relative to the project's root, with forward slashes. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Where Motia's own code is, also when it is linked from elsewhere. */
const OWN = [
  fileURLToPath(new URL('..', import.meta.url)),
  dirname(createRequire(import.meta.url).resolve('@motia/core/package.json')) + sep,
]

const FRAME_LINE = /^\s+at /

/**
 * The stack with the frames of the project's own code only, their files relative to the root; with those of packages
 * if there are no others. Frames without a place (`Array.map (<anonymous>)`) stay between those of the project.
 */
export function trimStack(stack: string, root: string): string {
  const lines = stack.split('\n')
  let end = lines.length
  while (end > 0 && FRAME_LINE.test(lines[end - 1] ?? '')) end--
  const frames = lines.slice(end)
  const roots = rootsOf(root)
  const own = frames.map((frame) => toUserFrame(frame, roots))
  const last = own.findLastIndex((frame) => typeof frame === 'string')
  const kept = frames.flatMap((frame, i) => {
    const mine = own[i]
    if (typeof mine === 'string') return [mine]
    return mine === undefined && i < last ? [frame] : []
  })
  const rest = kept.length > 0 ? kept : frames.filter((frame) => !isInternal(frame))
  return [...lines.slice(0, end), ...rest].join('\n')
}

/** Where in the project an error arose; for a module that Node cannot link, where it imports the other. */
export function locate(error: unknown, root: string): SourcePlace | undefined {
  const lines = (error instanceof Error ? (error.stack ?? '') : '').split('\n')
  const roots = rootsOf(root)
  // Node puts the place of what it cannot link above the message.
  const linked = error instanceof SyntaxError ? [`    at ${lines[0]}:1`] : []
  for (const text of [...linked, ...lines.filter((line) => FRAME_LINE.test(line))]) {
    const frame = toSource(parseFrame(text))
    if (!frame || !isUserPath(frame.path, roots)) continue
    return { file: toName(frame.path, roots), line: frame.line, column: frame.column }
  }
  return undefined
}

/** Mapped by hand if Node has not, which is so when a package of the project words stacks its own way. */
function toSource(frame: Frame | undefined): Frame | undefined {
  const entry = frame && findSourceMap(frame.path)?.findEntry(frame.line - 1, frame.column - 1)
  if (!entry || !('originalSource' in entry)) return frame
  const path = fileURLToPath(entry.originalSource)
  return { path, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}

/** The frame with a relative path; `false` if it is foreign, `undefined` if it has no place. */
function toUserFrame(text: string, roots: readonly string[]): string | false | undefined {
  const frame = toSource(parseFrame(text))
  if (!frame) return undefined
  if (!isUserPath(frame.path, roots)) return false
  const at = text.lastIndexOf('(') > 0 ? text.slice(0, text.lastIndexOf('(') + 1) : bareStart(text)
  const place = `${toName(frame.path, roots)}:${frame.line}:${frame.column}`
  return `${at}${place}${at.endsWith('(') ? ')' : ''}`
}

function bareStart(text: string): string {
  return /^\s+at (?:async )?/.exec(text)?.[0] ?? ''
}

function isUserPath(path: string, roots: readonly string[]): boolean {
  if (path.startsWith('node:') || path.includes(`${sep}node_modules${sep}`)) return false
  if (!/^([/\\]|[A-Za-z]:)/.test(path)) return false // `evalmachine.<anonymous>`, `[worker eval]`
  return roots.some((root) => path.startsWith(root + sep)) || !OWN.some((folder) => path.startsWith(folder))
}

function isInternal(text: string): boolean {
  const frame = parseFrame(text)
  return !frame || frame.path.startsWith('node:') || OWN.some((folder) => frame.path.startsWith(folder))
}

function toName(path: string, roots: readonly string[]): string {
  const root = roots.find((folder) => path.startsWith(folder + sep)) ?? roots[0] ?? ''
  return relative(root, path).replaceAll('\\', '/')
}

/** The root as it was given, and as Node knows it where there are links on the way. */
function rootsOf(root: string): string[] {
  try {
    return [root, realpathSync(root)]
  } catch {
    return [root]
  }
}
