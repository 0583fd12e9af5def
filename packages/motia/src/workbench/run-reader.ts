/** What the Workbench needs of the durable store and of the running app; the supervisor brings both. */
import type { MaybePromise } from '@motia/core/outcome'
import type {
  AttemptRecord,
  RunFilter,
  RunRecord,
  RunSummary,
  StepCount,
  StoredValue,
  UnroutedRecord,
} from '@motia/core/store'
import type {
  FoundRuns,
  OldestQueued,
  RunSearch,
  SeenEdges,
  StateFilter,
  StateGroup,
  StatePage,
} from '@motia/core/store-reader'
import type { ScheduleRecord } from '@motia/core/store-schedules'
import type { Answer, Command } from '../wire/control.ts'

/** Reads a store that another process writes; an empty one while there is none. */
export interface RunReader {
  get(runId: string): MaybePromise<RunRecord | undefined>
  /** Newest first. */
  list(filter: RunFilter): MaybePromise<readonly RunSummary[]>
  /** Oldest first. */
  trace(traceId: string): MaybePromise<readonly RunRecord[]>
  attempts(runId: string): MaybePromise<readonly AttemptRecord[]>
  counts(): MaybePromise<readonly StepCount[]>
  unrouted(): MaybePromise<readonly UnroutedRecord[]>
  schedules(): MaybePromise<readonly ScheduleRecord[]>
  /** Newest first, for a bounded time. */
  search(search: RunSearch): MaybePromise<FoundRuns>
  /** Runs that the run asked for, oldest first. */
  children(runId: string): MaybePromise<readonly RunSummary[]>
  /** Which steps led to which, among the latest `limit` runs or as many as can be looked at quickly. */
  edges(limit: number): MaybePromise<SeenEdges>
  /** One a step that has queued runs. */
  oldestQueued(): MaybePromise<readonly OldestQueued[]>
  /** Ids of the steps that are paused. */
  paused(): MaybePromise<readonly string[]>
  stateGroups(): MaybePromise<readonly StateGroup[]>
  stateItems(filter: StateFilter): MaybePromise<StatePage>
  /** Whole. Version 0 and no value when nothing is stored. */
  stateItem(group: string, key: string): MaybePromise<StoredValue>
  /** Another number whenever the store has changed. */
  version(): MaybePromise<number>
}

/** What the Workbench may ask of the app: the control protocol's commands, but for what it knows already. */
export type WorkbenchCommand = Exclude<Command, { readonly name: 'info' }>

export interface WorkbenchCommands {
  /** Failure is an answer, also when the app is not there (`MOTIA_APP_DOWN`). */
  send(command: WorkbenchCommand): Promise<Answer>
}
