/** Running commands at the root of the workspace, for the scripts beside this file. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The root of the workspace. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** The path of a command that a development dependency brings. */
export function tool(name: string): string {
  return join(root, 'node_modules/.bin', name)
}

/** How a command ended, and what it wrote (empty if it wrote to the terminal itself). */
export interface Result {
  readonly exitCode: number
  readonly output: string
}

/** Runs a command with the terminal's output; throws if it fails. */
export async function run(command: string, args: readonly string[]): Promise<void> {
  const { exitCode } = await execute(command, args, 'inherit')
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed (exit code ${exitCode})`)
}

/** Runs a command and tells how it ended. `capture` keeps both of its outputs, `inherit` shows them. */
export function execute(
  command: string,
  args: readonly string[],
  mode: 'capture' | 'inherit',
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', ...outputs(mode)] })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.once('error', reject)
    child.once('close', (code) => resolve({ exitCode: code ?? 1, output }))
  })
}

/** Whether the module at this address is the script that was started. */
export function isMain(moduleUrl: string): boolean {
  return argv[1] !== undefined && moduleUrl === pathToFileURL(argv[1]).href
}

function outputs(mode: 'capture' | 'inherit') {
  return mode === 'inherit' ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const)
}
