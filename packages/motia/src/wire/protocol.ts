/**
 * The worker protocol, version 1: what the app (host) and a worker of any language say to each other on the worker's
 * descriptor 3, in the frames of channel.ts. Payloads and results are JSON text in strings. docs/protocol.md says what
 * each message means; protocol.py and protocol.rb are the twins of this file.
 *
 *   host                                   worker
 *    │◄───────────────────────────── ready │  version, language
 *    │ hello ─────────────────────────────►│  version, project, files
 *    │◄───────────────────────── described │  steps and mistakes of the files
 *    │ routes ────────────────────────────►│  which steps a target reaches, for receipts
 *    │ run ───────────────────────────────►│  n numbers the attempt on this channel
 *    │◄───────────────────────────── begun │  the handlers of these are about to be called
 *    │◄─────────────────────────── ask / q │  state read, trigger now, call, results
 *    │ reply / q ─────────────────────────►│
 *    │◄─────────────────────────────── log │
 *    │ withdraw ──────────────────────────►│  not to begin, if it has not
 *    │ cancel ────────────────────────────►│
 *    │◄────────────────────────────── head │  an answer that comes piece by piece: effects so far
 *    │ pull ──────────────► chunk          │  pieces, as many as were asked for
 *    │◄────────────────────────────── done │  outcome and effects, in one message
 *    │ ping ──────────────► pong           │  is the loop alive?
 *    │ stop ──────────────────────────────►│  ends when its attempts have, or after the grace
 */

import type { Effects } from '@motia/core/effect'
import type { LogLevel } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import type { Outcome } from '@motia/core/outcome'
import type { Description, NowTrigger, Routes } from '@motia/core/runtime'
import type { StepKind } from '@motia/core/step'
import type { EnvChanges } from './env-changes.ts'

export const PROTOCOL_VERSION = 1

/** A file that may hold steps, as the manifest of the project says. */
export interface WireFile {
  readonly source: string
  readonly output: string
  /** What a static scan saw, for the descriptions: calls that make steps, targets, exports of other files' steps. */
  readonly steps?: readonly {
    readonly kind: StepKind
    readonly id?: string
    readonly line: number
    readonly triggers: readonly string[]
  }[]
  readonly triggers?: readonly string[]
  readonly reexports?: readonly string[]
}

export type HostMessage =
  | {
      readonly t: 'hello'
      readonly v: number
      readonly root: string
      readonly mode: 'development' | 'production'
      readonly files: readonly WireFile[]
      /** Path of a module with `start` and `stop`, if the project has one. */
      readonly setup?: string
      /** What of its environment has changed since it was spawned. Only for a worker that is spawned ahead: Node's. */
      readonly env?: EnvChanges
    }
  | { readonly t: 'routes'; readonly routes: Routes; readonly strict: boolean }
  | {
      readonly t: 'run'
      readonly n: number
      readonly runId: string
      readonly traceId: string
      readonly stepId: string
      readonly attempt: number
      readonly input: string
      readonly deadline: number
    }
  | { readonly t: 'withdraw'; readonly n: number }
  | { readonly t: 'cancel'; readonly n: number }
  | { readonly t: 'pull'; readonly n: number; readonly chunks: number }
  | {
      readonly t: 'reply'
      readonly q: number
      readonly value?: unknown
      readonly failure?: Failure
      /** Of a failure of the catalogue, filled in. */
      readonly hint?: string
    }
  | { readonly t: 'ping'; readonly p: number }
  | { readonly t: 'stop'; readonly graceMs: number }

export type WorkerMessage =
  | { readonly t: 'ready'; readonly v: number; readonly language: string; readonly pid: number }
  /** Only of one that is spawned ahead, Node's: which variables its packages have read; all, if they looked through them. */
  | { readonly t: 'preloaded'; readonly reads: 'all' | readonly string[] }
  | ({ readonly t: 'described' } & Description)
  | { readonly t: 'begun'; readonly n: readonly number[]; readonly at: number }
  | {
      readonly t: 'head'
      readonly n: number
      readonly status: number
      readonly headers: Readonly<Record<string, string | readonly string[]>>
      readonly effects: Effects
    }
  | { readonly t: 'chunk'; readonly n: number; readonly data: string; readonly encoding?: 'base64' }
  | { readonly t: 'done'; readonly n: number; readonly outcome: Outcome }
  | { readonly t: 'ask'; readonly q: number; readonly n?: number; readonly ask: Ask }
  | {
      readonly t: 'log'
      /** The attempt whose code it came from, while that is under way. */
      readonly n?: number
      /** The same for code that an attempt left running. */
      readonly of?: AttemptName
      readonly at: number
      readonly level: LogLevel
      readonly message: string
      readonly fields?: Readonly<Record<string, unknown>>
      readonly source: 'logger' | 'print'
    }
  /** @param rss bytes of memory that the process takes */
  | { readonly t: 'pong'; readonly p: number; readonly rss?: number }

/** An attempt as telemetry knows it. */
export interface AttemptName {
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  readonly attempt: number
}

/** What a handler asks for while it runs; `AttemptServices` in core/runtime.ts answers. */
export type Ask =
  | { readonly verb: 'state.get'; readonly group: string; readonly key: string }
  | { readonly verb: 'state.list'; readonly group: string }
  | ({ readonly verb: 'trigger' | 'call' } & NowTrigger)
  | { readonly verb: 'results'; readonly runIds: readonly string[] }
