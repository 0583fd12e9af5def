/** Lines of a Node stack trace as data. Used for the places of mistakes here and in discovery/. */
import { fileURLToPath } from 'node:url'

/** A frame that has a place. `path` is absolute; `node:…` for Node's own. */
export interface Frame {
  readonly path: string
  readonly line: number
  readonly column: number
}

const FRAME = /^\s+at (?:async )?(?:.*? \()?(.+?):(\d+):(\d+)\)?$/

/** `undefined` for a line that is no frame, or a frame without a place (`<anonymous>`, `index 0`). */
export function parseFrame(text: string): Frame | undefined {
  const [, location = '', line, column] = FRAME.exec(text) ?? []
  if (line === undefined) return undefined
  const path = location.startsWith('file:') ? fileURLToPath(location.replace(/\?.*$/, '')) : location
  return { path, line: Number(line), column: Number(column) }
}
