/** Processes that a benchmark starts: their output kept for the case of a failure, ended by their id. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

export interface Child {
  readonly pid: number
  /** Rejects, with the last output, if the process ends before. */
  readonly died: Promise<never>
  /** Asks it to end, and makes sure that it does. */
  stop(): Promise<void>
}

const STOP_LIMIT_MS = 20_000
const KEPT_CHARACTERS = 4000

/** @param stdio stdout and stderr have to be pipes */
export function startChild(command: string, args: readonly string[], options: SpawnOptions): Child {
  return keepChild(spawn(command, args, options), [command, ...args].join(' '))
}

/** The same for a child that was started already. */
export function keepChild(child: ChildProcess, name: string): Child {
  let output = ''
  let isStopping = false
  const keep = (chunk: Buffer) => {
    output = (output + chunk).slice(-KEPT_CHARACTERS)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const died = ended.then((cause) => {
    if (isStopping) return new Promise<never>(() => {})
    throw new Error(`${name} ended (${cause}):\n${output}`)
  })
  died.catch(() => {})
  return {
    pid: child.pid ?? 0,
    died,
    async stop() {
      isStopping = true
      child.kill('SIGTERM')
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
      await ended
      clearTimeout(limit)
    },
  }
}

/** The environment of this process without what npm and tsx put there. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(npm_|tsx_|node_|motia_)/i.test(name))
  return Object.fromEntries(entries)
}
