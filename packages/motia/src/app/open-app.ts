/**
 * Puts a project's app together and takes it apart again: telemetry → store → workers and api steps → engine →
 * server → schedules. app.ts calls it once per process.
 */

import type { Language, Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { createIdSource } from '@motia/core/id'
import type { Runtime } from '@motia/core/runtime'
import type { Store } from '@motia/core/store'
import type { Telemetry } from '@motia/core/telemetry'
import { toUrl } from '../config/address-url.ts'
import type { Config } from '../config/config.ts'
import { checkProject } from '../discovery/check.ts'
import { loadFiles } from '../discovery/load.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import { createRegistry, type Registry } from '../engine/registry.ts'
import { createCollector } from '../observability/collector.ts'
import { createSampler } from '../observability/sampler.ts'
import { nodeLaunch } from '../runtimes/node/launch.ts'
import { randomHex } from '../runtimes/node/random.ts'
import { runSetup } from '../runtimes/node/setup.ts'
import { WorkerPool } from '../runtimes/pool.ts'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { type Schedules, startSchedules } from '../triggers/schedules.ts'
import type { Command } from '../wire/control.ts'
import { runCommand } from './commands.ts'
import { openHost } from './host.ts'
import { createLateServices } from './late-services.ts'
import { openServer } from './open-server.ts'

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
  const node = new WorkerPool({
    language: 'node',
    launch: nodeLaunch(config.root, process.env, toHello(config, manifest)),
    workers: config.workers.count,
    slotsPerWorker: Math.ceil(config.workers.slots / config.workers.count),
    services,
    telemetry,
    onWorker: options.onWorker,
  })
  const runtimes = new Map<Language, Runtime>([['node', node]])

  const [described, { steps }, stopSetup] = await Promise.all([
    node.describe(),
    loadFiles(config.root, manifest.files.filter(holdsApiStep)),
    runSetup(manifest.setup),
    store.open(),
  ])
  const checked = checkProject(described.steps, { onError: config.onError })
  const mistakes = [...manifest.mistakes, ...described.mistakes, ...checked.mistakes]
  const registry = createRegistry(checked.steps, {
    strict: config.strict,
    ...(config.onError && { onError: config.onError }),
  })
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
  const server = await openServer({ config, registry, engine, host, telemetry, sampler, newId, steps })
  await engine.start()
  await server.listen({ fd: options.socketFd })
  const schedules = await openSchedules(config, registry, store, engine, newId, telemetry)
  telemetry.record(toReady(config, registry, mistakes, performance.now() - beganAt))
  telemetry.flush()

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
  { steps }: Registry,
  store: Store,
  { submitter }: Engine,
  newId: () => string,
  telemetry: Telemetry,
): Promise<Schedules> {
  const onError = (error: unknown) => telemetry.record(toNotice(error))
  return startSchedules({ steps, store: store.schedules, submitter, newId, now: Date.now, mode, onError })
}

/** A file whose steps could not be told apart statically may hold api steps. */
function holdsApiStep({ kinds }: Manifest['files'][number]): boolean {
  return kinds === 'unknown' || kinds.includes('api')
}

function toHello({ root, mode }: Config, { files, setup }: Manifest) {
  const paths = files.map(({ kinds: _, ...file }) => file)
  return { root, mode, files: paths, ...(setup !== undefined && { setup }) }
}

function toReady(
  { host, port }: Config,
  { steps }: Registry,
  mistakes: readonly Mistake[],
  tookMs: number,
): TelemetryEvent {
  return { type: 'app-ready', at: Date.now(), url: toUrl(host, port), steps, mistakes, tookMs }
}

function toNotice(error: unknown): TelemetryEvent {
  return { type: 'notice', at: Date.now(), level: 'error', message: (error as Error).message }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
