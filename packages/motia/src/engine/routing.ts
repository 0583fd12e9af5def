/** A trigger becomes runs: resolved to steps at the commit that accepts it. */
import type { TriggerRequest } from '@motia/core/effect'
import type { ReceiptData } from '@motia/core/runtime'
import type { NewRun, Unrouted } from '@motia/core/store'
import type { Registry } from './registry.ts'

/** What a trigger came from. */
export interface Origin {
  readonly traceId: string
  readonly parentRunId?: string
  readonly cause: string
}

export interface Routed {
  readonly accepts: readonly NewRun[]
  readonly unrouted?: Unrouted
  readonly receipt: ReceiptData
}

export function routeTrigger(
  request: TriggerRequest,
  origin: Origin,
  registry: Registry,
  newId: () => string,
  now: number,
): Routed {
  const { target } = request
  const topic = registry.isTopic(target)
  const stepIds = registry.stepsOf(target)
  const accepts = stepIds.map((stepId) => toNewRun(request, stepId, topic, origin, registry, newId, now))
  const runs = accepts.map(({ runId, stepId }) => ({ runId, stepId }))
  const receipt = { id: request.id, traceId: origin.traceId, routed: runs.length > 0, runs, topic }
  if (runs.length > 0) return { accepts, receipt }
  return { accepts, receipt, unrouted: { target, ...pickTrace(origin) } }
}

function toNewRun(
  request: TriggerRequest,
  stepId: string,
  topic: boolean,
  origin: Origin,
  registry: Registry,
  newId: () => string,
  now: number,
): NewRun {
  const { delayMs, after, afterUnrouted, key } = request
  return {
    runId: request.runIds?.[stepId] ?? newId(),
    stepId,
    triggerId: request.id,
    ...pickTrace(origin),
    cause: topic ? `topic:${request.target}` : origin.cause,
    input: request.payload,
    ...(delayMs !== undefined && { dueAt: now + delayMs }),
    ...(after && after.length > 0 && { after }),
    ...(afterUnrouted && { cancelled: `after an unrouted trigger (${afterUnrouted})` }),
    ...(key !== undefined && { key }),
    ...(registry.policyOf(stepId)?.descriptor.kind === 'noop' && { passes: true }),
  }
}

function pickTrace({ traceId, parentRunId }: Origin) {
  return { traceId, ...(parentRunId !== undefined && { parentRunId }) }
}
