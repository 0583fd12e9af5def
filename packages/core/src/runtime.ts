/**
 * Port: what executes handlers of a language. The engine hands it claimed runs and gets back how the attempt ended;
 * what a handler asks for on the way comes through `AttemptServices`.
 */
import type { Language, Mistake, StepDescriptor } from './descriptor.ts'
import type { Effects, TriggerRequest } from './effect.ts'
import type { Failure } from './failure.ts'
import type { Json } from './json.ts'
import type { Outcome, Response } from './outcome.ts'
import type { StoredItem, StoredValue } from './store.ts'

export interface Runtime {
  readonly language: Language
  /** Loads the project's files in a worker and tells their steps. Keeps the worker warm. */
  describe(): Promise<Description>
  /** Attempts that may be handed over now. */
  freeSlots(): number
  /** All slots, busy or not. */
  slots(): number
  /** Resolves when the attempt is over, for whatever reason; never rejects. */
  execute(attempt: AttemptRequest, services: AttemptServices): Promise<AttemptReport>
  /** Aborts the attempt's signal. */
  cancel(runId: string): void
  /** Tells the workers which steps a target reaches. */
  setRoutes(routes: Routes, strict: boolean): void
  /** Calls back whenever slots may have become free. */
  onFree(callback: () => void): void
  /**
   * Waits for the attempts under way, at most `graceMs`, then ends the workers; what is left reports `returned`. With
   * Infinity nothing is taken back that a worker was given: it may have begun, and not been heard yet.
   */
  stop(graceMs: number): Promise<void>
}

/** Target → ids of the steps that it reaches, in subscriber order. */
export type Routes = Readonly<Record<string, readonly string[]>>

export interface Description {
  readonly steps: readonly StepDescriptor[]
  readonly mistakes: readonly Mistake[]
  /** Files of the project that were loaded besides, relative to its root: an edit of one matters. */
  readonly modules?: readonly string[]
  /** The language is not to be had on this machine, as its one mistake says: nothing is known of the files. */
  readonly isAbsent?: true
}

export interface AttemptRequest {
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  /** 1 for the first. */
  readonly attempt: number
  readonly input: Json
  /** Milliseconds since the epoch. */
  readonly deadline: number
  /** Alone in a worker of its own. */
  readonly isolated: boolean
}

export type AttemptReport =
  | { readonly type: 'outcome'; readonly outcome: Outcome; readonly startedAt: number }
  /** A request's answer that comes piece by piece; what becomes of the attempt is the stream's `end`. */
  | { readonly type: 'stream'; readonly stream: ResponseStream; readonly startedAt: number }
  /** The worker ended; `alone` if by itself while it held nothing else. */
  | { readonly type: 'lost'; readonly alone: boolean; readonly cause: string; readonly startedAt: number }
  /** Never begun. */
  | { readonly type: 'returned' }

/** The answer's head has come, with what was staged until then; pieces come when they are asked for. */
export interface ResponseStream {
  readonly status: number
  readonly headers: Response['headers']
  /** To be committed before the first byte leaves. */
  readonly effects: Effects
  /** To be iterated once; ends with the last piece, throws if the attempt failed. Leaving it early cancels. */
  readonly pieces: AsyncIterable<string | Uint8Array>
  /** The outcome of the whole, with the effects that the stream staged. */
  readonly end: Promise<AttemptReport>
  /** Nobody wants it any more. */
  cancel(): void
}

/** What the handlers of one process may ask the engine for while they run. */
export interface AttemptServices {
  readState(group: string, key: string): Promise<StoredValue>
  listState(group: string): Promise<readonly StoredItem[]>
  /** To disk at once. Inside a run the (`ordinal`, or key) of its target makes it happen once over all attempts. */
  triggerNow(request: NowTrigger): Promise<ReceiptData>
  /** Triggers now and waits. */
  call(request: NowTrigger): Promise<RunResult>
  /** Waits for a receipt's runs. */
  awaitResults(runIds: readonly string[]): Promise<RunResult[]>
}

export interface NowTrigger {
  readonly request: TriggerRequest
  /** The run that asks, if one does. */
  readonly from?: { readonly runId: string; readonly traceId: string; readonly stepId: string }
  readonly ordinal: number
}

export interface ReceiptData {
  readonly id: string
  readonly traceId: string
  readonly routed: boolean
  readonly runs: readonly { readonly runId: string; readonly stepId: string }[]
  /** More than one subscriber may answer: `result()` gives an array. */
  readonly topic: boolean
}

export type RunResult =
  | { readonly runId: string; readonly ok: true; readonly result: Json }
  | {
      readonly runId: string
      readonly ok: false
      readonly stepId: string
      readonly status: string
      readonly reason: string
      readonly failure?: Failure
    }
