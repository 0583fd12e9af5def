/**
 * The parts of an app as a test has them: the real engine, store, routes and schedules, in this process, on a clock that
 * the test holds. test-app.ts makes one, and is what the test sees of it.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIdSource } from '@motia/core/id'
import type { Store } from '@motia/core/store'
import { UNCOUNTED } from '@motia/core/telemetry'
import { createLateServices } from '../app/late-services.ts'
import { openServer } from '../app/open-server.ts'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import type { LoadedStep } from '../discovery/load.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import { createRegistry, type Registry } from '../engine/registry.ts'
import { createSampler } from '../observability/sampler.ts'
import { createTotals } from '../observability/totals.ts'
import { createDeadlines } from '../runtimes/node/invoke/deadlines.ts'
import type { InvokeWorld } from '../runtimes/node/invoke/invoke.ts'
import { createHost, createLogger } from '../runtimes/node/invoke/process-host.ts'
import { createTargetBook, type LiveTargetBook } from '../runtimes/node/invoke/targets.ts'
import { randomHex } from '../runtimes/node/random.ts'
import type { Server } from '../server/server.ts'
import { createSqliteStore } from '../stores/sqlite/store.ts'
import { startSchedules } from '../triggers/schedules.ts'
import { createActivity, watchStore } from './activity.ts'
import { addHost } from './ambient-hosts.ts'
import { createEffectsLog, type EffectsLog } from './effects-log.ts'
import { type Gathered, gatherProject, gatherSteps, type StepSource } from './gather-steps.ts'
import { createHeldClock } from './held-clock.ts'
import { createLocalRuntime } from './local-runtime.ts'
import { createSettling, type Settling } from './settling.ts'
import { createTestRecord } from './test-record.ts'
import { watchServices } from './watched-services.ts'
import { createWatchedSteps } from './watched-steps.ts'

export interface TestWorldOptions {
  readonly steps: readonly StepSource[]
  readonly root: string | undefined
  readonly startAt: number
  readonly strict: boolean | undefined
  readonly onError: string | undefined
  readonly random: () => number
  readonly patienceMs: number
  readonly parse: (json: string) => unknown
}

export interface TestWorld extends Sight {
  readonly settling: Settling
  readonly invoke: InvokeWorld
  readonly registry: Registry
  readonly engine: Engine
  readonly server: Server
  close(): Promise<void>
}

export async function openTestWorld(options: TestWorldOptions): Promise<TestWorld> {
  const config = await toConfig(options)
  const gathered = await gather(options, config)
  const sight = createSight(options)
  const { clock, activity, services } = sight
  const registry = toRegistry(gathered, config)
  const invoke = createInvokeWorld(sight, registry)
  const steps = gathered.steps.map(({ step, descriptor }) => ({ step: sight.steps.watch(step), descriptor }))
  const engine = openEngine(sight, registry, invoke, steps, options.random)
  const removeHost = addHost(services, createHost(invoke, invoke.logger))
  const { store } = sight
  await store.open()
  await engine.start()
  const server = await openRoutes(sight, { config, registry, engine, invoke, gathered, steps })
  const schedules = await openSchedules(sight, registry, engine, invoke)
  const settling = createSettling({ activity, clock, runs: store.runs, patienceMs: options.patienceMs })
  return {
    ...sight,
    ...{ settling, invoke, registry, engine, server },
    async close() {
      schedules.stop()
      await server.close()
      await engine.stop(0)
      await gathered.stop()
      await store.close()
      removeHost()
    },
  }
}

/** What a test sees its app by, and the clock that it holds. */
function createSight({ parse, startAt }: TestWorldOptions) {
  const activity = createActivity()
  const steps = createWatchedSteps()
  const effects = createEffectsLog(parse)
  const record = createTestRecord(steps.thrownBy)
  const late = createLateServices()
  const services = watchServices(late, activity, effects, record)
  const store = watchStore(createStore(effects), activity)
  const clock = createHeldClock(startAt)
  const newId = createIdSource(clock.now, randomHex)
  return { activity, steps, effects, record, late, services, store, clock, newId }
}
type Sight = ReturnType<typeof createSight>

function toRegistry({ steps, expected }: Gathered, { strict, onError }: Config): Registry {
  const registry = createRegistry([], { strict, ...(onError !== undefined && { onError }) })
  registry.replace(
    steps.map(({ descriptor }) => descriptor),
    expected,
  )
  return registry
}

function createInvokeWorld({ services, newId, record, clock }: Sight, registry: Registry): InvokeWorld {
  const targets = createTargetBook()
  targets.replace(registry.routes, registry.strict)
  const logger = createLogger((line, attempt) => {
    if (!attempt) return record.record({ type: 'log', ...line })
    const { runId, traceId, stepId, attempt: number } = attempt.facts
    record.record({ type: 'log', ...line, runId, traceId, stepId, attempt: number })
  })
  const deadlines = createDeadlines(clock.now, clock.setTimer)
  const trimStack = (stack: string) => stack
  return { services, targets, newId, logger, deadlines, trimStack, warn: logger.warn }
}

function openEngine(
  { clock, activity, effects, record, store, newId, late }: Sight,
  registry: Registry,
  world: InvokeWorld,
  steps: readonly LoadedStep[],
  random: () => number,
): Engine {
  const { now, setTimer } = clock
  const byId = new Map(steps.map(({ step, descriptor }) => [descriptor.id, step]))
  const runtime = createLocalRuntime({ steps: byId, world, activity, now, onOutcome: effects.ended })
  const engine = createEngine({
    ...{ store, registry, newId, now, setTimer, random },
    retention: { succeededMs: Number.MAX_SAFE_INTEGER, failedMs: Number.MAX_SAFE_INTEGER },
    runtimes: new Map([['node', runtime]]),
    telemetry: record,
    counter: UNCOUNTED,
    admits: () => true,
  })
  late.bind(engine.services)
  return engine
}

interface Routes {
  readonly config: Config
  readonly registry: Registry
  readonly engine: Engine
  readonly invoke: InvokeWorld
  readonly gathered: Gathered
  readonly steps: readonly LoadedStep[]
}

function openRoutes({ services, effects, record, newId }: Sight, routes: Routes): Promise<Server> {
  const { config, registry, engine, invoke, gathered, steps } = routes
  return openServer({
    ...{ config, registry, newId },
    loaded: { ...gathered.around, steps },
    engine: withInlineLog({ ...engine, services }, effects),
    // Requests are answered in real time.
    host: { targets: invoke.targets as LiveTargetBook, invoke: { ...invoke, deadlines: createDeadlines() } },
    telemetry: { ...record, flush() {}, close() {}, dropped: () => 0 },
    sampler: createSampler(),
    totals: createTotals('test'),
  })
}

function openSchedules(
  { clock, newId, store }: Sight,
  registry: Registry,
  engine: Engine,
  { logger }: InvokeWorld,
) {
  return startSchedules({
    ...{ newId, now: clock.now, setTimer: clock.setTimer, mode: 'development' },
    submitter: engine.submitter,
    store: store.schedules,
    steps: registry.steps.filter(({ id }) => registry.policyOf(id)?.isLoaded),
    isPaused: engine.pauses.isPaused,
    onError: (error) => logger.error((error as Error).message),
  })
}

/** Without a project, everything is as it is by default, and no file of the working directory matters. */
async function toConfig({ root, strict, onError }: TestWorldOptions): Promise<Config> {
  const own = root ?? join(tmpdir(), `motia-test-${process.pid}`)
  const { config } = await loadConfig({
    root: own,
    mode: 'development',
    ...(root === undefined && { env: {} }),
  })
  return {
    ...config,
    ...(strict !== undefined && { strict }),
    ...(onError !== undefined && { onError }),
  }
}

async function gather({ steps, root }: TestWorldOptions, config: Config): Promise<Gathered> {
  return root === undefined ? gatherSteps(steps, config.root) : gatherProject(config.root, config.onError)
}

function createStore(effects: EffectsLog): Store {
  const store = createSqliteStore({ path: ':memory:', inPlace: true })
  const { commit } = store.runs
  const told: typeof commit = async (asked) => {
    const result = await commit(asked)
    effects.committed(asked, result)
    return result
  }
  return { ...store, runs: { ...store.runs, commit: told } }
}

/** Of requests: what they have triggered once it is on disk. */
function withInlineLog(engine: Engine, effects: EffectsLog): Engine {
  const { commit, commitMore } = engine.inline
  return {
    ...engine,
    inline: {
      ...engine.inline,
      async commit(run, own, ...rest) {
        const done = await commit(run, own, ...rest)
        if (done === 'done') effects.committedInline(run.stepId, own.triggers)
        return done
      },
      async commitMore(run, own) {
        const done = await commitMore(run, own)
        if (done === 'done') effects.committedInline(run.stepId, own.triggers)
        return done
      },
    },
  }
}
