/** The worker pools of an app: one for each language that the project has steps in. open-app.ts makes them. */
import { join } from 'node:path'
import type { Language } from '@motia/core/descriptor'
import type { AttemptServices } from '@motia/core/runtime'
import type { Telemetry } from '@motia/core/telemetry'
import type { Config } from '../config/config.ts'
import type { ForeignFile, Manifest } from '../discovery/manifest.ts'
import { nodeLaunch } from '../runtimes/node/launch.ts'
import { WorkerPool } from '../runtimes/pool.ts'
import { pythonLaunch } from '../runtimes/python/launch.ts'
import { rubyLaunch } from '../runtimes/ruby/launch.ts'
import type { WorkerLaunch } from '../runtimes/worker-process.ts'

export interface RuntimeDeps {
  readonly config: Config
  readonly manifest: Manifest
  /** The environment of the workers. */
  readonly env: NodeJS.ProcessEnv
  readonly services: AttemptServices
  readonly telemetry: Telemetry
  onWorker(pid: number, isAlive: boolean): void
}

/** No process is started yet. */
export function openRuntime(language: Language, deps: RuntimeDeps): WorkerPool {
  const { config, services, telemetry, onWorker } = deps
  const { count, slots } = config.workers
  return new WorkerPool({
    language,
    launch: () => launchOf(language, deps),
    workers: count,
    slotsPerWorker: Math.ceil(slots / count),
    services,
    telemetry,
    onWorker,
  })
}

async function launchOf(language: Language, { config, manifest, env }: RuntimeDeps): Promise<WorkerLaunch> {
  const { root, mode, python, ruby } = config
  if (language === 'node') {
    const files = manifest.files.map(({ kinds: _, ...file }) => file)
    return nodeLaunch(root, env, { root, mode, files, ...setupOf(manifest.setup) })
  }
  const own = manifest.foreign.filter((file) => file.language === language)
  const files = own.filter(({ holdsSteps }) => holdsSteps).map((file) => toWireFile(root, file))
  const setup = own.find(({ source }) => /^motia\/setup\.(py|rb)$/.test(source))
  const hello = { root, mode, files, ...setupOf(setup && join(root, setup.source)) }
  return language === 'python' ? pythonLaunch(root, env, hello, python) : rubyLaunch(root, env, hello, ruby)
}

/** It is not compiled: what is loaded is the source. */
function toWireFile(root: string, { source }: ForeignFile) {
  return { source, output: join(root, source) }
}

function setupOf(setup: string | undefined) {
  return setup === undefined ? {} : { setup }
}
