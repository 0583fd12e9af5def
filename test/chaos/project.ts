/** A project to be killed: the fixture's steps on the packages as published, started as in production. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface ChaosProject {
  readonly folder: string
  readonly url: string
  readonly databasePath: string
  /**
   * Starts `motia start`; the process is the supervisor, or the program that it runs under.
   * @param env on top of the user's
   * @param under a program that runs it (`strace`, say), with its arguments
   */
  start(env?: NodeJS.ProcessEnv, under?: readonly string[]): ChildProcess
  /** Resolves when it answers; rejects after `timeoutMs`. */
  ready(timeoutMs?: number): Promise<void>
}

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url))

/** @param env of a user whose registry has our packages */
export async function createChaosProject(env: NodeJS.ProcessEnv): Promise<ChaosProject> {
  const folder = mkdtempSync(join(tmpdir(), 'motia-chaos-'))
  cpSync(FIXTURES, folder, { recursive: true })
  const dependencies = { motia: 'latest', '@motia/core': 'latest', zod: '^4.0.0' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'chaos', private: true, dependencies }))
  await promisify(execFile)('npm', ['install'], { cwd: folder, env })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const bin = join(folder, 'node_modules/motia/dist/cli/bin.js')
  return {
    folder,
    url,
    databasePath: join(folder, 'chaos.db'),
    start(extra = {}, under = []) {
      const [program, ...args] = [...under, process.execPath, bin, 'start', '--port', String(port)]
      return spawn(program as string, args, {
        cwd: folder,
        env: { ...env, ...extra, NODE_ENV: 'production' },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    },
    async ready(timeoutMs = 30_000) {
      const until = Date.now() + timeoutMs
      while (Date.now() < until) {
        const response = await fetch(`${url}/_motia/health`).catch(() => undefined)
        if (response?.ok) return
        await sleep(20)
      }
      throw new Error(`the project did not answer within ${timeoutMs} ms`)
    },
  }
}

/**
 * Below the ports that systems give to connections: while the project is dead, a client that asks for one of those
 * may be given the very same as its own, and then talks to itself.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const server = createServer()
    const isFree = await new Promise((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}
