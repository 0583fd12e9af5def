/**
 * `.motia/workbench.token`: lets this user's tools into the Workbench of the project, `motia api` above all. Made by the
 * first server, kept by the next ones, so that pages that are open go on; only the user may read it.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { motiaFolder } from '../wire/control-path.ts'

/** Relative to the project's root, for hints. */
export const WORKBENCH_TOKEN_FILE = '.motia/workbench.token'

const TOKEN = /^[\w-]{43}$/

/** The project's token; makes it if there is none, or none of ours. */
export function makeWorkbenchToken(root: string): string {
  const path = tokenPath(root)
  const known = readWorkbenchToken(root)
  if (known !== undefined) {
    chmodSync(path, 0o600)
    return known
  }
  const token = randomBytes(32).toString('base64url')
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, `${token}\n`, { mode: 0o600 })
  chmodSync(path, 0o600) // it may have been there, open to others
  return token
}

/** `undefined` if no server with a Workbench ever ran here. */
export function readWorkbenchToken(root: string): string | undefined {
  try {
    const text = readFileSync(tokenPath(root), 'utf8').trim()
    return TOKEN.test(text) ? text : undefined
  } catch {
    return undefined
  }
}

function tokenPath(root: string): string {
  return join(motiaFolder(root), 'workbench.token')
}
