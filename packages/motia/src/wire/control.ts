/**
 * The control protocol: what the supervisor and the app say to each other on the app's descriptor 3, and the command
 * line and the supervisor on `.motia/control.sock`, in the frames of channel.ts. When the pipe closes, the app ends.
 */

import type { Mistake } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import type { ClaimedRun } from '@motia/core/store'
import type { TriggerOptions } from '@motia/core/trigger'
import type { EnvChanges } from './env-changes.ts'

/** What can be asked of a running app; also what the Workbench's actions are. */
export type Command =
  | {
      readonly name: 'trigger'
      readonly target: string
      /** JSON text. */
      readonly payload: string
      readonly options?: Pick<TriggerOptions, 'delay' | 'key'>
    }
  | { readonly name: 'cancel'; readonly runId: string }
  | { readonly name: 'redrive'; readonly runId: string }
  | { readonly name: 'pause'; readonly stepId: string }
  | { readonly name: 'resume'; readonly stepId: string }
  /** `version` is the one that was seen, 0 for none: if it is another by now, nothing is written. */
  | {
      readonly name: 'state-set'
      readonly group: string
      readonly key: string
      /** JSON text. */
      readonly value: string
      readonly version: number
    }
  | {
      readonly name: 'state-delete'
      readonly group: string
      readonly key: string
      readonly version: number
    }
  | { readonly name: 'info' }

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: Failure }

/** A run that an app which was replaced goes on with, and the number by which the supervisor knows that app. */
export interface InheritedRun {
  readonly run: ClaimedRun
  readonly from: number
}

/** What an app that was replaced asks of the one in its place: a verb of the store, or what becomes of runs. */
export type SuccessorAsk =
  | { readonly ability: string; readonly verb: string; readonly args: readonly unknown[] }
  | { readonly results: readonly string[] }

export interface SuccessorReply {
  readonly value?: unknown
  readonly failure?: Failure
  /** Of a failure of the catalogue, filled in. */
  readonly hint?: string
}

/**
 * An app's life:
 *
 *   warm? ─► start ─► prepared ─► open ─► ready ─┬─► stop ──────────────► stopped
 *                                                └─► retire ─► released ─► ask ⇄ told … ─► stopped
 *
 * Between `prepared` and `open` the app before it is told to retire, and lets go of the store: `released`.
 */
export type SupervisorMessage =
  /** Get ready for the next project, which will be much like this one: nobody is in a hurry. */
  | { readonly t: 'warm'; readonly manifest: unknown }
  /** `config` and `manifest` as config/ and discovery/ made them: the supervisor only passes them on. `env`: since the process was spawned. */
  | { readonly t: 'start'; readonly config: unknown; readonly manifest: unknown; readonly env: EnvChanges }
  /** The store is free. */
  | { readonly t: 'open'; readonly inherited: readonly InheritedRun[] }
  /** Another app is to take the place of this one, which goes on only with what it has begun. */
  | { readonly t: 'retire' }
  /** To the app in its place: what one that was replaced asks. */
  | { readonly t: 'asked'; readonly from: number; readonly q: number; readonly ask: SuccessorAsk }
  /** To the one that was replaced: the answer. */
  | { readonly t: 'told'; readonly q: number; readonly reply: SuccessorReply }
  /** To the app in its place: one that was replaced is gone, and goes on with nothing any more. */
  | { readonly t: 'gone'; readonly from: number }
  /** To those that were replaced: somebody has cancelled the run. */
  | { readonly t: 'cancel'; readonly runId: string }
  | { readonly t: 'command'; readonly q: number; readonly command: Command }
  | { readonly t: 'ping'; readonly p: number }
  | { readonly t: 'stop'; readonly graceMs: number }

export type AppMessage =
  /** As ready as it can be; `reads` are the variables that what it has loaded depends on. */
  | { readonly t: 'warmed'; readonly reads: 'all' | readonly string[] }
  /** Everything is loaded, but for these: files that could not be, and all of whose steps are missing therefore. */
  | { readonly t: 'prepared'; readonly broken: readonly Mistake[] }
  /** Requests are answered. */
  | { readonly t: 'ready' }
  /** The store is free; the app goes on with these runs. `from` only for those that it had inherited itself. */
  | { readonly t: 'released'; readonly held: readonly (Pick<InheritedRun, 'run'> & { from?: number })[] }
  | { readonly t: 'ask'; readonly q: number; readonly ask: SuccessorAsk }
  | { readonly t: 'tell'; readonly to: number; readonly q: number; readonly reply: SuccessorReply }
  | { readonly t: 'cancel'; readonly runId: string }
  /** Why it ends: it could not start, or nobody caught an exception. The project's or ours. Followed by its exit. */
  | { readonly t: 'failed'; readonly failure: Failure }
  | { readonly t: 'events'; readonly events: readonly TelemetryEvent[] }
  /** Process groups to end if the app dies. */
  | { readonly t: 'worker'; readonly pid: number; readonly isAlive: boolean }
  | { readonly t: 'answer'; readonly q: number; readonly answer: Answer }
  | { readonly t: 'pong'; readonly p: number }
  /** After its last words it ends. */
  | { readonly t: 'stopped' }

/** On the control socket. */
export type ClientMessage = { readonly t: 'command'; readonly q: number; readonly command: Command }
export type ClientAnswer = { readonly t: 'answer'; readonly q: number; readonly answer: Answer }
