/**
 * What crosses between a store (store.ts) and its thread (loop.ts): verbs with their arguments one way, replies the
 * other. Replies leave out what the asking side knows already, payloads above all.
 */
import type { RunStatus } from '@motia/core/run'
import type {
  AttemptRecord,
  Backlog,
  ClaimWish,
  Commit,
  EndedRun,
  PruneBefore,
  Release,
  ReleasedRun,
  RunFilter,
  RunRecord,
  RunRef,
  RunSummary,
  StepCount,
  StoredItem,
  StoredValue,
  UnroutedRecord,
} from '@motia/core/store'
import type { StoredAnswer } from '@motia/core/store-answers'
import type { ScheduleRecord } from '@motia/core/store-schedules'
import type { ErrorData } from './errors.ts'

/** The store's verbs as the thread knows them: synchronous, all within one transaction of a batch. */
export interface Verbs {
  commit(commit: Commit): CommitReply
  end(...end: PlainEnd): CommitReply
  claim(wishes: readonly ClaimWish[], now: number): ClaimReply[]
  release(releases: readonly Release[], now: number): ReleasedRun[]
  promote(now: number, limit: number): Backlog
  recover(now: number, held?: readonly RunRef[]): Backlog
  cancel(runId: string, reason: string, now: number): EndedRun[]
  redrive(runId: string, now: number): Backlog | undefined
  prune(before: PruneBefore, limit: number): number
  putSchedule(record: ScheduleRecord): void
  removeSchedule(stepId: string): void
  putPause(stepId: string, now: number): boolean
  removePause(stepId: string): boolean
  get(runId: string): RunRecord | undefined
  list(filter: RunFilter): RunSummary[]
  trace(traceId: string): RunRecord[]
  attempts(runId: string): AttemptRecord[]
  counts(): StepCount[]
  unrouted(): UnroutedRecord[]
  getState(group: string, key: string): StoredValue
  listState(group: string): StoredItem[]
  listSchedules(): ScheduleRecord[]
  listPauses(): string[]
  findAnswer(key: string, now: number): StoredAnswer | undefined
}

export type Verb = keyof Verbs

/** Verbs that change nothing: a batch of them alone needs no transaction. */
export const READING: ReadonlySet<Verb> = new Set([
  'get',
  'list',
  'trace',
  'attempts',
  'counts',
  'unrouted',
  'getState',
  'listState',
  'listSchedules',
  'listPauses',
  'findAnswer',
])

/** `done`: committed, and there is nothing more to tell. */
export type CommitReply = 'done' | 'fenced' | ConflictReply | AnsweredReply | CommittedReply

export interface ConflictReply {
  readonly status: 'conflict'
  readonly where: string
}

export interface AnsweredReply {
  readonly status: 'answered'
  readonly answer: StoredAnswer
}

export interface CommittedReply {
  readonly status: 'committed'
  readonly accepted?: readonly AcceptedReply[]
  readonly ended?: readonly EndedRun[]
  readonly backlog?: Backlog
  readonly repeated?: { readonly samePayload: boolean }
}

export interface AcceptedReply {
  readonly runId: string
  readonly stepId: string
  readonly status: RunStatus | 'skipped'
  readonly duplicate?: true
  /** It was claimed, for the first time: the rest is in its `NewRun`. */
  readonly ref?: RunRef
}

/** `rows` is JSON text as SQLite made it, without the brackets around: the asking side has the time to parse it. */
export interface ClaimReply {
  readonly stepId: string
  readonly rows: string
  /** Those that the rows do not hold. */
  readonly longInputs: readonly (readonly [ref: RunRef, input: string])[]
}

/** `epoch` is the one before this claim. */
export type ClaimRow = readonly [
  ref: RunRef,
  runId: string,
  traceId: string,
  parentRunId: string | null,
  epoch: number,
  attemptsUsed: number,
  conflicts: number,
  strikes: number,
  isolated: number,
  input: string | null,
  createdAt: number,
  dueAt: number | null,
]

/** An attempt that succeeded and had no effects, the most frequent commit by far: many are ended by one statement. */
export type PlainEnd = readonly [
  runId: string,
  ref: RunRef,
  epoch: number,
  startedAt: number,
  now: number,
  result: string,
]

/** What the asking side posts: verb and arguments, in turn. */
export type Requests = readonly (Verb | readonly unknown[])[]

/** What the thread posts back: a result for each request, in their order; failed ones are named apart. */
export interface Replies {
  readonly results: readonly unknown[]
  readonly errors?: readonly (readonly [index: number, error: ErrorData])[]
}
