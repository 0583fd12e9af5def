/** Installs a new project's packages with the package manager that its user works with. Called by command.ts. */
import { spawn } from 'node:child_process'
import type { PackageManager } from './choice.ts'
import { PACKAGE_MANAGERS } from './choice.ts'
import type { CreateIo } from './io.ts'

/** How an install went: `undefined` if well, else what was wrong. */
export type InstallProblem = string | undefined

/** The one that started this process (`pnpm dlx motia create`), as it says in its environment; else npm. */
export function detectPackageManager(env: NodeJS.ProcessEnv): PackageManager {
  const name = env.npm_config_user_agent?.split('/')[0]
  return PACKAGE_MANAGERS.find(({ value }) => value === name)?.value ?? 'npm'
}

/** Runs `<package manager> install` in a folder. Ctrl-C ends it, not us: the project is complete without. */
export async function installPackages(
  packageManager: PackageManager,
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
    const child = spawn(packageManager, ['install'], {
      cwd: path,
      env: io.env,
      shell: process.platform === 'win32', // npm and its like are .cmd files there
      stdio: ['ignore', own ? 'inherit' : 'pipe', own ? 'inherit' : 'pipe'],
    })
    child.stdout?.pipe(io.stdout, { end: false })
    child.stderr?.pipe(io.stderr, { end: false })
    return await new Promise<InstallProblem>((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'ENOENT' ? `${packageManager} is not installed` : error.message),
      )
      child.once('close', (code, signal) => {
        if (interrupted || signal) resolve('it was interrupted')
        else resolve(code === 0 ? undefined : `${packageManager} ended with exit code ${code}`)
      })
    })
  } finally {
    process.off('SIGINT', interrupt)
  }
}
