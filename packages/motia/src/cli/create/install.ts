/**
 * Installs a new project's packages, with the package manager that its user works with, and what its Python steps need.
 * Called by command.ts.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PackageManager } from './choice.ts'
import { PACKAGE_MANAGERS } from './choice.ts'
import type { CreateIo } from './io.ts'

/**
 * Yarn holds back what was published in the last days; but who runs this has Motia already, and the project asks for
 * that very version.
 */
const FRESH = { YARN_NPM_PREAPPROVED_PACKAGES: 'motia,@motia/core' }

/** How an install went: `undefined` if well, else what was wrong. */
export type InstallProblem = string | undefined

/** The one that started this process (`pnpm dlx motia create`), as it says in its environment; else npm. */
export function detectPackageManager(env: NodeJS.ProcessEnv): PackageManager {
  const name = env.npm_config_user_agent?.split('/')[0]
  return PACKAGE_MANAGERS.find(({ value }) => value === name)?.value ?? 'npm'
}

/** Runs `<package manager> install` in a folder. */
export function installPackages(
  packageManager: PackageManager,
  path: string,
  io: CreateIo,
): Promise<InstallProblem> {
  return runInstaller(packageManager, packageManager, ['install'], path, io)
}

/** Runs `motia install` of the Motia that was installed there: what it makes leads to that one, and not to us. */
export function installPython(path: string, io: CreateIo): Promise<InstallProblem> {
  const motia = findInstalled(path)
  return runInstaller('motia install', process.execPath, [motia, 'install'], path, io)
}

/** In the project, or above it in a workspace. */
function findInstalled(path: string): string {
  const motia = join(path, 'node_modules/motia/dist/cli/bin.js')
  const above = dirname(path)
  return existsSync(motia) || above === path ? motia : findInstalled(above)
}

/** Ctrl-C ends it, not us: the project is complete without. */
async function runInstaller(
  name: string,
  command: string,
  args: readonly string[],
  path: string,
  io: CreateIo,
): Promise<InstallProblem> {
  const own = io.stdout === process.stdout
  let interrupted = false
  const interrupt = () => {
    interrupted = true
  }
  process.on('SIGINT', interrupt)
  try {
    const child = spawn(command, args, {
      cwd: path,
      env: { ...FRESH, ...io.env },
      shell: process.platform === 'win32' && command === name, // npm and its like are .cmd files there
      stdio: ['ignore', own ? 'inherit' : 'pipe', own ? 'inherit' : 'pipe'],
    })
    child.stdout?.pipe(io.stdout, { end: false })
    child.stderr?.pipe(io.stderr, { end: false })
    return await new Promise<InstallProblem>((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'ENOENT' ? `${name} is not installed` : error.message),
      )
      child.once('close', (code, signal) => {
        if (interrupted || signal) resolve('it was interrupted')
        else resolve(code === 0 ? undefined : `${name} ended with exit code ${code}`)
      })
    })
  } finally {
    process.off('SIGINT', interrupt)
  }
}
