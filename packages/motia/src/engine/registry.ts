/**
 * What the engine knows of the project's steps: who a target reaches, and how a step's runs are executed. Made from the
 * descriptors that discovery kept, and again whenever a worker has described more.
 */
import type { Language, StepDescriptor } from '@motia/core/descriptor'
import { DEFAULT_ERROR_STEP } from '@motia/core/failure'
import { nearest } from '@motia/core/nearest'
import { DEFAULT_RETRY, type RetryOption, type RetryPolicy, resolveRetry } from '@motia/core/retry'
import type { Routes } from '@motia/core/runtime'
import type { Overlap } from '@motia/core/schedule'

export interface StepPolicy {
  readonly descriptor: StepDescriptor
  readonly language: Language
  readonly retry: RetryPolicy
  readonly timeoutMs: number
  /** Infinity without a limit. */
  readonly concurrency: number
  /** A worker can run it. Runs of a step that is only expected are accepted, and wait. */
  readonly isLoaded: boolean
}

export interface Registry {
  readonly steps: readonly StepDescriptor[]
  readonly routes: Routes
  /** Unknown targets are errors. */
  readonly strict: boolean
  /** The step that final failures trigger, if the project has one (ACCEPTANCE D10). */
  readonly errorStepId: string | undefined
  policyOf(stepId: string): StepPolicy | undefined
  stepsOf(target: string): readonly string[]
  isTopic(target: string): boolean
  nearestTo(target: string): string | undefined
  /** What to wait for before one of these targets counts as unknown, if anything. */
  whenKnown(targets: Iterable<{ readonly target: string }>): Promise<void> | undefined
}

/** A registry while its project is still being described. */
export interface LiveRegistry extends Registry {
  /** What is known from now on. @param expected steps that no worker has loaded (yet) */
  replace(steps: readonly StepDescriptor[], expected?: readonly StepDescriptor[]): void
  /** More will be known when this resolves. */
  expectMore(described: Promise<void>): void
}

const API_TIMEOUT_MS = 30_000
const RUN_TIMEOUT_MS = 300_000

export function createRegistry(
  steps: readonly StepDescriptor[],
  options: { readonly strict: boolean; readonly onError?: string },
): LiveRegistry {
  let known = toTables(steps, [], options.onError)
  let more: Promise<void> | undefined
  return {
    get steps() {
      return known.steps
    },
    get routes() {
      return known.plainRoutes
    },
    strict: options.strict,
    get errorStepId() {
      return known.errorStepId
    },
    policyOf: (stepId) => known.policies.get(stepId),
    stepsOf: (target) => known.routes.get(target) ?? [],
    isTopic: (target) => known.routes.has(target) && !known.policies.has(target),
    nearestTo: (target) => nearest(target, known.routes.keys()),
    whenKnown(targets) {
      if (more === undefined) return undefined
      for (const { target } of targets) if (!known.routes.has(target)) return more
      return undefined
    },
    replace(next, expected = []) {
      known = toTables(next, expected, options.onError)
    },
    expectMore(described) {
      const waiting = described.finally(() => {
        if (more === waiting) more = undefined
      })
      more = waiting
    },
  }
}

/** Everything that is asked for, looked up beforehand. */
interface Tables {
  readonly policies: ReadonlyMap<string, StepPolicy>
  readonly steps: readonly StepDescriptor[]
  readonly routes: ReadonlyMap<string, readonly string[]>
  readonly plainRoutes: Routes
  readonly errorStepId: string | undefined
}

function toTables(
  loaded: readonly StepDescriptor[],
  expected: readonly StepDescriptor[],
  onError = DEFAULT_ERROR_STEP,
): Tables {
  const policies = new Map(loaded.map((step) => [step.id, toPolicy(step, true)]))
  for (const step of expected) if (!policies.has(step.id)) policies.set(step.id, toPolicy(step, false))
  const errorPolicy = policies.get(onError)
  if (errorPolicy) policies.set(onError, toErrorPolicy(errorPolicy))
  const steps = [...policies.values()].map(({ descriptor }) => descriptor)
  const routes = toRoutes(steps)
  return {
    policies,
    steps,
    routes,
    plainRoutes: Object.fromEntries(routes),
    errorStepId: errorPolicy && onError,
  }
}

function toPolicy(descriptor: StepDescriptor, isLoaded: boolean): StepPolicy {
  const { retry, timeout, concurrency, overlap } = descriptor.options as {
    retry?: RetryOption
    timeout?: number
    concurrency?: number
    overlap?: Overlap
  }
  return {
    descriptor,
    language: descriptor.language,
    retry: resolveRetry(retry),
    timeoutMs: timeout ?? (descriptor.kind === 'api' ? API_TIMEOUT_MS : RUN_TIMEOUT_MS),
    // A schedule's runs follow one another: ticks that queue, and skipped ones that are made up for.
    concurrency:
      descriptor.kind === 'cron' && overlap !== 'allow' ? 1 : (concurrency ?? Number.POSITIVE_INFINITY),
    isLoaded,
  }
}

/** One attempt: it would otherwise be triggered by its own retries' failures. */
function toErrorPolicy(policy: StepPolicy): StepPolicy {
  const descriptor = { ...policy.descriptor, options: { ...policy.descriptor.options, retry: false } }
  return { ...policy, descriptor, retry: { ...DEFAULT_RETRY, attempts: 1 } }
}

/** An id reaches its step first, then whoever subscribes to it (a noop's id is a topic too). */
function toRoutes(steps: readonly StepDescriptor[]): Map<string, string[]> {
  const routes = new Map<string, string[]>()
  for (const step of steps) routes.set(step.id, [step.id])
  for (const step of steps) {
    for (const topic of toList(step.options.on)) {
      const reached = routes.get(topic)
      if (!reached) routes.set(topic, [step.id])
      else if (!reached.includes(step.id)) reached.push(step.id)
    }
  }
  return routes
}

function toList(on: unknown): string[] {
  if (typeof on === 'string') return [on]
  return Array.isArray(on) ? on.filter((topic) => typeof topic === 'string') : []
}
