/** How the supervisor starts an app process: its script, its environment, and how long it may stand still. */
import type { Config } from '../config/config.ts'
import { changesBetween } from '../wire/env-changes.ts'
import type { AppLaunch } from './app-process.ts'
import { hasInspector } from './pulse.ts'

export interface LaunchOptions {
  readonly config: Config
  /** The app's script. */
  readonly appPath: string
  /** Arguments for Node before the script, `--inspect` say. */
  readonly nodeArgs: readonly string[]
}

const DEFAULT_STALL_MS = 10_000
/** By Node, its libraries and the loader of the system. */
const READ_AT_START = /^(NODE_|UV_|LD_|DYLD_|SSL_|OPENSSL_|ICU_|LC_|LANG)/

export function toAppLaunch({ config, appPath, nodeArgs }: LaunchOptions, socketFd: number): AppLaunch {
  return {
    command: process.execPath,
    args: [...process.execArgv.filter((arg) => !arg.startsWith('--inspect')), ...nodeArgs, appPath],
    cwd: config.root,
    env: { ...process.env, ...config.fileEnv, NODE_ENV: config.mode },
    socketFd,
    stallMs: isInspected(nodeArgs) ? Number.POSITIVE_INFINITY : stallMsOf(process.env.MOTIA_STALL_MS),
  }
}

/** Whether a variable has changed that a process reads only as it starts: any other may change while it runs. */
export function changesItsStart(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): boolean {
  return Object.keys(changesBetween(before, after)).some((name) => READ_AT_START.test(name))
}

/** A debugger may stop the app, and has one port for one process. */
export function isInspected(nodeArgs: readonly string[]): boolean {
  return hasInspector(nodeArgs, process.env.NODE_OPTIONS)
}

/** How long the app's event loop may stand still; tests shorten it. */
function stallMsOf(text: string | undefined): number {
  return Number(text) > 0 ? Number(text) : DEFAULT_STALL_MS
}
