/**
 * Triggers that do not wait for a commit: from outside a run, `{ now: true }`, and `motia.call`, which also waits for
 * the result (ACCEPTANCE D2).
 */
import { motiaError } from '@motia/core/errors'
import type { NowTrigger, ReceiptData, RunResult } from '@motia/core/runtime'
import type { AcceptedRun } from '@motia/core/store'
import type { Telemetry } from '@motia/core/telemetry'
import type { Registry } from './registry.ts'
import { type Origin, routeTrigger } from './routing.ts'
import type { Submitter } from './submitter.ts'
import type { Waiters } from './waiters.ts'

export interface CallsDeps {
  readonly submitter: Submitter
  readonly registry: Registry
  readonly waiters: Waiters
  readonly newId: () => string
  readonly now: () => number
  readonly telemetry: Telemetry
}

export interface Calls {
  /** @param cause what asks, when no run does: `hand`, `setup` */
  triggerNow(now: NowTrigger, cause: string): Promise<ReceiptData>
  call(now: NowTrigger): Promise<RunResult>
}

export function createCalls(deps: CallsDeps): Calls {
  /** Callee → caller, while the caller waits and keeps its permit. */
  const callers = new Map<string, Caller>()

  const triggerNow: Calls['triggerNow'] = async ({ request, from, ordinal }, cause) => {
    await deps.registry.whenKnown([request])
    const now = deps.now()
    const origin: Origin = from
      ? { traceId: from.traceId, parentRunId: from.runId, cause: 'trigger' }
      : { traceId: deps.newId(), cause }
    const { accepts, unrouted, receipt } = routeTrigger(request, origin, deps.registry, deps.newId, now)
    const once = from && {
      runId: from.runId,
      name: `${request.target}\0${request.key ?? ordinal}`,
      payload: request.payload,
    }
    const result = await deps.submitter.submit({
      now,
      accepts,
      ...(unrouted && { unrouted: [unrouted] }),
      ...(once && { once }),
    })
    if (result.status !== 'committed') return receipt
    if (result.repeated && !result.repeated.samePayload) {
      const message = `an earlier attempt sent another payload to "${request.target}": the first one stands`
      deps.telemetry.record({ type: 'log', at: now, level: 'warn', message, source: 'logger', ...from })
    }
    return { ...receipt, runs: result.accepted.map(pickRun) }
  }
  return {
    triggerNow,
    async call(now) {
      const { target } = now.request
      await deps.registry.whenKnown([now.request])
      assertOneStep(target, deps.registry)
      if (now.from) assertNoDeadlock(target, now.from, callers, deps.registry)
      const linked: string[] = []
      const link = (runId: string) => {
        linked.push(runId)
        if (now.from) callers.set(runId, now.from)
      }
      const named = deps.newId()
      link(named) // before the run can begin, and call in its turn
      try {
        const request = { ...now.request, runIds: { [target]: named } }
        const [run] = (await triggerNow({ ...now, request }, 'call')).runs
        if (run && run.runId !== named) link(run.runId) // an earlier attempt's, or the one that a key stands for
        const [result] = await deps.waiters.await([run?.runId ?? named])
        return result as RunResult
      } finally {
        for (const runId of linked) callers.delete(runId)
      }
    },
  }
}

/** @throws before anything was triggered, if there is no step of that id whose result could be waited for */
function assertOneStep(target: string, registry: Registry): void {
  if (registry.isTopic(target)) {
    const what = `call takes the id of a step, and "${target}" is a topic: trigger it, and wait for result()`
    throw motiaError('MOTIA_OPTION', { what })
  }
  if (registry.stepsOf(target).length > 0) return
  const nearest = registry.nearestTo(target)
  throw motiaError('MOTIA_UNROUTED', { target, nearest: nearest ? `, did you mean "${nearest}"?` : '' })
}

interface Caller {
  readonly runId: string
  readonly stepId: string
}

/** @throws `MOTIA_CALL_DEADLOCK` if runs that wait for this call hold all permits of its step */
function assertNoDeadlock(
  target: string,
  from: Caller,
  callers: ReadonlyMap<string, Caller>,
  registry: Registry,
): void {
  const concurrency = registry.policyOf(target)?.concurrency ?? Number.POSITIVE_INFINITY
  let held = 0
  for (let caller: Caller | undefined = from; caller; caller = callers.get(caller.runId)) {
    if (caller.stepId === target) held++
  }
  if (held >= concurrency) throw motiaError('MOTIA_CALL_DEADLOCK', { target })
}

function pickRun({ runId, stepId }: AcceptedRun) {
  return { runId, stepId }
}
