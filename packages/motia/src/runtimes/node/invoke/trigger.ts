/** `trigger` and `call`: staged inside an attempt, at once outside one or with `{ now: true }` (ACCEPTANCE D2). */
import type { TriggerRequest } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import { encodeJson } from '@motia/core/json'
import { didYouMean } from '@motia/core/nearest'
import type { AttemptServices, NowTrigger } from '@motia/core/runtime'
import type { Receipt, TriggerOptions } from '@motia/core/trigger'
import type { Attempt } from './attempt.ts'
import { createReceipt, toValue } from './receipt.ts'

/** What a process knows of the project's targets, replaced at reload. */
export interface TargetBook {
  /** Ids of the steps that a target reaches; none for an unknown one. */
  stepsOf(target: string): readonly string[]
  isTopic(target: string): boolean
  targets(): Iterable<string>
  /** Unknown targets are errors. */
  readonly strict: boolean
}

export interface TriggerWorld {
  readonly services: AttemptServices
  readonly targets: TargetBook
  readonly newId: () => string
  /** Tells the author about something they did, within the attempt's log. */
  warn(message: string): void
}

export async function trigger(
  world: TriggerWorld,
  attempt: Attempt | undefined,
  target: string,
  payload: unknown,
  options: TriggerOptions = {},
): Promise<Receipt> {
  const request = toRequest(world, target, payload, options)
  if (!attempt || options.now || attempt.phase === 'succeeded') return triggerNow(world, attempt, request)
  attempt.assertOpen()
  const runs = world.targets.stepsOf(target).map((stepId) => ({ runId: world.newId(), stepId }))
  attempt.stage({ ...request, runIds: Object.fromEntries(runs.map((run) => [run.stepId, run.runId])) })
  const data = {
    id: request.id,
    traceId: attempt.facts.traceId,
    routed: runs.length > 0,
    runs,
    topic: world.targets.isTopic(target),
  }
  return createReceipt(data, target, world.services, attempt)
}

export async function call(
  world: TriggerWorld,
  attempt: Attempt | undefined,
  target: string,
  payload: unknown,
  options: TriggerOptions = {},
): Promise<unknown> {
  if (attempt?.phase === 'closed') throw attempt.closedError()
  const request = toRequest(world, target, payload, options)
  return toValue(await world.services.call(toNow(attempt, request)))
}

async function triggerNow(world: TriggerWorld, attempt: Attempt | undefined, request: TriggerRequest) {
  if (attempt?.phase === 'closed') throw attempt.closedError()
  if (attempt?.phase === 'succeeded' && attempt.isFirstLate()) {
    world.warn(
      `${attempt.facts.stepId} triggered "${request.target}" after it had returned: accepted, but not with its commit`,
    )
  }
  const data = await world.services.triggerNow(toNow(attempt, request))
  return createReceipt(data, request.target, world.services)
}

function toNow(attempt: Attempt | undefined, request: TriggerRequest): NowTrigger {
  if (!attempt) return { request, ordinal: 0 }
  const { runId, traceId, stepId } = attempt.facts
  return { request, from: { runId, traceId, stepId }, ordinal: attempt.nextOrdinal(request.target) }
}

function toRequest(
  world: TriggerWorld,
  target: string,
  payload: unknown,
  options: TriggerOptions,
): TriggerRequest {
  if (typeof target !== 'string' || target === '') {
    throw motiaError('MOTIA_OPTION', {
      what: `trigger takes the id of a step or a topic, not ${String(target) || "''"}`,
    })
  }
  if (world.targets.strict && world.targets.stepsOf(target).length === 0) {
    throw motiaError('MOTIA_UNROUTED', { target, nearest: didYouMean(target, world.targets.targets()) })
  }
  const { delay, key } = options
  if (delay !== undefined && !(Number.isFinite(delay) && delay >= 0)) {
    throw motiaError('MOTIA_OPTION', {
      what: `delay of trigger "${target}" is ${delay}, not a number of milliseconds`,
    })
  }
  return {
    id: world.newId(),
    target,
    payload: encodeJson(payload, `payload of ${target}`),
    ...(delay !== undefined && delay > 0 && { delayMs: delay }),
    ...(key !== undefined && { key: String(key) }),
    ...toAfter(options.after),
  }
}

function toAfter(after: TriggerOptions['after']): Pick<TriggerRequest, 'after' | 'afterUnrouted'> {
  if (after === undefined) return {}
  const receipts = (Array.isArray(after) ? after : [after]) as readonly Receipt[]
  const unrouted = receipts.find((receipt) => !receipt.routed)
  if (unrouted) return { afterUnrouted: unrouted.id }
  return { after: receipts.flatMap((receipt) => receipt.runs.map((run) => run.runId)) }
}
