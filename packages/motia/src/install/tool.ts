/** Other tools, run one after another: pip, uv, venv, Bundler. What they print is told line by line. */
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { Surroundings } from '../runtimes/interpreter.ts'
import { readLines } from '../wire/lines.ts'
import type { Progress } from './progress.ts'

export interface ToolRun {
  readonly command: string
  readonly args: readonly string[]
  /** As one would type it; it is not told of without. */
  readonly shownAs?: string
}

export interface ToolEnd {
  readonly ok: boolean
  /** In words: `exit code 1`, `signal SIGINT`, or why it could not be started. */
  readonly cause: string
  /** All that it printed, to stdout and stderr. */
  readonly output: string
}

/** Lines that say that nothing had to be done. */
const NOISE = /^(Requirement already satisfied|Using \S+ \S+$|Looking in (links|indexes): )/

/** Runs a tool in the project's folder; never throws. */
export function runTool(run: ToolRun, { root, env }: Surroundings, progress: Progress): Promise<ToolEnd> {
  const { command, args, shownAs } = run
  const lines: string[] = []
  if (shownAs !== undefined) progress.began(shownAs)
  const hear = (line: string) => {
    lines.push(line)
    if (shownAs !== undefined && line.trim() !== '' && !NOISE.test(line)) progress.line(line)
  }
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    readLines(child.stdout as Readable, hear)
    readLines(child.stderr as Readable, hear)
    const end = (ok: boolean, cause: string) => resolve({ ok, cause, output: lines.join('\n') })
    child.once('error', (error) => end(false, error.message))
    child.once('close', (code, signal) => end(code === 0, signal ? `signal ${signal}` : `exit code ${code}`))
  })
}

/** Whether there is such a command on PATH. */
export async function hasTool(command: string, around: Surroundings): Promise<boolean> {
  const quiet: Progress = { began() {}, line() {}, done() {}, note() {} }
  return (await runTool({ command, args: ['--version'] }, around, quiet)).ok
}
