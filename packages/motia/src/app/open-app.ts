/**
 * Puts a project's app together and takes it apart again: telemetry → workers and api steps → store → engine → server →
 * schedules. What needs no store is ready before it is free. app.ts calls it once per process.
 */
import type { Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import { createIdSource } from '@motia/core/id'
import type { Description } from '@motia/core/runtime'
import type { Config } from '../config/config.ts'
import type { Manifest } from '../discovery/manifest.ts'
import { recallSteps } from '../discovery/remembered.ts'
import { createEngine } from '../engine/engine.ts'
import { createCollector } from '../observability/collector.ts'
import { createSampler } from '../observability/sampler.ts'
import { createReportedTotals } from '../observability/totals.ts'
import { randomHex } from '../runtimes/node/random.ts'
import { runSetup } from '../runtimes/node/setup.ts'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import type { Command, InheritedRun, SuccessorAsk, SuccessorReply } from '../wire/control.ts'
import { toReady } from './announcements.ts'
import { type AppEnd, createAppEnd } from './app-end.ts'
import { runCommand } from './commands.ts'
import { createHandoverStore } from './handover-store.ts'
import { openHost } from './host.ts'
import { takeDescriptions } from './late-descriptions.ts'
import { createLateServices } from './late-services.ts'
import { loadProject } from './load-project.ts'
import { openRuntimes } from './open-runtimes.ts'
import { openSchedules } from './open-schedules.ts'
import { openServer } from './open-server.ts'
import { createProjectSteps } from './project-steps.ts'
import { answerPredecessor, type Successor } from './successor.ts'
import type { Warmth } from './warmth.ts'

export interface AppOptions {
  readonly config: Config
  readonly manifest: Manifest
  /** The listening socket. */
  readonly socketFd: number
  /** What was started ahead. */
  readonly warmth: Warmth
  /** Resolves when the store is free, to the runs that older apps go on with. */
  readonly turn: Promise<readonly InheritedRun[]>
  /** Whoever takes the place of this app. */
  readonly successor: Successor
  send(events: readonly TelemetryEvent[]): void
  /** Everything that can be done without the store is done. @param broken mistakes of files without their steps */
  onPrepared(broken: readonly Mistake[]): void
  /** A run was cancelled that an older app goes on with. */
  onCancelled(runId: string): void
  onWorker(pid: number, isAlive: boolean): void
  /** The app cannot go on. */
  onFatal(error: Error): void
}

export interface App extends AppEnd {
  command(command: Command): Promise<unknown>
  /** What an app that was replaced asks. Never rejects. */
  answerPredecessor(ask: SuccessorAsk): Promise<SuccessorReply>
  /** An app that was replaced is gone. */
  lost(from: number): Promise<void>
  /** Aborts the attempt of a run that the successor has cancelled. */
  abort(runId: string): void
}

/** How long a new app waits for the one before it to let go of the store. */
const LOCK_WAIT_MS = 10_000
/** For workers of other languages whose files have changed, before the app goes without their steps. */
const OTHERS_WAIT_MS = 2_000

export async function openApp(options: AppOptions): Promise<App> {
  const { config, manifest, warmth, successor, onWorker, onCancelled } = options
  const beganAt = performance.now()
  const newId = createIdSource(Date.now, randomHex)
  const telemetry = createCollector({ send: options.send })
  const sampler = createSampler()
  const totals = createReportedTotals(newId(), telemetry)
  const { store, opening } = openStore(options)
  const services = createLateServices()
  const host = openHost({ root: config.root, services, newId, telemetry })
  const takeSpareWorker = () => warmth.takeWorker()
  const worlds = { env: process.env, services, telemetry, onWorker, takeSpareWorker }
  const runtimes = openRuntimes({ config, manifest, ...worlds })

  const [node, loaded, remembered, stopSetup] = await Promise.all([
    runtimes.describeNode(),
    loadProject(manifest),
    recallSteps(manifest),
    runSetup(manifest.setup),
  ])
  const project = createProjectSteps(config, withMistakes(manifest, loaded.mistakes), node, remembered)
  // Nobody waits while the app before serves; without one they do.
  const limit = Promise.race([options.turn, delay(OTHERS_WAIT_MS)])
  for (const told of await runtimes.describeOthers(remembered, limit)) project.describe(...told)
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
    onCancelled,
  })
  const serving = { config, registry, engine, host, telemetry, sampler, totals, newId, loaded }
  const server = await openServer({ ...serving, pending: () => project.pending.size > 0 })
  options.onPrepared(findBroken(manifest, node))
  const inherited = await opening
  services.bind(engine.services)
  await engine.start(inherited)
  await server.listen({ fd: options.socketFd })
  const schedules = await openSchedules(config, registry, store, engine, newId, telemetry)
  const announce = (event: TelemetryEvent) => {
    telemetry.record(event)
    telemetry.flush()
  }
  announce(toReady(config, project, performance.now() - beganAt))

  const close = async () => {
    await stopSetup?.()
    await store.close()
    totals.report()
    telemetry.close()
  }
  const late = { manifest, project, runtimes, host, engine, server, schedules, loaded, beganAt, announce }
  takeDescriptions(late)

  return {
    command: (command) => runCommand(command, { engine, registry, newId, now: Date.now }),
    answerPredecessor: (ask) => answerPredecessor(ask, engine.inheritance, engine.services),
    lost: (from) => engine.inheritance.lost(from),
    abort: engine.abort,
    ...createAppEnd({ schedules, server, engine, store, successor, close }),
  }
}

/**
 * Of files in TypeScript and JavaScript that were compiled, and could not be loaded. One of no file is why none could be:
 * a step file has ended the worker.
 */
function findBroken({ files }: Manifest, { steps, mistakes }: Description): Mistake[] {
  const sources = new Set(files.map(({ source }) => source))
  for (const { file } of steps) sources.delete(file)
  return mistakes.filter(({ file }) => sources.has(file) || (file === '' && sources.size > 0))
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

function withMistakes(manifest: Manifest, mistakes: readonly Mistake[]): Manifest {
  return { ...manifest, mistakes: [...manifest.mistakes, ...mistakes] }
}

/** It opens when it is free; resolves to what the apps before go on with. */
function openStore({ config, warmth, turn, onFatal }: AppOptions) {
  const { path } = config.database
  const thread = warmth.takeThread()
  const own = createSqliteStore({ path, project: config.root, lockWaitMs: LOCK_WAIT_MS, thread, onFatal })
  const store = createHandoverStore(own)
  const opening = turn.then((inherited) => store.open().then(() => inherited))
  opening.catch(() => {}) // whoever waits for it knows
  return { store, opening }
}
