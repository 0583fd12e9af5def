/** What `motia create` reads and writes, so that a test can hand it streams and a folder of its own. */
import type { Readable, Writable } from 'node:stream'

export interface CreateIo {
  readonly stdin: Readable & { readonly isTTY?: boolean; unref?(): void }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** Those of this process. */
export function fromProcess(): CreateIo {
  const { stdin, stdout, stderr, env } = process
  return { stdin, stdout, stderr, cwd: process.cwd(), env }
}

/** Whether somebody sits there who can answer. */
export function isTerminal({ stdin, stdout }: CreateIo): boolean {
  return stdin.isTTY === true && stdout.isTTY === true
}
