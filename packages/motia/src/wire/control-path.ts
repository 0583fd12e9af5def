/**
 * Where a project's control socket is: `.motia/control.sock`, or, where that path is too long for a Unix socket, one
 * in a private folder that `.motia/control.path` names. The supervisor makes it, the command line finds it.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The shortest `sun_path` of the systems that we run on (macOS: 104, with its end). */
const MAX_SOCKET_PATH_BYTES = 103

/** The folder in a project where everything of ours is. */
export function motiaFolder(root: string): string {
  return join(root, '.motia')
}

/** The file of what was seen: written by the supervisor, read by the command line and the Workbench. */
export function telemetryPath(root: string): string {
  return join(motiaFolder(root), 'telemetry.db')
}

/** The path to listen on; makes the folders that lead there, for this user only. */
export function makeControlPath(root: string): string {
  const folder = motiaFolder(root)
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o700) // another part of us may have made it
  const path = join(folder, 'control.sock')
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path
  const other = join(mkdtempSync(join(tmpdir(), 'motia-')), 'control.sock')
  writeFileSync(recordOf(root), other, { mode: 0o600 })
  return other
}

/** The path to connect to; whether somebody listens there is another question. */
export function findControlPath(root: string): string {
  const record = recordOf(root)
  return existsSync(record) ? readFileSync(record, 'utf8').trim() : join(motiaFolder(root), 'control.sock')
}

/** Removes the socket and what led to it. */
export function removeControlPath(root: string, path: string): void {
  rmSync(path, { force: true })
  if (!existsSync(recordOf(root))) return
  rmSync(recordOf(root), { force: true })
  try {
    rmdirSync(dirname(path)) // only ever the private folder: anything else is not empty
  } catch {
    // gone already, or not ours
  }
}

function recordOf(root: string): string {
  return join(motiaFolder(root), 'control.path')
}
