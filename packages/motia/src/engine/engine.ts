/**
 * The engine, put together: store → lanes → runtimes → committer → store. app.ts makes one; the server, the schedules
 * and the commands talk to it.
 */
import type { SetTimer } from '@motia/core/clock'
import type { Language } from '@motia/core/descriptor'
import { motiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import type {
  AttemptReport,
  AttemptRequest,
  AttemptServices,
  NowTrigger,
  ReceiptData,
  Runtime,
} from '@motia/core/runtime'
import type { ClaimedRun, Store } from '@motia/core/store'
import type { RunCounter, Telemetry } from '@motia/core/telemetry'
import { type Calls, createCalls } from './calls.ts'
import { createCommitter } from './committer.ts'
import { createExecutor } from './executor.ts'
import { createInline, type Inline } from './inline.ts'
import { Lane } from './lane.ts'
import { createLanes } from './lanes.ts'
import { createPauses, type Pauses } from './pauses.ts'
import type { Registry } from './registry.ts'
import { startRetention } from './retention.ts'
import { createSubmitter, type Submitter } from './submitter.ts'
import { createTimer } from './timer.ts'
import { createWaiters } from './waiters.ts'

export interface EngineOptions {
  readonly store: Store
  readonly registry: Registry
  readonly runtimes: ReadonlyMap<Language, Runtime>
  readonly telemetry: Telemetry
  readonly counter: RunCounter
  /** Whether the span of an attempt that succeeded is recorded; all others are. */
  admits(stepId: string, nowMs: number, durationMs: number): boolean
  readonly newId: () => string
  readonly now: () => number
  /** Default: the system's timers. */
  readonly setTimer?: SetTimer
  readonly random: () => number
  readonly retention: { readonly succeededMs: number; readonly failedMs: number }
}

export interface Engine {
  readonly inline: Inline
  readonly submitter: Submitter
  /** For handlers that run in the app process, and for code outside of any run. */
  readonly services: AttemptServices
  /** An attempt in a worker without a row: an api step that asked for one. */
  execute(attempt: AttemptRequest): Promise<AttemptReport>
  /** Queues what a former life left running, and begins to dispatch. */
  start(): Promise<void>
  /** From outside a run; durable when it resolves. */
  trigger(request: NowTrigger['request'], cause: string): Promise<ReceiptData>
  cancel(runId: string): Promise<boolean>
  redrive(runId: string): Promise<boolean>
  /** Steps that are paused. */
  readonly pauses: Pick<Pauses, 'isPaused' | 'pause' | 'resume'>
  /** The registry has changed: workers learn of the routes, and runs that waited for a step begin. */
  stepsChanged(): void
  /** Waits for attempts under way, at most `graceMs`; what is left is queued again. */
  stop(graceMs: number): Promise<void>
}

const PROMOTE_BATCH = 1_000

export function createEngine(options: EngineOptions): Engine {
  const { store, registry, runtimes, now } = options
  const { lanes, timer, submitter, committer, calls, services, executor, inline, pauses } = connect(options)
  let stopRetention = () => {}
  let isStopping = false
  const tellRoutes = () => {
    for (const runtime of runtimes.values()) runtime.setRoutes(registry.routes, registry.strict)
  }

  return {
    inline,
    submitter,
    services,
    pauses,
    async execute(attempt) {
      const language = registry.policyOf(attempt.stepId)?.language
      const runtime = language && runtimes.get(language)
      return runtime ? runtime.execute(attempt, services) : { type: 'returned' }
    },
    async start() {
      tellRoutes()
      await pauses.load()
      lanes.open()
      submitter.spread(await store.runs.recover(now()))
      stopRetention = startRetention({ runs: store.runs, now, ...options.retention })
    },
    stepsChanged() {
      tellRoutes()
      submitter.spread({ stepIds: registry.steps.map(({ id }) => id) })
    },
    async trigger(request, cause) {
      if (isStopping) throw motiaError('MOTIA_STOPPING')
      return calls.triggerNow({ request, ordinal: 0 }, cause)
    },
    async cancel(runId) {
      const ended = await store.runs.cancel(runId, 'cancelled by hand', now())
      for (const run of ended) {
        lanes.drop(run)
        for (const runtime of runtimes.values()) runtime.cancel(run.runId)
      }
      submitter.ended(ended)
      return ended.length > 0
    },
    async redrive(runId) {
      const backlog = await store.runs.redrive(runId, now())
      if (backlog) submitter.spread(backlog)
      return backlog !== undefined
    },
    async stop(graceMs) {
      isStopping = true
      stopRetention()
      timer.stop()
      const handBack = async () => committer.release(await lanes.close(), 'returned', 'the app stops')
      await handBack()
      await Promise.all([...runtimes.values()].map((runtime) => runtime.stop(graceMs)))
      await executor.idle()
      await submitter.idle()
      await handBack() // claimed with an insert that was on its way
    },
  }
}

/** The circle: what is committed wakes the lanes, what the lanes execute is committed. */
function connect(options: EngineOptions) {
  const { store, registry, runtimes, telemetry, counter, admits, newId, now, random } = options
  const { runs } = store
  const waiters = createWaiters(runs)
  const onError = (error: unknown) =>
    telemetry.record({ type: 'notice', at: now(), level: 'error', message: toFailure(error).message })
  const timer = createTimer(
    async () => {
      const backlog = await runs.promote(now(), PROMOTE_BATCH)
      submitter.spread(backlog)
      return backlog.nextDueAt
    },
    now,
    options.setTimer,
  )
  const concurrencyOf = (stepId: string) => registry.policyOf(stepId)?.concurrency ?? Number.POSITIVE_INFINITY
  const isPaused = (stepId: string) => pauses.isPaused(stepId)
  const execute = (runtime: Runtime) => (run: ClaimedRun) => executor.execute(run, runtime)
  const laneOf = (runtime: Runtime) =>
    new Lane({ runtime, runs, now, concurrencyOf, isPaused, execute: execute(runtime), onError })
  const lanes = createLanes(
    new Map([...runtimes].map(([language, runtime]) => [language, laneOf(runtime)])),
    registry,
  )
  const submitter = createSubmitter({ runs, lanes, timer, waiters, registry, telemetry, now })
  const deps = { runs, submitter, registry, telemetry, counter, admits, newId, now, random }
  const committer = createCommitter(deps)
  const calls = createCalls({ ...deps, waiters })
  const services = toServices(store, calls, waiters.await)
  const executor = createExecutor({ registry, committer, services, now })
  const pauses = createPauses({
    store: store.pauses,
    registry,
    now,
    withdraw: lanes.withdraw,
    handBack: (claimed) => committer.release(claimed, 'returned', 'the step was paused'),
    wake: (stepId) => submitter.spread({ stepIds: [stepId] }),
  })
  return { lanes, timer, submitter, committer, calls, services, executor, pauses, inline: createInline(deps) }
}

function toServices(
  store: Store,
  calls: Calls,
  awaitResults: AttemptServices['awaitResults'],
): AttemptServices {
  return {
    readState: (group, key) => store.state.get(group, key),
    listState: (group) => store.state.list(group),
    triggerNow: (now) => calls.triggerNow(now, 'setup'),
    call: (now) => calls.call(now),
    awaitResults,
  }
}
