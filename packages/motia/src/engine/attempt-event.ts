/** The telemetry of an attempt's end. committer.ts records it. */
import type { Effects } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import type { AttemptEvent } from '@motia/core/events'
import type { AttemptEnd } from '@motia/core/run'
import type { ClaimedRun } from '@motia/core/store'
import { describeEffects } from './effects-seen.ts'
import type { LimitWait } from './limit-watch.ts'

/** When an attempt went on to what comes next. */
export interface AttemptTimes {
  readonly startedAt: number
  readonly endedAt: number
  /** Of the wait before it. */
  readonly limit?: LimitWait | undefined
  /** Its commit, on disk or in vain. */
  readonly committedAt?: number
}

export function describeAttempt(
  run: ClaimedRun,
  end: AttemptEnd,
  effects: Effects,
  times: AttemptTimes,
): AttemptEvent {
  const failed = end.status === 'succeeded' ? {} : { reason: end.reason, failure: end.failure }
  return {
    ...describeSpan(run, times),
    status: end.status,
    ...failed,
    ...(end.status === 'scheduled' && { dueAt: end.dueAt }),
    ...describeEffects([effects]),
  }
}

/** Its worker ended: the attempt has no end of its own. */
export function describeLoss(run: ClaimedRun, cause: string, times: AttemptTimes): AttemptEvent {
  const { name, message, code } = motiaError('MOTIA_RUN_LOST', { cause })
  return { ...describeSpan(run, times), status: 'lost', failure: { name, message, code } }
}

/** State that it had read changed before its commit: it runs again at once, and this attempt counts for nothing. */
export function describeConflict(run: ClaimedRun, times: AttemptTimes): AttemptEvent {
  return { ...describeSpan(run, times), status: 'conflict' }
}

/** From when the run could begin. */
export function readyAtOf({ createdAt, dueAt }: ClaimedRun): number {
  return dueAt ?? createdAt
}

function describeSpan(run: ClaimedRun, { startedAt, endedAt, limit, committedAt }: AttemptTimes) {
  const { runId, traceId, parentRunId, stepId } = run
  return {
    type: 'attempt',
    at: endedAt,
    runId,
    traceId,
    parentRunId,
    stepId,
    attempt: run.attemptsUsed + 1,
    startedAt,
    durationMs: endedAt - startedAt,
    waitedMs: Math.max(0, startedAt - run.createdAt),
    queuedAt: Math.min(readyAtOf(run), startedAt),
    ...(limit && { limitAt: limit.from, limitMs: limit.ms }),
    ...(committedAt !== undefined && { commitMs: committedAt - endedAt }),
  } as const
}
