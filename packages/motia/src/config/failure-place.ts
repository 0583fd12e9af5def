/**
 * Words what went wrong while the config file was evaluated, with its place: a syntax error, an exception, a missing
 * import. Called by load.ts, on failure only.
 */
import { readFileSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Mistake } from '@motia/core/descriptor'
import { parseFrame } from './frames.ts'

/** What the compiler throws: the errors that it found. */
interface CompilerError {
  readonly errors?: readonly CompilerFinding[]
}

interface CompilerFinding {
  readonly message: string
  readonly code?: string
  readonly loc?: Place
}

interface Place {
  readonly file?: string
  readonly line: number
  readonly column: number
}

/** One or more mistakes, each with file and line where they can be known. */
export async function toConfigMistakes(thrown: unknown, root: string, name: string): Promise<Mistake[]> {
  const { errors } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as CompilerError
  if (errors && errors.length > 0) return errors.map((finding) => fromCompiler(finding, root, name))
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `it threw ${String(thrown)}`
  const place =
    thrown instanceof SyntaxError ? await findSyntaxError(thrown, root, name) : findFrame(thrown, root)
  return [{ file: name, ...place, message }]
}

function fromCompiler({ message, code, loc }: CompilerFinding, root: string, name: string): Mistake {
  const text = message.split('\n')[0]?.replace(/^(Error: )?\[\w+\]\s*(Error:\s*)?/, '') ?? message
  const sentence = code === 'PARSE_ERROR' ? `SyntaxError: ${text}` : text
  if (!loc) return { file: name, message: sentence }
  const file = loc.file ? toRelative(loc.file, root) : name
  return { file, line: loc.line, column: loc.column + 1, message: sentence }
}

/** The parser is asked again, since Node does not say the column; the error may be in a file that is required. */
async function findSyntaxError(thrown: Error, root: string, name: string): Promise<Partial<Place>> {
  const code = readFileSync(join(root, name), 'utf8')
  const { parseSync } = await import('rolldown/utils')
  const offset = parseSync(name, code, { sourceType: 'unambiguous' }).errors[0]?.labels[0]?.start
  if (offset === undefined) return findFrame(thrown, root)
  const before = code.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** The innermost frame in a file of the project. */
function findFrame(thrown: unknown, root: string): Partial<Place> {
  const lines = thrown instanceof Error ? (thrown.stack ?? '').split('\n') : []
  // Node puts the place of a syntax error above the message.
  if (thrown instanceof SyntaxError) lines.unshift(`    at ${lines[0]}:1`)
  const roots = [root, realpathSync(root)]
  for (const frame of lines.map(parseFrame)) {
    const base = roots.find((folder) => frame?.path.startsWith(`${folder}${sep}`))
    if (!frame || base === undefined || frame.path.includes('node_modules')) continue
    return { file: toRelative(frame.path, base), line: frame.line, column: frame.column }
  }
  return {}
}

function toRelative(path: string, root: string): string {
  return relative(root, path).replaceAll('\\', '/')
}
