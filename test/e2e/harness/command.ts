/** Runs programs as a user would, and tells how they ended; no test calls a shell for anything else. */
import { spawn } from 'node:child_process'

export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
}

export interface CommandOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** What comes on stdin; `open` never comes and never ends. Default: nothing. */
  readonly stdin?: string | 'open'
}

export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, stdin = '' }: CommandOptions,
): Promise<Ran> {
  const beganAt = performance.now()
  const child = spawn(command, args, { cwd, env, stdio: 'pipe' })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      output[name] += chunk
    })
  }
  child.stdin.on('error', () => {}) // it ended before it had read everything
  if (stdin !== 'open') child.stdin.end(stdin)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, ...output, tookMs: performance.now() - beganAt }))
  })
}

/** The same, for commands that have to succeed. @throws with what it wrote if it fails */
export async function succeed(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<Ran> {
  const ran = await runCommand(command, args, options)
  if (ran.exitCode === 0) return ran
  throw new Error(`${command} ${args.join(' ')} ended with ${ran.exitCode}\n${ran.stdout}${ran.stderr}`)
}
