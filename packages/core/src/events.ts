/**
 * The telemetry catalogue: everything that the system tells about itself, as data. Wording, storing and exporting
 * happen in observability/ only. `at` is milliseconds since the epoch, durations are milliseconds.
 */
import type { Language, Mistake, StepDescriptor } from './descriptor.ts'
import type { StateWrite } from './effect.ts'
import type { Failure } from './failure.ts'
import type { FailureReason } from './outcome.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** A line that user code wrote, by `logger` or by printing. */
export interface LogEvent {
  readonly type: 'log'
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly source: 'logger' | 'print'
  readonly runId?: string
  readonly traceId?: string
  readonly stepId?: string
  readonly attempt?: number
}

/** An attempt of a durable run ended; the span of it. */
export interface AttemptEvent {
  readonly type: 'attempt'
  readonly at: number
  readonly runId: string
  readonly traceId: string
  readonly parentRunId: string | null
  readonly stepId: string
  readonly attempt: number
  readonly startedAt: number
  readonly durationMs: number
  /** From the run's acceptance to `startedAt`: earlier attempts and delays too. */
  readonly waitedMs: number
  /** From when it could begin: accepted or due, tried again, or queued again after a loss. Until `startedAt` it waited. */
  readonly queuedAt: number
  /** The part of that wait in which the step's `concurrency` held it back: since when, and how long. */
  readonly limitAt?: number
  readonly limitMs?: number
  /** From the handler's end until its commit was on disk; absent if there was none. */
  readonly commitMs?: number
  /** The run's status after it; `lost` if its worker ended, `conflict` if state that it had read changed meanwhile. */
  readonly status: 'succeeded' | 'failed' | 'scheduled' | 'lost' | 'conflict'
  readonly reason?: FailureReason
  readonly failure?: Failure
  readonly dueAt?: number
  readonly effects?: EffectsSeen
}

/** An api request was answered; the span of it. Sampled under load, unless it failed or was slow. */
export interface RequestEvent {
  readonly type: 'request'
  readonly at: number
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly startedAt: number
  readonly durationMs: number
  /** The last part of it, in which its effects were put on disk. */
  readonly commitMs?: number
  readonly failure?: Failure
  readonly effects?: EffectsSeen
}

/** What the commit of an attempt or a request did beside its outcome: the first of each, as previews. */
export interface EffectsSeen {
  readonly writes: readonly WriteSeen[]
  readonly triggers: readonly TriggerSeen[]
  /** How many further ones were left out. */
  readonly more?: number
}

/** A state write. `value`: JSON text, cut; of an increment the number that was added. Of a `clear` there is no key. */
export interface WriteSeen {
  readonly op: StateWrite['op']
  readonly group: string
  readonly key?: string
  readonly value?: string
}

/** A trigger, and the runs that it led to: none if it reached no step. */
export interface TriggerSeen {
  readonly target: string
  readonly runIds: readonly string[]
}

/** Running totals of an app process: a dropped batch loses none. */
export interface CountersEvent {
  readonly type: 'counters'
  readonly at: number
  /** Distinguishes lives of the app process, since totals begin at 0 with each. */
  readonly processId: string
  readonly steps: readonly StepTotals[]
}

/** Of a step's requests, or of its durable runs. */
export interface StepTotals {
  readonly stepId: string
  readonly kind: 'request' | 'run'
  /** Answered requests; runs that succeeded, failed or were quarantined. */
  readonly ended: number
  /** Of `ended`: answered with 5xx; failed or quarantined. */
  readonly failed: number
  /** Attempts that failed and are tried again. */
  readonly retried: number
  /** Requests whose span was recorded; 0 of runs. */
  readonly kept: number
  readonly totalMs: number
  /** Requests, or attempts, by how long they took. */
  readonly durations: Histogram
  readonly waitedMs: number
  /** Runs that have begun, by how long after they could. */
  readonly waits: Histogram
}

/** The number of a bucket (observability/buckets.ts), how many it counts, the next one that counts any, and so on. */
export type Histogram = readonly number[]

export type SystemEvent =
  | {
      readonly type: 'app-ready'
      readonly at: number
      readonly url: string
      readonly steps: readonly StepDescriptor[]
      readonly mistakes: readonly Mistake[]
      /** Languages whose workers still load their files: `steps-described` follows for each. */
      readonly pending?: readonly Language[]
      readonly tookMs: number
    }
  | {
      /** Workers of a language have loaded its files, or could not: what the project consists of from now on. */
      readonly type: 'steps-described'
      readonly at: number
      readonly language: Language
      readonly steps: readonly StepDescriptor[]
      readonly mistakes: readonly Mistake[]
      /** Further files of the project that were loaded, relative to its root. */
      readonly modules: readonly string[]
      /** Since the app began. */
      readonly tookMs: number
    }
  | { readonly type: 'app-ended'; readonly at: number; readonly cause: string }
  | {
      readonly type: 'worker-started'
      readonly at: number
      readonly language: Language
      readonly pid: number
    }
  | {
      readonly type: 'worker-ended'
      readonly at: number
      readonly language: Language
      readonly pid: number
      readonly cause: string
      readonly expected: boolean
    }
  | {
      readonly type: 'unrouted'
      readonly at: number
      readonly target: string
      readonly nearest?: string
      readonly traceId: string
      readonly parentRunId?: string
    }
  | {
      readonly type: 'quarantined'
      readonly at: number
      readonly runId: string
      readonly traceId: string
      readonly stepId: string
      readonly cause: string
    }
  | {
      readonly type: 'cancelled'
      readonly at: number
      readonly runId: string
      readonly stepId: string
      readonly reason: string
    }
  | { readonly type: 'dropped'; readonly at: number; readonly count: number }
  | {
      readonly type: 'notice'
      readonly at: number
      readonly level: LogLevel
      readonly message: string
      readonly hint?: string
    }

export type TelemetryEvent = LogEvent | AttemptEvent | RequestEvent | CountersEvent | SystemEvent
