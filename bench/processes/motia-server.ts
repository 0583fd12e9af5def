/** Our side: `motia start` or `motia dev` in a project, from the built packages, on the Node binary under test. */
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Setting } from '../benchmark.ts'
import { type Child, cleanEnvironment, startChild } from './child-process.ts'
import { findFreePort } from './free-port.ts'
import type { Project } from './project.ts'

export interface MotiaServer extends Child {
  readonly port: number
}

const BIN = fileURLToPath(new URL('../../packages/motia/dist/cli/bin.js', import.meta.url))
/** Inherited by the app, its store thread and the workers. */
const PROFILER = new URL('profiler.mjs', import.meta.url).href
const READY_LIMIT_MS = 60_000

/** Resolves when the app answers. */
export async function startMotia(project: Project, setting: Setting): Promise<MotiaServer> {
  const server = await spawnMotia('start', project, setting)
  await Promise.race([server.died, untilHealthy(server.port)])
  return server
}

/** Resolves as soon as there is a process. */
export async function spawnMotia(
  command: 'start' | 'dev',
  project: Project,
  { node, profile }: Pick<Setting, 'node' | 'profile'>,
): Promise<MotiaServer> {
  const port = await findFreePort()
  const child = startChild(node, [BIN, command], {
    cwd: project.folder,
    env: {
      ...cleanEnvironment(),
      PORT: String(port),
      MOTIA_HOST: '127.0.0.1',
      MOTIA_WORKBENCH_PORT: String(await findFreePort()),
      ...(profile !== undefined && { NODE_OPTIONS: `--import ${PROFILER}`, MOTIA_BENCH_PROFILE: profile }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { ...child, port }
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
