/** The telemetry of an attempt's end. */
import type { AttemptEvent } from '@motia/core/events'
import type { AttemptEnd } from '@motia/core/run'
import type { ClaimedRun } from '@motia/core/store'

export function describeAttempt(
  run: ClaimedRun,
  end: AttemptEnd,
  startedAt: number,
  at: number,
): AttemptEvent {
  const { runId, traceId, parentRunId, stepId } = run
  const failed = end.status === 'succeeded' ? {} : { reason: end.reason, failure: end.failure }
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
    status: end.status,
    ...failed,
    ...(end.status === 'scheduled' && { dueAt: end.dueAt }),
  }
}
