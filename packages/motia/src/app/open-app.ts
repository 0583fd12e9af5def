/**
 * Puts a project's app together and takes it apart again: telemetry → store → workers and api steps → engine →
 * server → schedules. app.ts calls it once per process.
 */

import type { Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { createIdSource } from '@motia/core/id'
import type { Config } from '../config/config.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { recallSteps, rememberSteps } from '../discovery/remembered.ts'
import { createEngine } from '../engine/engine.ts'
import { createCollector } from '../observability/collector.ts'
import { createSampler } from '../observability/sampler.ts'
import { createReportedTotals } from '../observability/totals.ts'
import { randomHex } from '../runtimes/node/random.ts'
import { runSetup } from '../runtimes/node/setup.ts'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import type { Command } from '../wire/control.ts'
import { toDescribed, toNotice, toReady } from './announcements.ts'
import { runCommand } from './commands.ts'
import { openHost } from './host.ts'
import { createLateServices } from './late-services.ts'
import { loadProject } from './load-project.ts'
import { openRuntimes } from './open-runtimes.ts'
import { openSchedules, schedulableSteps } from './open-schedules.ts'
import { openServer, toApiRoutes } from './open-server.ts'
import { createProjectSteps } from './project-steps.ts'

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
  const { config, manifest, onFatal, onWorker } = options
  const beganAt = performance.now()
  const newId = createIdSource(Date.now, randomHex)
  const telemetry = createCollector({ send: options.send })
  const sampler = createSampler()
  const totals = createReportedTotals(newId(), telemetry)
  const store = createSqliteStore({ path: config.database.path, lockWaitMs: LOCK_WAIT_MS, onFatal })
  const services = createLateServices()
  const host = openHost({ root: config.root, services, newId, telemetry })
  const runtimes = openRuntimes({ config, manifest, env: process.env, services, telemetry, onWorker })

  const [node, loaded, remembered, stopSetup] = await Promise.all([
    runtimes.describeNode(),
    loadProject(manifest),
    recallSteps(manifest),
    runSetup(manifest.setup),
    store.open(),
  ])
  const project = createProjectSteps(config, withMistakes(manifest, loaded.mistakes), node, remembered)
  const { registry } = project
  host.targets.replace(registry.routes, registry.strict)
  const engine = createEngine({
    store,
    registry,
    runtimes: runtimes.byLanguage,
    telemetry,
    counter: totals,
    admits: (stepId, nowMs, durationMs) => sampler.admits(stepId, nowMs, durationMs, false),
    ...{ newId, now: Date.now, random: Math.random },
    retention: config.retention,
  })
  services.bind(engine.services)
  const serving = { config, registry, engine, host, telemetry, sampler, totals, newId, loaded }
  const server = await openServer({ ...serving, pending: () => project.pending.size > 0 })
  await engine.start()
  await server.listen({ fd: options.socketFd })
  const schedules = await openSchedules(config, registry, store, engine, newId, telemetry)
  const announce = (event: TelemetryEvent) => {
    telemetry.record(event)
    telemetry.flush()
  }
  announce(toReady(config, project, performance.now() - beganAt))

  const tellFailure = (error: unknown) => announce(toNotice(error)) // the rest goes on, and so do later descriptions
  runtimes.onDescribed(async (language, description) => {
    project.describe(language, description)
    host.targets.replace(registry.routes, registry.strict)
    await server.replaceRoutes(toApiRoutes(registry, loaded)).catch(tellFailure)
    engine.stepsChanged()
    await schedules.replace(schedulableSteps(registry)).catch(tellFailure)
    await rememberSteps(manifest, language, description).catch(tellFailure)
    announce(toDescribed(language, project, performance.now() - beganAt))
  })

  return {
    command: (command) => runCommand(command, { engine, registry, newId, now: Date.now }),
    async stop(graceMs) {
      const until = Date.now() + graceMs
      schedules.stop()
      await Promise.race([server.close(), delay(graceMs)])
      await engine.stop(Math.max(0, until - Date.now()))
      await stopSetup?.()
      await store.close()
      totals.report()
      telemetry.close()
    },
  }
}

function withMistakes(manifest: Manifest, mistakes: readonly Mistake[]): Manifest {
  return { ...manifest, mistakes: [...manifest.mistakes, ...mistakes] }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
