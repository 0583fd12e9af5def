/**
 * Runs and attempts: the states, the allowed transitions in one table, and the decision after each attempt.
 *
 *            accept ┌──────────► waiting ──────┐ ready                    commit ┌──► succeeded
 *   (trigger) ──────┼──────────► scheduled ◄───┤ (after / due time)              ├──► failed
 *                   ├──────────► queued ◄──────┘ ◄── retry: scheduled ◄──┐       │
 *                   └─claimed in the inserting transaction──► running ───┴───────┤
 *   succeeded at once (noop)            queued ── claim ──► running              ├──► quarantined
 *                                       queued ◄── release, conflict ── running  └──► cancelled
 */
import { motiaError } from './errors.ts'
import type { Failure } from './failure.ts'
import type { FailureReason, Outcome } from './outcome.ts'
import { backoffMs, type RetryPolicy } from './retry.ts'

export type RunStatus =
  | 'waiting' // for other runs (`after`)
  | 'scheduled' // until a due time: delay or backoff
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'quarantined'

/** From → to. Stores refuse anything else. */
export const TRANSITIONS: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  waiting: ['scheduled', 'queued', 'cancelled'],
  scheduled: ['queued', 'cancelled'],
  queued: ['running', 'cancelled'],
  running: ['succeeded', 'failed', 'scheduled', 'queued', 'cancelled', 'quarantined'],
  succeeded: [],
  failed: ['queued'], // redrive
  quarantined: ['queued'], // redrive
  cancelled: ['queued', 'waiting'], // redrive; revival after what it waits for was redriven
}

export const FINAL: readonly RunStatus[] = ['succeeded', 'failed', 'cancelled', 'quarantined']

export function isFinal(status: RunStatus): boolean {
  return FINAL.includes(status)
}

export function canBecome(from: RunStatus, to: RunStatus): boolean {
  return TRANSITIONS[from].includes(to)
}

/** Worker deaths, alone with the run, that quarantine it. */
export const MAX_STRIKES = 3
/** State conflicts that re-run an attempt for free before they count as a failure. */
export const MAX_CONFLICTS = 5

/** What becomes of a run whose attempt ended. */
export type AttemptEnd =
  | { readonly status: 'succeeded'; readonly result: string }
  | { readonly status: 'failed'; readonly reason: FailureReason; readonly failure: Failure }
  | {
      readonly status: 'scheduled'
      readonly reason: FailureReason
      readonly failure: Failure
      readonly dueAt: number
    }

/** Attempts spent before this one, and how the step wants to be retried. */
export interface AttemptFacts {
  readonly attemptsUsed: number
  readonly retry: RetryPolicy
}

/** The one decision after an attempt. @param random in [0, 1) */
export function decideEnd(outcome: Outcome, facts: AttemptFacts, nowMs: number, random: number): AttemptEnd {
  if (outcome.status === 'succeeded') return { status: 'succeeded', result: outcome.result }
  const { reason, failure } = outcome
  const delay = isRetried(reason) ? backoffMs(facts.retry, facts.attemptsUsed + 1, random) : undefined
  if (delay === undefined) return { status: 'failed', reason, failure }
  return { status: 'scheduled', reason, failure, dueAt: nowMs + delay }
}

/** What becomes of a run whose state reads no longer held at commit, for the `times`-th time. */
export function decideConflict(stepId: string, times: number): 'again' | Outcome {
  if (times <= MAX_CONFLICTS) return 'again'
  const { name, message, code } = motiaError('MOTIA_STATE_CONFLICT', { stepId, times })
  return { status: 'failed', reason: 'error', failure: { name, message, code } }
}

function isRetried(reason: FailureReason): boolean {
  return reason === 'error' || reason === 'timeout'
}
