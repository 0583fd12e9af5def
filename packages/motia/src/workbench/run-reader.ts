/** What the Workbench needs of the durable store and of the running app; the supervisor brings both. */
import type { Failure } from '@motia/core/failure'
import type { MaybePromise } from '@motia/core/outcome'
import type {
  AttemptRecord,
  RunFilter,
  RunRecord,
  RunSummary,
  ScheduleRecord,
  StepCount,
  UnroutedRecord,
} from '@motia/core/store'

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
}

/** What the Workbench may ask of the app: a part of the control protocol's commands. */
export type WorkbenchCommand =
  | {
      readonly name: 'trigger'
      readonly target: string
      /** JSON text. */
      readonly payload: string
      readonly options?: { readonly delay?: number; readonly key?: string }
    }
  | { readonly name: 'cancel'; readonly runId: string }
  | { readonly name: 'redrive'; readonly runId: string }

export type CommandAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: Failure }

export interface WorkbenchCommands {
  /** Failure is an answer, also when the app is not there (`MOTIA_APP_DOWN`). */
  send(command: WorkbenchCommand): Promise<CommandAnswer>
}
