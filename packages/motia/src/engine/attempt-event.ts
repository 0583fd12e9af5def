/** The telemetry of an attempt's end. */
import type { Effects } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import type { AttemptEvent } from '@motia/core/events'
import type { AttemptEnd } from '@motia/core/run'
import type { ClaimedRun } from '@motia/core/store'
import { describeEffects } from './effects-seen.ts'

export function describeAttempt(
  run: ClaimedRun,
  end: AttemptEnd,
  effects: Effects,
  startedAt: number,
  at: number,
): AttemptEvent {
  const failed = end.status === 'succeeded' ? {} : { reason: end.reason, failure: end.failure }
  return {
    ...describeSpan(run, startedAt, at),
    status: end.status,
    ...failed,
    ...(end.status === 'scheduled' && { dueAt: end.dueAt }),
    ...describeEffects([effects]),
  }
}

/** Its worker ended: the attempt has no end of its own. */
export function describeLoss(run: ClaimedRun, cause: string, startedAt: number, at: number): AttemptEvent {
  const { name, message, code } = motiaError('MOTIA_RUN_LOST', { cause })
  return { ...describeSpan(run, startedAt, at), status: 'lost', failure: { name, message, code } }
}

/** State that it had read changed before its commit: it runs again at once, and this attempt counts for nothing. */
export function describeConflict(run: ClaimedRun, startedAt: number, at: number): AttemptEvent {
  return { ...describeSpan(run, startedAt, at), status: 'conflict' }
}

function describeSpan(run: ClaimedRun, startedAt: number, at: number) {
  const { runId, traceId, parentRunId, stepId } = run
  return {
    type: 'attempt',
    at,
    runId,
    traceId,
    parentRunId,
    stepId,
    attempt: run.attemptsUsed + 1,
    startedAt,
    durationMs: at - startedAt,
    waitedMs: Math.max(0, startedAt - run.createdAt),
  } as const
}
