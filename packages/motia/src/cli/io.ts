/** What a command reads and writes, so that a test can hand it a terminal and a folder of its own. */
import type { Readable } from 'node:stream'
import { createInk, wantsColor } from '../observability/ink.ts'
import type { Screen } from '../observability/screen.ts'
import type { CreateIo } from './create/io.ts'

export interface Io extends Screen {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stdin: Readable
  /** There if somebody sits at both ends who can answer. */
  readonly terminal?: Pick<CreateIo, 'stdin' | 'stdout'>
  setExitCode(code: number): void
}

const DEFAULT_COLUMNS = 80

/** Those of this process. A reader that closes its end (`| head`) ends the command quietly. */
export function ioOfProcess(): Io {
  const { stdin, stdout, stderr, env } = process
  const color = wantsColor(env, stdout.isTTY === true)
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    cwd: process.cwd(),
    env,
    stdin,
    ...(stdin.isTTY && stdout.isTTY && { terminal: { stdin, stdout } }),
    isTTY: stdout.isTTY === true,
    color,
    ink: createInk(color),
    get columns() {
      return stdout.columns ?? DEFAULT_COLUMNS
    },
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
    setExitCode(code) {
      process.exitCode = code
    },
  }
}
