/**
 * Puts a project's app together and takes it apart again: telemetry → store → workers and api steps → engine →
 * server → schedules. app.ts calls it once per process.
 */

import type { Language, StepDescriptor } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { createIdSource } from '@motia/core/id'
import type { Description } from '@motia/core/runtime'
import type { Store } from '@motia/core/store'
import type { Telemetry } from '@motia/core/telemetry'
import { toUrl } from '../config/address-url.ts'
import type { Config } from '../config/config.ts'
import { languagesOf } from '../discovery/combine.ts'
import { loadFiles } from '../discovery/load.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import type { Registry } from '../engine/registry.ts'
import { createCollector } from '../observability/collector.ts'
import { createSampler } from '../observability/sampler.ts'
import { randomHex } from '../runtimes/node/random.ts'
import { runSetup } from '../runtimes/node/setup.ts'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { type Schedules, startSchedules } from '../triggers/schedules.ts'
import type { Command } from '../wire/control.ts'
import { runCommand } from './commands.ts'
import { openHost } from './host.ts'
import { createLateServices } from './late-services.ts'
import { openRuntime } from './open-runtimes.ts'
import { openServer, toApiRoutes } from './open-server.ts'
import { createProjectSteps, type ProjectSteps } from './project-steps.ts'

export interface AppOptions {
  readonly config: Config
  readonly manifest: Manifest
  /** The listening socket. */
  readonly socketFd: number
  send(events: readonly TelemetryEvent[]): void
  onWorker(pid: number, isAlive: boolean): void
  /** The app cannot go on. */
  onFatal(error: Error): void
}

export interface App {
  command(command: Command): Promise<unknown>
  stop(graceMs: number): Promise<void>
}

const NOTHING: Description = { steps: [], mistakes: [] }
/** How long a new app waits for the one before it to let go of the store. */
const LOCK_WAIT_MS = 10_000

export async function openApp(options: AppOptions): Promise<App> {
  const { config, manifest } = options
  const beganAt = performance.now()
  const newId = createIdSource(Date.now, randomHex)
  const telemetry = createCollector({ send: options.send })
  const sampler = createSampler()
  const store = createSqliteStore({
    path: config.database.path,
    lockWaitMs: LOCK_WAIT_MS,
    onFatal: options.onFatal,
  })
  const services = createLateServices()
  const host = openHost({ root: config.root, services, newId, telemetry })
  const { onWorker } = options
  const pools = languagesOf(manifest).map((language) =>
    openRuntime(language, { config, manifest, env: process.env, services, telemetry, onWorker }),
  )
  const runtimes = new Map(pools.map((pool) => [pool.language, pool]))
  const foreign = pools.filter(({ language }) => language !== 'node')
  for (const pool of foreign) void pool.describe() // they take their time, and nobody waits for them

  const [described, { steps }, stopSetup] = await Promise.all([
    manifest.files.length > 0 ? runtimes.get('node')?.describe() : undefined,
    loadFiles(config.root, manifest.files.filter(holdsApiStep)),
    runSetup(manifest.setup),
    store.open(),
  ])
  const project = createProjectSteps(config, manifest, described ?? NOTHING)
  const { registry } = project
  host.targets.replace(registry.routes, registry.strict)
  const engine = createEngine({
    store,
    registry,
    runtimes,
    telemetry,
    admits: (stepId, nowMs, durationMs) => sampler.admits(stepId, nowMs, durationMs, false),
    newId,
    now: Date.now,
    random: Math.random,
    retention: config.retention,
  })
  services.bind(engine.services)
  const pending = () => project.pending.size > 0
  const server = await openServer({
    config,
    registry,
    engine,
    host,
    telemetry,
    sampler,
    newId,
    steps,
    pending,
  })
  await engine.start()
  await server.listen({ fd: options.socketFd })
  const schedules = await openSchedules(config, registry, store, engine, newId, telemetry)
  telemetry.record(toReady(config, project, performance.now() - beganAt))
  telemetry.flush()

  const changed = async (language: Language, description: Description) => {
    project.describe(language, description)
    host.targets.replace(registry.routes, registry.strict)
    await server.replaceRoutes(toApiRoutes(registry, steps))
    engine.stepsChanged()
    await schedules.replace(schedulableSteps(registry))
    telemetry.record(toDescribed(language, project, performance.now() - beganAt))
    telemetry.flush()
  }
  for (const pool of foreign) {
    let turn: Promise<void> = Promise.resolve() // what is told later holds
    const take = (description: Description) => {
      turn = turn
        .then(() => changed(pool.language, description))
        .catch((error) => telemetry.record(toNotice(error)))
    }
    pool.onDescribed(take)
    void pool.describe().then(take)
  }

  return {
    command: (command) => runCommand(command, { engine, registry, newId }),
    async stop(graceMs) {
      const until = Date.now() + graceMs
      schedules.stop()
      await Promise.race([server.close(), delay(graceMs)])
      await engine.stop(Math.max(0, until - Date.now()))
      await stopSetup?.()
      await store.close()
      telemetry.close()
    },
  }
}

function openSchedules(
  { mode }: Config,
  registry: Registry,
  store: Store,
  { submitter }: Engine,
  newId: () => string,
  telemetry: Telemetry,
): Promise<Schedules> {
  const onError = (error: unknown) => telemetry.record(toNotice(error))
  return startSchedules({
    steps: schedulableSteps(registry),
    isExpected: (stepId) => registry.policyOf(stepId) !== undefined,
    store: store.schedules,
    submitter,
    newId,
    now: Date.now,
    mode,
    onError,
  })
}

/** When a step is due is known when its worker has told. */
function schedulableSteps(registry: Registry): StepDescriptor[] {
  return registry.steps.filter(({ id }) => registry.policyOf(id)?.isLoaded)
}

/** A file whose steps could not be told apart statically may hold api steps. */
function holdsApiStep({ kinds }: Manifest['files'][number]): boolean {
  return kinds === 'unknown' || kinds.includes('api')
}

function toReady({ host, port }: Config, project: ProjectSteps, tookMs: number): TelemetryEvent {
  const { registry, mistakes } = project
  const found = { steps: registry.steps, mistakes }
  return { type: 'app-ready', at: Date.now(), url: toUrl(host, port), ...found, tookMs }
}

function toDescribed(language: Language, project: ProjectSteps, tookMs: number): TelemetryEvent {
  const { registry, mistakes, modules } = project
  const found = { steps: registry.steps, mistakes, modules }
  return { type: 'steps-described', at: Date.now(), language, ...found, tookMs }
}

function toNotice(error: unknown): TelemetryEvent {
  return { type: 'notice', at: Date.now(), level: 'error', message: (error as Error).message }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
