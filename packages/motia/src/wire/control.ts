/**
 * The control protocol: what the supervisor and the app say to each other on the app's descriptor 3, and the command
 * line and the supervisor on `.motia/control.sock`, in the frames of channel.ts. When the pipe closes, the app ends.
 */

import type { TelemetryEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import type { TriggerOptions } from '@motia/core/trigger'

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

export type SupervisorMessage =
  /** `config` and `manifest` as config/ and discovery/ made them: the supervisor only passes them on. */
  | { readonly t: 'start'; readonly config: unknown; readonly manifest: unknown }
  | { readonly t: 'command'; readonly q: number; readonly command: Command }
  | { readonly t: 'ping'; readonly p: number }
  | { readonly t: 'stop'; readonly graceMs: number }

export type AppMessage =
  | { readonly t: 'ready' }
  /** Why it ends: it could not start, or nobody caught an exception. The project's or ours. Followed by its exit. */
  | { readonly t: 'failed'; readonly failure: Failure }
  | { readonly t: 'events'; readonly events: readonly TelemetryEvent[] }
  /** Process groups to end if the app dies. */
  | { readonly t: 'worker'; readonly pid: number; readonly isAlive: boolean }
  | { readonly t: 'answer'; readonly q: number; readonly answer: Answer }
  | { readonly t: 'pong'; readonly p: number }
  | { readonly t: 'stopped' }

/** On the control socket. */
export type ClientMessage = { readonly t: 'command'; readonly q: number; readonly command: Command }
export type ClientAnswer = { readonly t: 'answer'; readonly q: number; readonly answer: Answer }
