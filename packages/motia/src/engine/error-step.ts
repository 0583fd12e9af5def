/** The run of the error step that a final failure brings (ACCEPTANCE D10). */
import type { Failure } from '@motia/core/failure'
import { decodeJson, type Json } from '@motia/core/json'
import type { NewRun } from '@motia/core/store'
import type { Registry } from './registry.ts'

/** What failed for good: a run, or an api step's answer of 500 and above. */
export interface FailedWork {
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  readonly input: Json
  /** Attempts spent before the last. */
  readonly attemptsUsed: number
}

/** `undefined` if the project has no error step, or the failure is its own. */
export function toErrorRun(
  work: FailedWork,
  { stack, ...failure }: Failure,
  registry: Registry,
  newId: () => string,
): NewRun | undefined {
  const { errorStepId } = registry
  if (errorStepId === undefined || work.stepId === errorStepId) return undefined
  const context = decodeJson(work.input)
  const retryCount = work.attemptsUsed + retriesBefore(context)
  const { name, message, code } = failure
  const error = { name, message, ...(stack !== undefined && { stack }), ...(code !== undefined && { code }) }
  return {
    runId: newId(),
    triggerId: newId(),
    stepId: errorStepId,
    traceId: work.traceId,
    parentRunId: work.runId,
    cause: 'onError',
    input: JSON.stringify({ stepId: work.stepId, error, context, retryCount }),
  }
}

/** The handler's own loop hands on how often it has tried, as `__retry`. */
function retriesBefore(context: unknown): number {
  const retry = (context as { __retry?: unknown } | null)?.__retry
  return typeof retry === 'number' && Number.isFinite(retry) && retry > 0 ? retry : 0
}
