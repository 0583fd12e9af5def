/** Lines of the project's sources around the places that a failure's stack names. Routes of runs, errors and problems ask. */
import type { Failure } from '@motia/core/failure'
import type { WireFrame } from '../wire/app.ts'
import type { ProjectFiles } from './project-files.ts'

/** Where something is in a source. */
export interface Place {
  /** Relative to the root. */
  readonly file: string
  readonly line: number
  readonly column?: number
}

const LINES_AROUND = 4
const MAX_FRAMES = 8
const MAX_LINE_LENGTH = 400

/** `at name (file:1:2)`, `at file:1:2`. */
const NODE_FRAME = /^\s*at (?:async )?(?:.*?\()?(?:file:\/\/)?([^()\s]+):(\d+):(\d+)\)?$/
const PYTHON_FRAME = /^\s*File "([^"]+)", line (\d+)/
const RUBY_FRAME = /^\s*(?:from )?(\S.*?\.rb):(\d+):in /

/** Of the places in the stack those within the project, innermost first. */
export async function framesOf(
  failure: Pick<Failure, 'stack'> | null | undefined,
  files: ProjectFiles,
): Promise<WireFrame[]> {
  const frames: WireFrame[] = []
  for (const place of findPlaces(failure?.stack ?? '')) {
    const frame = await readFrame(place, files)
    if (frame) frames.push(frame)
    if (frames.length === MAX_FRAMES) break
  }
  return frames
}

/** `undefined` where the file cannot be shown, or has no such line. */
export async function readFrame(
  { file, line, column }: Place,
  files: ProjectFiles,
): Promise<WireFrame | undefined> {
  const source = await files.read(file)
  const lines = source?.text.split(/\r?\n/) ?? []
  if (!source || line < 1 || line > lines.length) return undefined
  const first = Math.max(1, line - LINES_AROUND)
  const shown = lines.slice(first - 1, line + LINES_AROUND)
  return {
    file: source.file,
    line,
    ...(column !== undefined && { column }),
    lines: shown.map((text, index) => ({ number: first + index, text: text.slice(0, MAX_LINE_LENGTH) })),
  }
}

/** Pure. The stack's places, innermost first: Python's last call stands at the end. */
export function findPlaces(stack: string): Place[] {
  const isPython = /^\s*Traceback \(most recent call last\)/m.test(stack)
  const places = stack.split('\n').flatMap((text) => toPlace(text) ?? [])
  const inOrder = isPython ? places.reverse() : places
  const seen = new Set<string>()
  return inOrder.filter(({ file, line }) => {
    const key = `${file}:${line}`
    return !seen.has(key) && seen.add(key)
  })
}

function toPlace(text: string): Place | undefined {
  const [, file, line, column] =
    NODE_FRAME.exec(text) ?? PYTHON_FRAME.exec(text) ?? RUBY_FRAME.exec(text) ?? []
  if (file === undefined) return undefined
  return { file, line: Number(line), ...(column !== undefined && { column: Number(column) }) }
}
