/**
 * What a handler asks for through its context, collected during the attempt and committed with its outcome, and
 * what it read, so that the commit can tell whether it still holds. Payloads are JSON text.
 */
import type { Json } from './json.ts'

/** A trigger before it is routed: by the handler inside a run, or from outside one. */
export interface TriggerRequest {
  /** The receipt's id, given where the trigger was made. */
  readonly id: string
  readonly target: string
  readonly payload: Json
  /** Milliseconds from acceptance. */
  readonly delayMs?: number
  /** Runs that have to succeed first. */
  readonly after?: readonly string[]
  /** An `after` receipt that reached no step: the run is accepted and cancelled, and says why. */
  readonly afterUnrouted?: string
  readonly key?: string
  /** Run ids that the receipt already named, by step. */
  readonly runIds?: Readonly<Record<string, string>>
}

export type StateWrite =
  | { readonly op: 'set'; readonly group: string; readonly key: string; readonly value: Json }
  | { readonly op: 'delete'; readonly group: string; readonly key: string }
  | { readonly op: 'clear'; readonly group: string }
  | { readonly op: 'increment'; readonly group: string; readonly key: string; readonly by: number }
  | { readonly op: 'append'; readonly group: string; readonly key: string; readonly value: Json }
  | { readonly op: 'patch'; readonly group: string; readonly key: string; readonly value: Json }

/** A key that was read, and its version then; 0 for nothing stored. */
export interface KeyRead {
  readonly group: string
  readonly key: string
  readonly version: number
}

/** A group that was listed: unchanged if and only if both figures are, since versions never repeat. */
export interface GroupRead {
  readonly group: string
  readonly count: number
  readonly maxVersion: number
}

export interface Effects {
  readonly triggers: readonly TriggerRequest[]
  readonly writes: readonly StateWrite[]
  readonly reads: readonly KeyRead[]
  readonly groupReads: readonly GroupRead[]
}

export const NO_EFFECTS: Effects = { triggers: [], writes: [], reads: [], groupReads: [] }

/** Whether a commit has anything to do for these. Reads alone have no effect. */
export function hasEffects(effects: Effects): boolean {
  return effects.triggers.length > 0 || effects.writes.length > 0
}
