/**
 * Programs of the operating system that a suite needs (a Redis server, say), installed if they are missing: a clean
 * machine has Node and package registries, nothing else. `npm test` and the benchmarks ask for them.
 */
import { type Ran, runCommand } from './e2e/harness/command.ts'

/** Installs what is missing of these Debian packages. Throws, with what apt says, if that is not possible. */
export async function ensureSystemPackages(names: readonly string[]): Promise<void> {
  const installed = await Promise.all(names.map(isInstalled))
  const missing = names.filter((_, index) => !installed[index])
  if (missing.length === 0) return
  console.log(`Installing ${missing.join(', ')}`)
  await apt('update')
  await apt('install', '--yes', '--no-install-recommends', ...missing)
}

async function isInstalled(name: string): Promise<boolean> {
  const { exitCode, stdout } = await run('dpkg', ['--status', name])
  return exitCode === 0 && /^Status: .* installed$/m.test(stdout)
}

async function apt(...args: string[]): Promise<void> {
  const command = ['apt-get', '--quiet', ...args]
  const asRoot = process.getuid?.() === 0 ? command : ['sudo', '--non-interactive', ...command]
  const [program, ...rest] = ['env', 'DEBIAN_FRONTEND=noninteractive', ...asRoot]
  const { exitCode, stdout, stderr } = await run(program as string, rest)
  if (exitCode !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`)
}

const run = (command: string, args: readonly string[]): Promise<Ran> =>
  runCommand(command, args, { cwd: process.cwd(), env: process.env })
