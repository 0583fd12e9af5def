/** A command in a real pseudo-terminal, for what behaves otherwise when a person looks at it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { waitFor } from './wait-for.ts'

export interface Terminal {
  /** Everything shown so far, without control characters. */
  screen(): string
  /** Waits until the screen has shown it after what was waited for last; resolves to what it was. */
  sees(text: string | RegExp, timeoutMs?: number): Promise<string>
  type(keys: string): void
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>
  /** The process between us and the terminal. */
  readonly child: ChildProcess
}

export const KEYS = { enter: '\r', down: '\u001b[B', space: ' ', ctrlC: '\u0003' } as const

const PROGRAM = fileURLToPath(new URL('terminal.py', import.meta.url))

export function openTerminal(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Terminal {
  const { CI: _, ...terminalEnv } = env
  const child = spawn('python3', [PROGRAM, command, ...args], {
    cwd,
    env: { ...terminalEnv, TERM: 'xterm-256color' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  let seen = 0
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk
  })
  const screen = () => stripVTControlCharacters(shown)
  return {
    screen,
    async sees(text, timeoutMs) {
      const pattern =
        typeof text === 'string' ? new RegExp(text.replace(/[()[\]{}.?*+^$|\\]/g, '\\$&')) : text
      const look = () => pattern.exec(screen().slice(seen))
      const found = await waitFor(`${text} on the screen`, look, timeoutMs).catch((error: Error) => {
        throw new Error(`${error.message}\n${screen()}`)
      })
      seen += found.index + found[0].length
      return found[0]
    },
    type: (keys) => void child.stdin.write(keys),
    ended: new Promise((resolve) => child.once('close', resolve)),
    child,
  }
}
