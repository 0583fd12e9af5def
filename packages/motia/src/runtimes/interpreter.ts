/**
 * Whether a language's interpreter runs, and which version it is: asked before the first worker starts, and by
 * `motia install`. python/interpreter.ts and ruby/interpreter.ts say where to look.
 */
import { execFile } from 'node:child_process'
import { isAbsolute, resolve } from 'node:path'

/** Where it is asked from. */
export interface Surroundings {
  /** The project's folder. */
  readonly root: string
  readonly env: NodeJS.ProcessEnv
}

/** There is none that would do. The message says what is needed, the hint what to do about it. */
export class InterpreterError extends Error {
  override readonly name = 'InterpreterError'
  readonly hint: string
  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

/** A cold disk or the shim of a version manager takes a moment; nothing takes this long. */
const PATIENCE_MS = 10_000

/** What it prints, by lines; `undefined` if there is no such command, or it fails. */
export function askInterpreter(
  command: string,
  args: readonly string[],
  { root, env }: Surroundings,
): Promise<string[] | undefined> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, env, timeout: PATIENCE_MS, windowsHide: true }, (error, stdout) =>
      resolve(error ? undefined : stdout.trim().split(/\r?\n/)),
    )
  })
}

/** A command as a setting names it: a path is relative to the root, a bare name is looked for on PATH. */
export function toCommand(root: string, setting: string): string {
  return isAbsolute(setting) || !/[/\\]/.test(setting) ? setting : resolve(root, setting)
}

/** Whether a version such as `3.11.7` is this one or newer. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map(Number)
  return foundMajor > major || (foundMajor === major && foundMinor >= minor)
}
