/**
 * `createTestApp`: a project's steps, or some of them, as an app in the test's own process, by the real engine, store,
 * routes and validation. No ports, no workers, and a clock that stands still until the test moves it.
 */
import type { State } from '@motia/core/context'
import { motiaError } from '@motia/core/errors'
import type { AnyHandler, HttpMethod, Step, StepKind } from '@motia/core/step'
import type { PayloadArgs, Receipt, Target, TriggerOptions } from '@motia/core/trigger'
import { trigger } from '../runtimes/node/invoke/trigger.ts'
import type { Triggered } from './effects-log.ts'
import type { StepSource } from './gather-steps.ts'
import { createTestClock, type TestClock, toTime } from './test-clock.ts'
import { type TestFailure, type TestLog, type TestRun, toTestRun } from './test-record.ts'
import { sendRequest, type TestRequest, type TestResponse } from './test-request.ts'
import { createTestState } from './test-state.ts'
import { openTestWorld, type TestWorld } from './test-world.ts'

export interface TestAppOptions {
  /** Steps, or modules that export some. The others of the project are not there: triggers of them reach nobody. */
  readonly steps?: readonly StepSource[] | { readonly [name: string]: unknown }
  /** Instead of `steps`: all of the project in this folder, compiled as `motia dev` does, with its config. */
  readonly root?: string
  /** What the clock says. Default: the time at which the app was made. */
  readonly now?: Date | string | number
  /** As in the config. */
  readonly strict?: boolean
  readonly onError?: string
  /** For the jitter of backoffs, in [0, 1). Default: 0.5 at all times. */
  readonly random?: () => number
  /** Real milliseconds that each wait may take before it is given up, with the names of steps at work. Default: 4,000. */
  readonly patience?: number
}

export interface TestApp {
  /** Sends a request through the routes. Delays pass at once for runs that its handler waits for. */
  request(
    method: HttpMethod | Lowercase<HttpMethod>,
    path: string,
    options?: TestRequest,
  ): Promise<TestResponse>
  /** As `motia.trigger` outside of a run; `result()` moves the clock as far as needed. A cron step takes a tick, due now. */
  trigger<P>(step: Step<StepKind, P>, payload?: P, options?: TriggerOptions): Promise<Receipt>
  trigger<T extends Target>(target: T, ...args: PayloadArgs<T>): Promise<Receipt>
  /** Triggers, and gives the result. @throws what the step threw last */
  call<P>(step: Step<StepKind, P>, payload?: P, options?: TriggerOptions): Promise<unknown>
  call<T extends Target>(target: T, ...args: PayloadArgs<T>): Promise<unknown>
  /**
   * Until nothing is left to do: triggered runs, delays, retries, moving the clock to each as it comes due. Schedules
   * fire if that takes them past a tick. @throws `MOTIA_TEST_FAILED` if a run failed for good and nobody was told
   */
  settle(): Promise<void>
  /** Settles, and gives the runs that failed for good since somebody last looked: `settle` is content with them. */
  failures(): Promise<TestFailure[]>
  /** All runs, or those of a step, oldest first. Requests without effects are none. */
  runs(step?: Step | string): Promise<TestRun[]>
  /** Payloads that were sent to a step or topic, whether or not it is there, in the order of their commits. */
  // biome-ignore lint/suspicious/noExplicitAny: what was sent is for the test to say
  triggered(target: Step | string): any[]
  /** All that was triggered, with who did it. */
  readonly triggers: readonly Triggered[]
  /** What `logger` was told. What the code prints is printed. */
  readonly logs: readonly TestLog[]
  readonly state: State
  readonly clock: TestClock
  /** The next attempts of the step throw, one by default, instead of calling its handler. */
  fails(step: Step | string, error?: unknown, options?: { readonly times?: number }): void
  /** Another handler for the step; its schema is checked as before. */
  replace(step: Step | string, handler: AnyHandler): void
  close(): Promise<void>
  /** `await using app = await createTestApp(…)` closes it. */
  [Symbol.asyncDispose](): Promise<void>
}

const parse = JSON.parse as (json: string) => unknown
const PATIENCE_MS = 4_000
const MOST_RUNS = 100_000
const MIDDLE = 0.5

/** @throws `MOTIA_TEST_STEPS` if a step cannot be used */
export async function createTestApp(options: TestAppOptions): Promise<TestApp> {
  const { steps = [], root, random = () => MIDDLE, patience = PATIENCE_MS } = options
  const world = await openTestWorld({
    ...{ root, random, parse, patienceMs: patience },
    steps: Array.isArray(steps) ? steps : [steps],
    startAt: options.now === undefined ? Date.now() : toTime(options.now),
    strict: options.strict,
    onError: options.onError,
  })
  const close = () => world.close()
  return {
    ...toSending(world),
    ...toWaiting(world),
    ...toLooking(world),
    state: createTestState(world.services, world.engine.submitter, world.clock.now),
    clock: createTestClock(world.clock, world.settling),
    fails: (step, error = new Error('made to fail by the test'), { times = 1 } = {}) =>
      world.steps.fail(toKnownId(world, step), error, times),
    replace: (step, handler) => world.steps.replace(toKnownId(world, step), handler),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function toSending(world: TestWorld): Pick<TestApp, 'request' | 'trigger' | 'call'> {
  const { activity, settling, invoke } = world
  const rethrow = (error: unknown): never => {
    const { runId } = (error ?? {}) as { runId?: string }
    throw (runId !== undefined && world.steps.thrownBy(runId)) || error
  }
  const send = async (
    target: Step | string,
    payload?: unknown,
    options?: TriggerOptions,
  ): Promise<Receipt> => {
    const name = typeof target === 'string' ? target : toKnownId(world, target)
    const input = payload === undefined ? tickOf(world, name) : payload
    const receipt = await trigger(invoke, undefined, name, input, options)
    const { id, traceId, routed, runs } = receipt
    const result = () => settling.until(receipt.result(), () => true).catch(rethrow)
    return { id, traceId, routed, runs, result }
  }
  return {
    async request(method, path, request = {}) {
      const name = `${method.toUpperCase()} ${path}`
      const work = activity.handling(name, () => sendRequest(world.server, method, path, request, parse))
      return settling.until(work, () => activity.parked().length > 0)
    },
    trigger: send as TestApp['trigger'],
    call: (async (...args: Parameters<typeof send>) => (await send(...args)).result()) as TestApp['call'],
  }
}

function toWaiting({ settling, record }: TestWorld): Pick<TestApp, 'settle' | 'failures'> {
  return {
    async settle() {
      await settling.settle()
      const failures = record.takeFailures()
      if (failures.length > 0) throw toError(failures)
    },
    async failures() {
      await settling.settle()
      return record.takeFailures()
    },
  }
}

function toLooking(world: TestWorld): Pick<TestApp, 'runs' | 'triggered' | 'triggers' | 'logs'> {
  const { effects, record, store } = world
  return {
    async runs(step) {
      const filter = step === undefined ? {} : { stepIds: [toKnownId(world, step)] }
      const summaries = await store.runs.list({ ...filter, limit: MOST_RUNS })
      const runs = await Promise.all(summaries.map(({ runId }) => store.runs.get(runId)))
      return runs.flatMap((run) => (run ? [toTestRun(run, parse)] : [])).reverse()
    },
    triggered: (target) =>
      effects.triggers.filter((one) => one.target === toId(target)).map(({ payload }) => payload),
    triggers: effects.triggers,
    logs: record.logs,
  }
}

function toId(step: Step | string): string {
  return typeof step === 'string' ? step : step.options.id
}

/** @throws `MOTIA_NO_STEP` */
function toKnownId({ registry }: TestWorld, step: Step | string): string {
  const id = toId(step)
  if (registry.policyOf(id)) return id
  const near = registry.nearestTo(id)
  throw motiaError('MOTIA_NO_STEP', { stepId: id, nearest: near ? `, did you mean "${near}"?` : '' })
}

/** A cron step that is run by hand is due now. */
function tickOf({ registry, clock }: TestWorld, id: string): unknown {
  const step = registry.policyOf(id)?.descriptor
  if (step?.kind !== 'cron') return undefined
  return { scheduledAt: new Date(clock.now()).toISOString(), schedule: step.options.schedule }
}

function toError([first, ...others]: readonly TestFailure[]): Error {
  const { stepId, attempts, failure, error } = first as TestFailure
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more: ${others.map((one) => one.stepId).join(', ')})`
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`
  const what = `${stepId} failed after ${times}: ${failure.name}: ${failure.message}${more}`
  return motiaError('MOTIA_TEST_FAILED', { what }, { cause: error ?? failure })
}
