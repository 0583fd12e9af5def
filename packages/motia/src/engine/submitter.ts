/**
 * Sends commits to the store and spreads the news: claimed runs to their lanes, due times to the timer, ends to
 * waiters. Everything that changes runs goes through here.
 */
import { MotiaError } from '@motia/core/errors'
import type {
  AcceptedRun,
  Backlog,
  Commit,
  CommitResult,
  EndedRun,
  NewRun,
  RunStore,
  Unrouted,
} from '@motia/core/store'
import type { Telemetry } from '@motia/core/telemetry'
import type { Lanes } from './lanes.ts'
import type { Registry } from './registry.ts'
import type { Timer } from './timer.ts'
import { createUnderWay } from './under-way.ts'
import type { Waiters } from './waiters.ts'

export interface SubmitterDeps {
  readonly runs: RunStore
  readonly lanes: Lanes
  readonly timer: Timer
  readonly waiters: Waiters
  readonly registry: Registry
  readonly telemetry: Telemetry
  readonly now: () => number
}

export interface Submitter {
  /** Resolves when durable. @throws `MOTIA_STORE_UNAVAILABLE`, `MOTIA_STATE_TYPE`; nothing was written then */
  submit(commit: Commit): Promise<CommitResult>
  /** News of the store that came by another way than a commit. */
  spread(backlog: Backlog): void
  ended(runs: readonly EndedRun[]): void
  /** Resolves when no commit is under way. */
  idle(): Promise<void>
}

const QUIET_MS = 10_000

export function createSubmitter(deps: SubmitterDeps): Submitter {
  const { runs, lanes, timer, waiters } = deps
  const underWay = createUnderWay()
  let quietUntil = 0

  /** That commits fail, once for a while: everything under way finds out at the same time. */
  const tellFailure = (error: unknown) => {
    const at = deps.now()
    if (!(error instanceof MotiaError) || error.code !== 'MOTIA_STORE_UNAVAILABLE' || at < quietUntil) return
    quietUntil = at + QUIET_MS
    const { message, hint } = error
    deps.telemetry.record({ type: 'notice', at, level: 'error', message, hint })
  }
  const spread = (backlog: Backlog) => {
    for (const stepId of backlog.stepIds) lanes.wake(stepId)
    if (backlog.nextDueAt !== undefined) timer.wakeAt(backlog.nextDueAt)
    lanes.pump()
  }
  const ended = (list: readonly EndedRun[]) => {
    for (const run of list) {
      waiters.ended(run)
      if (run.status === 'cancelled') tellCancelled(deps, run)
    }
  }
  const settle = (accepts: readonly NewRun[], accepted: readonly AcceptedRun[]) => {
    const claimed = new Map(accepted.map((run) => [run.runId, run.claimed]))
    for (const run of accepts) if (run.claim) lanes.resolveReservation(run.stepId, claimed.get(run.runId))
    for (const run of accepted) if (run.status === 'queued') lanes.wake(run.stepId)
  }
  const submit = async (commit: Commit): Promise<CommitResult> => {
    const accepts = (commit.accepts ?? []).map((run) => withClaim(run, lanes))
    let accepted: readonly AcceptedRun[] = []
    underWay.begin()
    try {
      const result = await runs.commit({ ...commit, accepts })
      if (result.status === 'committed') {
        accepted = result.accepted
        ended(result.ended)
        for (const unrouted of commit.unrouted ?? []) tellUnrouted(deps, unrouted)
      }
      settle(accepts, accepted)
      if (result.status === 'committed') spread(result.backlog)
      return result
    } catch (error) {
      settle(accepts, [])
      tellFailure(error)
      throw error
    } finally {
      underWay.end()
    }
  }
  return { submit, spread, ended, idle: underWay.idle }
}

/** A run that nothing holds back is claimed with its insert if its lane has room. */
function withClaim(run: NewRun, lanes: Lanes): NewRun {
  const waits = run.dueAt !== undefined || run.after || run.cancelled || run.passes || run.claim !== undefined
  return waits || !lanes.reserve(run.stepId) ? run : { ...run, claim: true }
}

function tellUnrouted({ telemetry, registry, now }: SubmitterDeps, { target, ...origin }: Unrouted): void {
  const nearest = registry.nearestTo(target)
  telemetry.record({ type: 'unrouted', at: now(), target, ...origin, ...(nearest && { nearest }) })
}

function tellCancelled({ telemetry, now }: SubmitterDeps, { runId, stepId, reason }: EndedRun): void {
  telemetry.record({ type: 'cancelled', at: now(), runId, stepId, reason: reason ?? 'cancelled' })
}
