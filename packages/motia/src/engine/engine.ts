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
import { createByHand } from './by-hand.ts'
import { type Calls, createCalls } from './calls.ts'
import { createCommitter } from './committer.ts'
import { createEnding } from './ending.ts'
import { createExecutor } from './executor.ts'
import { createInheritance, type Inheritance, type Inherited } from './inheritance.ts'
import { createInline, type Inline } from './inline.ts'
import { Lane } from './lane.ts'
import { createLanes } from './lanes.ts'
import type { LimitWait } from './limit-watch.ts'
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
  /** A run was cancelled that an older app goes on with. */
  onCancelled?(runId: string): void
  readonly retention: { readonly succeededMs: number; readonly failedMs: number }
}

export interface Engine {
  readonly inline: Inline
  readonly submitter: Submitter
  /** For handlers that run in the app process, and for code outside of any run. */
  readonly services: AttemptServices
  /** An attempt in a worker without a row: an api step that asked for one. */
  execute(attempt: AttemptRequest): Promise<AttemptReport>
  /** Queues what a former life left running, but for what older apps go on with, and begins to dispatch. */
  start(inherited?: readonly Inherited[]): Promise<void>
  /** What those apps ask. */
  readonly inheritance: Inheritance
  /** From outside a run; durable when it resolves. */
  trigger(request: NowTrigger['request'], cause: string): Promise<ReceiptData>
  cancel(runId: string): Promise<boolean>
  /** The attempt's signal, and nothing else: an app that was replaced is told of what its successor has cancelled. */
  abort(runId: string): void
  redrive(runId: string): Promise<boolean>
  /** Steps that are paused. */
  readonly pauses: Pick<Pauses, 'isPaused' | 'pause' | 'resume'>
  /** The registry has changed: workers learn of the routes, and runs that waited for a step begin. */
  stepsChanged(): void
  /**
   * Claims nothing more, and has its workers end after what they have begun. What was claimed and not begun is found
   * by the next app's `start`.
   */
  retire(): Promise<void>
  /** Runs that go on after that: its own without a number. */
  held(): readonly (Pick<Inherited, 'run'> & { readonly from?: number })[]
  /** The store is another app's now, which hears of the ends of runs. */
  follow(awaitThere: AttemptServices['awaitResults']): void
  /** Resolves when nothing is under way any more, after `retire`. */
  retired(): Promise<void>
  /** Waits for attempts under way, at most `graceMs`; what is left is queued again. */
  stop(graceMs: number): Promise<void>
}

const PROMOTE_BATCH = 1_000

export function createEngine(options: EngineOptions): Engine {
  const { store, registry, runtimes, now } = options
  const { lanes, timer, submitter, committer, calls, services, executor, inline, pauses, waiters } =
    connect(options)
  let stopRetention = () => {}
  let isStopping = false
  const pools = [...runtimes.values()]
  const byHand = createByHand({
    ...{ runs: store.runs, lanes, submitter, runtimes: pools, now },
    onCancelled: (runId) => inheritance.holds(runId) && options.onCancelled?.(runId),
  })
  const { cancel, redrive, abort } = byHand
  const inheritance = createInheritance({ store, submitter, committer, lanes, byHand })
  const ending = createEnding({ lanes, runtimes: pools, committer, executor, submitter, inheritance })
  const tellRoutes = () => {
    for (const runtime of pools) runtime.setRoutes(registry.routes, registry.strict)
  }
  const beginNothing = () => {
    stopRetention()
    timer.stop()
  }

  return {
    ...{ inline, submitter, services, pauses, inheritance, redrive, abort },
    cancel: async (runId) => (await cancel(runId)).length > 0,
    async execute(attempt) {
      const language = registry.policyOf(attempt.stepId)?.language
      const runtime = language && runtimes.get(language)
      return runtime ? runtime.execute(attempt, services) : { type: 'returned' }
    },
    async start(inherited = []) {
      tellRoutes()
      const [held] = await Promise.all([inheritance.take(inherited), pauses.load()])
      lanes.open()
      const refs = held.map(({ ref }) => ref)
      submitter.spread(await store.runs.recover(now(), refs))
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
    async retire() {
      beginNothing()
      await ending.retire()
    },
    held: () => [...executor.held().map((run) => ({ run })), ...inheritance.held()],
    follow: waiters.follow,
    retired: ending.retired,
    async stop(graceMs) {
      isStopping = true
      beginNothing()
      await ending.stop(graceMs)
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
  const execute = (runtime: Runtime) => (run: ClaimedRun, limit?: LimitWait) =>
    executor.execute(run, runtime, limit)
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
  const inline = createInline({ ...deps, answers: store.answers })
  return { lanes, timer, submitter, committer, calls, services, executor, pauses, inline, waiters }
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
