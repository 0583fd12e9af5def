/**
 * A registry on loopback that serves our packed packages, so that `npx motia@latest create` runs as printed and
 * nothing resolves to strangers' packages. Used by the end-to-end suites, the demo and `npm run registry`.
 */
import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createEnvironment } from './environment.ts'
import type { ServerSettings } from './server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const runFile = promisify(execFile)

/** A running registry. */
export interface Registry {
  readonly url: string
  /** The environment of a new user of it; see environment.ts. */
  createEnvironment(home: string): NodeJS.ProcessEnv
  /** Ends it and removes what it held. */
  stop(): Promise<void>
}

/** Where installs keep what they downloaded, over runs. */
export const downloadsFolder = join(root, 'node_modules/.cache/motia-registry')

/** The tarballs that `npm run pack` wrote. Throws if there are none. */
export function findPacks(): string[] {
  const folder = join(root, '.packs')
  try {
    const packs = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
    if (packs.length > 0) return packs.map((file) => join(folder, file))
  } catch {}
  throw new Error('No packed packages in .packs: run `npm run pack` first')
}

/** Starts a registry that has published these tarballs, with the tag `latest`, and passes everything else on. */
export async function startRegistry(tarballs: readonly string[]): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'motia-registry-'))
  const server = await startServer(
    { storage: join(folder, 'storage'), upstream: await findUpstream() },
    folder,
  )
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const env = createEnvironment({ registryUrl: server.url, home: join(folder, 'publisher') })
    await Promise.all(tarballs.map((tarball) => publish(tarball, env)))
  } catch (error) {
    await stop()
    throw error
  }
  const { url } = server
  return {
    url,
    stop,
    createEnvironment: (home) => createEnvironment({ registryUrl: url, home, downloads: downloadsFolder }),
  }
}

/** The registry that this machine's npm uses. */
async function findUpstream(): Promise<string> {
  const { stdout } = await runFile('npm', ['config', 'get', 'registry'], { cwd: root })
  return stdout.trim()
}

async function startServer(settings: ServerSettings, folder: string) {
  const logFile = join(folder, 'registry.log')
  const log = openSync(logFile, 'w')
  const child = fork(join(root, 'test/registry/server.ts'), [JSON.stringify(settings)], {
    cwd: root,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', log, log, 'ipc'],
  })
  const exited = once(child, 'exit')
  const failed = exited.then(() =>
    Promise.reject(new Error(`The registry ended:\n${readFileSync(logFile, 'utf8')}`)),
  )
  const [port] = await Promise.race([once(child, 'message'), failed])
  const stop = async () => {
    child.kill()
    await exited
  }
  return { url: `http://127.0.0.1:${port}/`, stop }
}

async function publish(tarball: string, env: NodeJS.ProcessEnv): Promise<void> {
  await runFile('npm', ['publish', tarball, '--tag', 'latest', '--loglevel', 'error'], { env, cwd: tmpdir() })
}
