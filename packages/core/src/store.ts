/**
 * Port: where everything durable lives. Domain verbs only; decisions are made in core and by the engine, a store
 * persists them, whole or not at all. Every technology passes the same conformance suite.
 */
import type { GroupRead, KeyRead, StateWrite } from './effect.ts'
import type { Failure } from './failure.ts'
import type { Json } from './json.ts'
import type { FailureReason } from './outcome.ts'
import type { AttemptEnd, RunStatus } from './run.ts'
import type { AnswerStore, NewAnswer, StoredAnswer } from './store-answers.ts'
import type { PauseStore } from './store-pauses.ts'
import type { ScheduleStore } from './store-schedules.ts'

/** One store of several abilities. All times are milliseconds since the epoch. */
export interface Store {
  readonly runs: RunStore
  readonly state: StateStore
  readonly schedules: ScheduleStore
  readonly pauses: PauseStore
  readonly answers: AnswerStore
  /** Takes the lock, migrates. @throws `MOTIA_STORE_BUSY`, `MOTIA_STORE_VERSION` */
  open(): Promise<void>
  /** After the commits under way. */
  close(): Promise<void>
}

export interface RunStore {
  /**
   * The one way in: ends an attempt (if it is still the run's: same epoch, still running), checks what was read,
   * writes state, accepts runs, advances a schedule. Durable (fsynced) when it resolves. A commit that fails
   * leaves nothing; those that arrive together share a transaction, yet each stands alone.
   */
  commit(commit: Commit): Promise<CommitResult>
  /** Queued → running, oldest first within a step, epoch raised. */
  claim(wishes: readonly ClaimWish[], now: number): Promise<ClaimedRun[]>
  /** Running → queued (or quarantined, after MAX_STRIKES) without using up an attempt. Fenced ones are ignored. */
  release(releases: readonly Release[], now: number): Promise<ReleasedRun[]>
  /** Scheduled and due → queued, up to `limit`. */
  promote(now: number, limit: number): Promise<Backlog>
  /** After opening: running → queued, since whoever ran them is gone; not so `held`, which somebody still runs. */
  recover(now: number, held?: readonly RunRef[]): Promise<Backlog>
  /** Not yet ended → cancelled, dependants too. */
  cancel(runId: string, reason: string, now: number): Promise<EndedRun[]>
  /** Failed, cancelled or quarantined → queued with fresh attempts; revives the dependants that it had cancelled. */
  redrive(runId: string, now: number): Promise<Backlog | undefined>
  get(runId: string): Promise<RunRecord | undefined>
  /** Newest first. */
  list(filter: RunFilter): Promise<RunSummary[]>
  /** All runs of a trace, oldest first. */
  trace(traceId: string): Promise<RunRecord[]>
  /** Attempts that did not end the run with success, oldest first. */
  attempts(runId: string): Promise<AttemptRecord[]>
  counts(): Promise<StepCount[]>
  unrouted(): Promise<UnroutedRecord[]>
  /** Deletes some ended runs that are older; resolves to how many. */
  prune(before: PruneBefore, limit: number): Promise<number>
}

export interface StateStore {
  /** Version 0 and no value when nothing is stored. */
  get(group: string, key: string): Promise<StoredValue>
  /** Ordered by key. */
  list(group: string): Promise<readonly StoredItem[]>
}

/** A run to accept. */
export interface NewRun {
  readonly runId: string
  readonly stepId: string
  readonly traceId: string
  readonly triggerId: string
  readonly parentRunId?: string
  /** What asked for it: `api`, `cron`, `hand`, `trigger`, `topic:<name>`, `onError`. */
  readonly cause: string
  readonly input: Json
  /** In the future: scheduled. */
  readonly dueAt?: number
  /** Runs that have to succeed first; unfinished ones make it wait, failed ones cancel it. */
  readonly after?: readonly string[]
  /** Accept and cancel at once, for this reason. */
  readonly cancelled?: string
  /** Scope (stepId, key), 24 h. */
  readonly key?: string
  /** A process has a slot free: claim it in this transaction, if nothing older is queued for the step. */
  readonly claim?: boolean
  /** Noop: succeeds at once with its input as result. */
  readonly passes?: boolean
  /** Refuse with status `skipped` if a run of the step has not ended (overlap of schedules). */
  readonly unlessActive?: boolean
}

/** An api run in line that had effects: its row, already ended. */
export interface EndedInline {
  readonly runId: string
  readonly stepId: string
  readonly traceId: string
  readonly input: Json
  readonly startedAt: number
  readonly result: Json
}

export interface Commit {
  readonly now: number
  readonly attempt?: {
    readonly runId: string
    readonly ref: RunRef
    readonly epoch: number
    readonly startedAt: number
    readonly end: AttemptEnd
  }
  readonly inline?: EndedInline
  readonly reads?: readonly KeyRead[]
  readonly groupReads?: readonly GroupRead[]
  readonly writes?: readonly StateWrite[]
  readonly accepts?: readonly NewRun[]
  readonly unrouted?: readonly Unrouted[]
  /** A send that must happen once over all attempts of a run: the first one's receipt stands. */
  readonly once?: { readonly runId: string; readonly name: string; readonly payload: Json }
  /** Of the request whose effects these are: kept with them, unless there is one already. */
  readonly answer?: NewAnswer
  /** Fires only if the schedule still expects this tick. */
  readonly tick?: { readonly stepId: string; readonly at: number; readonly nextAt: number | undefined }
}

export type CommitResult =
  | {
      readonly status: 'committed'
      /** In the order of `accepts`. */
      readonly accepted: readonly AcceptedRun[]
      /** Other runs than the attempt's: noops that were passed, and what was cancelled. */
      readonly ended: readonly EndedRun[]
      /** What this commit left behind: steps that it queued runs of; the next due time, if it scheduled one. */
      readonly backlog: Backlog
      /** For `once`: an earlier attempt had sent it already, `accepted` is its receipt. */
      readonly repeated?: { readonly samePayload: boolean }
    }
  /** The attempt is no longer the run's, or the tick has fired: nothing was written. */
  | { readonly status: 'fenced' }
  /** An earlier request has been answered under the key of `answer`: nothing was written. */
  | { readonly status: 'answered'; readonly answer: StoredAnswer }
  /** A read no longer holds: nothing was written. */
  | { readonly status: 'conflict'; readonly where: string }

export interface AcceptedRun {
  readonly runId: string
  readonly stepId: string
  readonly status: RunStatus | 'skipped'
  /** The run that `key` had made earlier, instead of a new one. */
  readonly duplicate?: true
  readonly claimed?: ClaimedRun
}

/** The store's own handle of a run's row. */
export type RunRef = number

export interface ClaimedRun {
  readonly runId: string
  readonly ref: RunRef
  readonly stepId: string
  readonly traceId: string
  readonly parentRunId: string | null
  readonly epoch: number
  /** Attempts spent so far. */
  readonly attemptsUsed: number
  readonly conflicts: number
  readonly strikes: number
  /** Has to run alone, because a worker died with it. */
  readonly isolated: boolean
  readonly input: Json
  readonly createdAt: number
  /** From when it could begin, if later than `createdAt`: of a delayed run, a retry, or one queued again after a loss. */
  readonly dueAt?: number | null
}

export interface ClaimWish {
  readonly stepId: string
  readonly limit: number
}

export interface Release {
  readonly runId: string
  readonly ref: RunRef
  readonly epoch: number
  /** `lost`: its worker died; `alone`: and it held nothing else; `conflict`: counts as one; `returned`: not begun. */
  readonly why: 'lost' | 'alone' | 'conflict' | 'returned'
  readonly cause: string
}

/** One that was released, or a dependant that a quarantine cancelled. */
export interface ReleasedRun {
  readonly runId: string
  readonly stepId: string
  readonly status: RunStatus
}

/** Which steps have queued runs that nobody claimed, and when the next scheduled run of all is due. */
export interface Backlog {
  readonly stepIds: readonly string[]
  readonly nextDueAt?: number
}

export interface EndedRun {
  readonly runId: string
  readonly stepId: string
  readonly status: RunStatus
  readonly result?: Json
  readonly failure?: Failure
  readonly reason?: string
}

export interface RunSummary {
  readonly runId: string
  readonly stepId: string
  readonly traceId: string
  readonly parentRunId: string | null
  readonly cause: string
  readonly status: RunStatus
  readonly reason: string | null
  readonly attemptsUsed: number
  readonly createdAt: number
  readonly dueAt: number | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** What the failure says; with its name where that is one word, such as the key of a `KeyError`. */
  readonly error: string | null
}

export interface RunRecord extends RunSummary {
  readonly input: Json
  readonly result: Json | null
  readonly failure: Failure | null
  readonly after: readonly string[]
  readonly strikes: number
  readonly conflicts: number
}

export interface AttemptRecord {
  readonly attempt: number
  readonly startedAt: number
  readonly finishedAt: number
  readonly outcome: FailureReason | 'lost' | 'alone' | 'conflict'
  readonly failure: Failure
}

/** All that is given has to hold. Empty lists match nothing. */
export interface RunFilter {
  readonly stepIds?: readonly string[]
  readonly statuses?: readonly RunStatus[]
  readonly traceId?: string
  /** Created at this time or later. */
  readonly from?: number
  /** Created before this time. */
  readonly to?: number
  /** Runs older than this one. */
  readonly before?: string
  readonly limit: number
}

export interface StepCount {
  readonly stepId: string
  readonly status: RunStatus
  readonly count: number
}

export interface Unrouted {
  readonly target: string
  readonly traceId: string
  readonly parentRunId?: string
}

export interface UnroutedRecord {
  readonly target: string
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
  readonly lastTraceId: string
}

/** Runs that ended before these times. `succeeded` is for cancelled ones too, `failed` for quarantined ones. */
export interface PruneBefore {
  readonly succeeded: number
  readonly failed: number
}

export interface StoredValue {
  readonly value?: Json
  readonly version: number
}

export interface StoredItem {
  readonly key: string
  readonly value: Json
  readonly version: number
}
