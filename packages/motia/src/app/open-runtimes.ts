/**
 * The worker pools of a project: one for each language that it has steps in. Used by open-app.ts, and by build/ to
 * have a project described.
 */
import { join } from 'node:path'
import type { Language } from '@motia/core/descriptor'
import type { AttemptServices, Description } from '@motia/core/runtime'
import type { Telemetry } from '@motia/core/telemetry'
import type { Config } from '../config/config.ts'
import { languagesOf } from '../discovery/combine.ts'
import type { ForeignFile, Manifest } from '../discovery/manifest.ts'
import { nodeLaunch } from '../runtimes/node/launch.ts'
import { WorkerPool } from '../runtimes/pool.ts'
import { pythonLaunch } from '../runtimes/python/launch.ts'
import { rubyLaunch } from '../runtimes/ruby/launch.ts'
import type { SpareWorker } from '../runtimes/spare-worker.ts'
import type { WorkerLaunch } from '../runtimes/worker-process.ts'

export interface RuntimeDeps {
  readonly config: Config
  readonly manifest: Manifest
  /** The environment of the workers. */
  readonly env: NodeJS.ProcessEnv
  readonly services: AttemptServices
  readonly telemetry: Telemetry
  onWorker(pid: number, isAlive: boolean): void
  /** A Node worker that was spawned ahead. */
  takeSpareWorker?(): SpareWorker | undefined
}

/** The pools of a project, each described by its own workers. */
export interface Runtimes {
  readonly byLanguage: ReadonlyMap<Language, WorkerPool>
  /** What the files in TypeScript and JavaScript hold: the app waits for that. */
  describeNode(): Promise<Description>
  /** What workers of other languages tell until the limit, but for those of which enough is known. */
  describeOthers(
    known: ReadonlyMap<Language, unknown>,
    limit: Promise<unknown>,
  ): Promise<readonly (readonly [Language, Description])[]>
  /** Calls back for every other language when its workers have told, one after another, and again if they tell again. */
  onDescribed(take: (language: Language, description: Description) => Promise<void>): void
}

const NOTHING: Description = { steps: [], mistakes: [] }

/** Workers of all languages but Node's begin to load at once. */
export function openRuntimes(deps: RuntimeDeps): Runtimes {
  const pools = languagesOf(deps.manifest).map((language) => openRuntime(language, deps))
  const byLanguage = new Map(pools.map((pool) => [pool.language, pool]))
  const foreign = pools.filter(({ language }) => language !== 'node')
  for (const pool of foreign) void pool.describe()
  return {
    byLanguage,
    describeNode: async () => byLanguage.get('node')?.describe() ?? NOTHING,
    async describeOthers(known, limit) {
      const unknown = foreign.filter(({ language }) => !known.has(language))
      const told = unknown.map(async (pool) => [pool.language, await pool.describe()] as const)
      const found = await Promise.all(told.map((one) => Promise.race([one, limit.then(() => undefined)])))
      return found.filter((one) => one !== undefined)
    },
    onDescribed(take) {
      let turn: Promise<void> = Promise.resolve()
      for (const pool of foreign) {
        const queue = (description: Description) => {
          const next = () => take(pool.language, description)
          turn = turn.then(next, next) // whatever became of the one before
        }
        pool.onDescribed(queue)
        void pool.describe().then(queue)
      }
    },
  }
}

/** No process is started yet. */
export function openRuntime(language: Language, deps: RuntimeDeps): WorkerPool {
  const { config, services, telemetry, onWorker } = deps
  const { count, max, slots, ...limits } = config.workers
  return new WorkerPool({
    language,
    launch: () => launchOf(language, deps),
    workers: count,
    maxWorkers: max,
    slotsPerWorker: Math.ceil(slots / count),
    limits,
    services,
    telemetry,
    onWorker,
  })
}

async function launchOf(
  language: Language,
  { config, manifest, env, takeSpareWorker }: RuntimeDeps,
): Promise<WorkerLaunch> {
  const { root, mode, python, ruby } = config
  if (language === 'node') {
    const files = manifest.files.map(({ kinds: _, ...file }) => file)
    const hello = { root, mode, files, ...setupOf(manifest.setup) }
    return { ...nodeLaunch(root, env, hello), ...(takeSpareWorker && { takeSpare: takeSpareWorker }) }
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
