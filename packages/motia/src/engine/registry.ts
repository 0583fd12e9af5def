/**
 * What the engine knows of the project's steps: who a target reaches, and how a step's runs are executed. Made once
 * per life of the app from the descriptors that discovery kept.
 */
import type { Language, StepDescriptor } from '@motia/core/descriptor'
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
}

const API_TIMEOUT_MS = 30_000
const RUN_TIMEOUT_MS = 300_000
const DEFAULT_ERROR_STEP = 'handle-step-error'

export function createRegistry(
  steps: readonly StepDescriptor[],
  options: { readonly strict: boolean; readonly onError?: string },
): Registry {
  const policies = new Map(steps.map((step) => [step.id, toPolicy(step)]))
  const routes = toRoutes(steps)
  const wanted = options.onError ?? DEFAULT_ERROR_STEP
  const errorStepId = policies.has(wanted) ? wanted : undefined
  if (errorStepId) policies.set(errorStepId, toErrorPolicy(policies.get(errorStepId) as StepPolicy))
  return {
    steps: [...policies.values()].map(({ descriptor }) => descriptor),
    routes: Object.fromEntries(routes),
    strict: options.strict,
    errorStepId,
    policyOf: (stepId) => policies.get(stepId),
    stepsOf: (target) => routes.get(target) ?? [],
    isTopic: (target) => routes.has(target) && !policies.has(target),
    nearestTo: (target) => nearest(target, routes.keys()),
  }
}

function toPolicy(descriptor: StepDescriptor): StepPolicy {
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
