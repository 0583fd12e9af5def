/** The environment that settings are read from: `.env` below the real one, and where the process runs. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

export type Environment = Readonly<Record<string, string | undefined>>

/** The values of `<root>/.env` that `env` does not set itself; empty if there is no such file. */
export function readEnvFile(root: string, env: Environment): Record<string, string> {
  const path = join(root, '.env')
  if (!existsSync(path)) return {}
  const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')))
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string] => entry[1] !== undefined && env[entry[0]] === undefined,
    ),
  )
}

/** Runs `work` with `values` added to `process.env`, since a config file reads its variables from there. */
export async function withEnvironment<T>(values: Environment, work: () => Promise<T>): Promise<T> {
  const before = new Map<string, string | undefined>()
  for (const [name, value] of Object.entries(values)) {
    before.set(name, process.env[name])
    setVariable(name, value)
  }
  try {
    return await work()
  } finally {
    for (const [name, value] of before) setVariable(name, value)
  }
}

/** Whether this machine is a container, whose loopback nobody outside can reach. */
export function isInContainer(env: Environment): boolean {
  if (env.KUBERNETES_SERVICE_HOST || env.container) return true
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true
  try {
    return /docker|kubepods|containerd|libpod/.test(readFileSync('/proc/1/cgroup', 'utf8'))
  } catch {
    return false // no /proc: not Linux
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
