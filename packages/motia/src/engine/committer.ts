/**
 * An attempt's report becomes what happens to its run: decided by core, committed whole with the effects. The other
 * half of the circle: what is accepted here is claimed, and comes round again.
 */
import { type Effects, NO_EFFECTS } from '@motia/core/effect'
import { MotiaError, motiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import type { Outcome } from '@motia/core/outcome'
import { type AttemptEnd, decideConflict, decideEnd } from '@motia/core/run'
import type { AttemptReport } from '@motia/core/runtime'
import type { ClaimedRun, Commit, CommitResult, NewRun, Release, RunStore, Unrouted } from '@motia/core/store'
import type { RunCounter, Telemetry } from '@motia/core/telemetry'
import {
  type AttemptTimes,
  describeAttempt,
  describeConflict,
  describeLoss,
  readyAtOf,
} from './attempt-event.ts'
import { toErrorRun } from './error-step.ts'
import type { LimitWait } from './limit-watch.ts'
import type { Registry } from './registry.ts'
import { type Origin, routeTrigger } from './routing.ts'
import type { Submitter } from './submitter.ts'

export interface CommitterDeps {
  readonly runs: RunStore
  readonly submitter: Submitter
  readonly registry: Registry
  readonly telemetry: Telemetry
  readonly counter: RunCounter
  /** Whether the span of an attempt that succeeded is recorded; all others are. */
  admits(stepId: string, nowMs: number, durationMs: number): boolean
  readonly newId: () => string
  readonly now: () => number
  readonly random: () => number
}

/** Between tries while the store takes no commits. */
const STORE_RETRY_MS = 1_000

export interface Committer {
  /** Resolves when what became of the run is on disk. @param limit what its step's limit made it wait */
  settle(run: ClaimedRun, report: AttemptReport, limit?: LimitWait): Promise<void>
  release(runs: readonly ClaimedRun[], why: Release['why'], cause: string): Promise<void>
}

export function createCommitter(deps: CommitterDeps): Committer {
  const release = createRelease(deps)
  /** @param now later than the attempt's end if an earlier commit of it was in vain */
  const settleOutcome = async (
    run: ClaimedRun,
    outcome: Outcome,
    times: AttemptTimes,
    now = times.endedAt,
  ): Promise<void> => {
    const { startedAt, endedAt } = times
    const retry = deps.registry.policyOf(run.stepId)?.retry
    const facts = { attemptsUsed: run.attemptsUsed, retry: retry ?? NO_RETRY }
    const end = decideEnd(outcome, facts, now, deps.random())
    const effects = effectsOf(outcome, run, deps.registry)
    const described = deps.registry.whenKnown(effects.triggers)
    if (described !== undefined) await described
    const commit = toCommit(run, end, effects, startedAt, now, deps)
    let result: CommitResult
    try {
      result = await untilTaken(() => deps.submitter.submit(commit))
    } catch (error) {
      if (effects === NO_EFFECTS) throw error // refused by itself: no other outcome would fare better
      const refused: Outcome = { status: 'failed', reason: 'error', failure: toFailure(error) }
      return settleOutcome(run, refused, times, deps.now())
    }
    if (result.status === 'fenced') return
    if (result.status === 'conflict') {
      const decision = decideConflict(run.stepId, run.conflicts + 1)
      if (decision !== 'again') return settleOutcome(run, decision, times, deps.now())
      deps.telemetry.record(describeConflict(run, { ...times, committedAt: deps.now() }))
      return release([run], 'conflict', result.where)
    }
    const tookMs = endedAt - startedAt
    deps.counter.attemptEnded(run.stepId, end.status, tookMs, waitOf(run, startedAt))
    if (end.status !== 'succeeded' || deps.admits(run.stepId, now, tookMs)) {
      deps.telemetry.record(describeAttempt(run, end, effects, { ...times, committedAt: deps.now() }))
    }
    if (end.status !== 'scheduled') deps.submitter.ended([{ runId: run.runId, stepId: run.stepId, ...end }])
  }
  return {
    release,
    settle(run, report, limit) {
      const timesOf = (startedAt: number) => ({ startedAt, endedAt: deps.now(), limit })
      switch (report.type) {
        case 'outcome':
          return settleOutcome(run, report.outcome, timesOf(report.startedAt))
        case 'stream':
          report.stream.cancel()
          return settleOutcome(
            run,
            { status: 'failed', reason: 'error', failure: STREAMED },
            timesOf(report.startedAt),
          )
        case 'lost':
          deps.telemetry.record(describeLoss(run, report.cause, timesOf(report.startedAt)))
          return release([run], report.alone ? 'alone' : 'lost', report.cause)
        case 'returned':
          return release([run], 'returned', 'not begun')
      }
    },
  }
}

/** Back into the queue, but for runs that have cost too many workers. */
function createRelease(deps: CommitterDeps): Committer['release'] {
  return async (list, why, cause) => {
    if (list.length === 0) return
    const now = deps.now()
    const items = list.map(({ runId, ref, epoch }) => ({ runId, ref, epoch, why, cause }))
    const released = await untilTaken(() => deps.runs.release(items, now))
    for (const { runId, stepId, status } of released) {
      if (status === 'quarantined') {
        const traceId = list.find((run) => run.runId === runId)?.traceId ?? ''
        deps.telemetry.record({ type: 'quarantined', at: now, runId, traceId, stepId, cause })
        deps.counter.quarantined(stepId)
        deps.submitter.ended([{ runId, stepId, status, reason: cause }])
      } else if (status === 'cancelled') {
        deps.submitter.ended([{ runId, stepId, status, reason: 'after a run that was quarantined' }])
      }
    }
    const queued = released.filter(({ status }) => status === 'queued')
    deps.submitter.spread({ stepIds: [...new Set(queued.map(({ stepId }) => stepId))] })
  }
}

/** Workers answer in pieces only to requests. */
const STREAMED = toFailure(
  motiaError('MOTIA_PROTOCOL', { what: 'it answered a run in pieces, though no request waits' }),
)

/** For a run whose step went away while it ran. */
const NO_RETRY = { attempts: 1, delay: 0, factor: 1, maxDelay: 0, jitter: false }

/** Of the first attempt: from when the run could begin. */
function waitOf(run: ClaimedRun, startedAt: number): number | undefined {
  return run.attemptsUsed === 0 ? Math.max(0, startedAt - readyAtOf(run)) : undefined
}

/** Effects count if the handler returned; those of the error step count anyway (ACCEPTANCE D10). */
function effectsOf(outcome: Outcome, run: ClaimedRun, registry: Registry): Effects {
  if (outcome.status === 'succeeded' || run.stepId === registry.errorStepId)
    return outcome.effects ?? NO_EFFECTS
  return NO_EFFECTS
}

function toCommit(
  run: ClaimedRun,
  end: AttemptEnd,
  effects: Effects,
  startedAt: number,
  now: number,
  deps: CommitterDeps,
): Commit {
  const { runId, ref, epoch } = run
  const { accepts, unrouted } = routeEffects(
    effects,
    { traceId: run.traceId, parentRunId: runId, cause: 'trigger' },
    deps,
    now,
  )
  if (end.status === 'failed') {
    const errorRun = toErrorRun(run, end.failure, deps.registry, deps.newId)
    if (errorRun) accepts.push(errorRun)
  }
  return { now, attempt: { runId, ref, epoch, startedAt, end }, ...toStateParts(effects), accepts, unrouted }
}

/** The runs that an attempt's triggers become. */
export function routeEffects(
  effects: Effects,
  origin: Origin,
  { registry, newId }: Pick<CommitterDeps, 'registry' | 'newId'>,
  now: number,
): { accepts: NewRun[]; unrouted: Unrouted[] } {
  const accepts: NewRun[] = []
  const unrouted: Unrouted[] = []
  for (const request of effects.triggers) {
    const routed = routeTrigger(request, origin, registry, newId, now)
    accepts.push(...routed.accepts)
    if (routed.unrouted) unrouted.push(routed.unrouted)
  }
  return { accepts, unrouted }
}

/** Reads matter only to a commit that writes (DESIGN: state does not lose updates). */
export function toStateParts(effects: Effects): Pick<Commit, 'writes' | 'reads' | 'groupReads'> {
  const { writes, reads, groupReads } = effects
  return writes.length === 0 ? {} : { writes, reads, groupReads }
}

/** Waits out a store that is away. @throws what the store refuses for good */
function untilTaken<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch(async (error: unknown) => {
    for (let last = error; ; ) {
      if (!(last instanceof MotiaError) || last.code !== 'MOTIA_STORE_UNAVAILABLE') throw last
      await new Promise((resolve) => setTimeout(resolve, STORE_RETRY_MS))
      try {
        return await ask()
      } catch (again) {
        last = again
      }
    }
  })
}
