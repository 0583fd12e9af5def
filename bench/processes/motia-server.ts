/** Our side: `motia start` or `motia dev` in a project, from the built packages, on the Node binary under test. */
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Setting } from '../benchmark.ts'
import { type Child, cleanEnvironment, startChild } from './child-process.ts'
import { findFreePort } from './free-port.ts'
import type { Project } from './project.ts'
import { watch } from './watchers.ts'

export interface MotiaServer extends Child {
  /** Of the API. */
  readonly port: number
  readonly workbenchPort: number
}

const BIN = fileURLToPath(new URL('../../packages/motia/dist/cli/bin.js', import.meta.url))
/** Inherited by the app, its store thread and the workers. */
const PROFILER = new URL('profiler.mjs', import.meta.url).href
/** Of the Workbench, where somebody looks at it. */
const TOKEN = 'bench-bench-bench-bench-bench'
const READY_LIMIT_MS = 60_000

/** Resolves when the app answers, and whoever is to look at the Workbench does. */
export async function startMotia(
  project: Project,
  setting: Setting,
  command: 'start' | 'dev' = 'start',
): Promise<MotiaServer> {
  const server = await spawnMotia(command, project, setting)
  await Promise.race([server.died, untilHealthy(server.port)])
  if (!setting.watchers) return server
  const watching = await watch({ port: server.workbenchPort, token: TOKEN }, setting.watchers)
  return {
    ...server,
    async stop() {
      await watching.stop()
      await server.stop()
    },
  }
}

/** Resolves as soon as there is a process. */
export async function spawnMotia(
  command: 'start' | 'dev',
  project: Project,
  { node, profile, watchers, preload }: Pick<Setting, 'node' | 'profile' | 'watchers' | 'preload'>,
): Promise<MotiaServer> {
  const port = await findFreePort()
  const workbenchPort = await findFreePort()
  const child = startChild(node, [BIN, command], {
    cwd: project.folder,
    env: {
      ...cleanEnvironment(),
      PORT: String(port),
      MOTIA_HOST: '127.0.0.1',
      MOTIA_WORKBENCH_PORT: String(workbenchPort),
      ...(watchers && { MOTIA_WORKBENCH_ENABLED: 'true', MOTIA_WORKBENCH_TOKEN: TOKEN }),
      ...(preload !== undefined && { NODE_OPTIONS: `--import ${preload}` }),
      ...(profile !== undefined && { NODE_OPTIONS: `--import ${PROFILER}`, MOTIA_BENCH_PROFILE: profile }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { ...child, port, workbenchPort }
}

async function untilHealthy(port: number): Promise<void> {
  const endAt = performance.now() + READY_LIMIT_MS
  while (performance.now() < endAt) {
    const response = await fetch(`http://127.0.0.1:${port}/_motia/health`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await delay(10)
  }
  throw new Error(`motia did not answer within ${READY_LIMIT_MS} ms`)
}
