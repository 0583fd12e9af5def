/** Wire of runs: durable ones, and api requests, which are runs too, though most of them no durable ones. */
import type { RunStatus } from '@motia/core/run'
import type { AttemptRecord, RunRecord, RunSummary, UnroutedRecord } from '@motia/core/store'
import type { AttemptSpan, LogRecord, RequestSpan } from '../../observability/records.ts'
import type { WireFrame } from './app.ts'

/**
 * `GET /api/v1/runs?kind=&step=&flow=&status=&from=&to=&text=&trace=&before=&limit=`, newest first. `kind`: `run` for
 * durable ones, `request` for api requests, both without. `step` and `status` take several, separated by commas; `text`
 * is looked for in input, error, log lines and ids; `from`, `to` are times.
 */
export interface WireRuns {
  readonly runs: readonly WireRunRow[]
  /** Pass as `before` to go on; absent at the end. */
  readonly before?: string
  /** Under load not every api request is kept: how many of those that were answered. Absent where all are. */
  readonly sampled?: { readonly kept: number; readonly of: number }
  /** With `text`: how many runs were looked through, if not all of them. */
  readonly lookedThrough?: number
}

export interface WireRunRow {
  readonly kind: 'run' | 'request'
  readonly runId: string
  readonly stepId: string
  readonly traceId: string
  readonly parentRunId: string | null
  /** What asked for it: `api`, `cron`, `hand`, `trigger`, `topic:<name>`, `onError`. */
  readonly cause: string
  /** A request is `failed` if it was answered with 5xx, else `succeeded`. */
  readonly status: RunStatus
  readonly reason: string | null
  /** Attempts used. */
  readonly attempts: number
  readonly createdAt: number
  readonly dueAt: number | null
  /** Of api requests with fractions of milliseconds. */
  readonly startedAt: number | null
  readonly finishedAt: number | null
  readonly error: string | null
  readonly request?: { readonly method: string; readonly path: string; readonly status: number }
}

/** A run whose input and result are values, with long ones cut and secrets hidden. */
export interface WireRun extends Omit<RunRecord, 'input' | 'result'> {
  readonly input: unknown
  readonly result: unknown
  /** Something was hidden or cut: what is shown is not what was stored. */
  readonly isAltered: boolean
}

/**
 * `GET /api/v1/runs/:id`. An api request without effects is no durable run: it has a request only, and neither its body
 * nor its answer was kept.
 */
export interface WireRunDetail {
  readonly run: WireRun | null
  readonly request: RequestSpan | null
  /** As seen; under load not all of them. */
  readonly attempts: readonly AttemptSpan[]
  /** As stored: those that did not end the run with success. */
  readonly failures: readonly AttemptRecord[]
  /** Oldest first. */
  readonly logs: readonly LogRecord[]
  /** Of the project's own files in the stack of the run's failure (or the request's), innermost first. */
  readonly frames: readonly WireFrame[]
  readonly children: readonly RunSummary[]
}

/** `GET /api/v1/traces/:id`. */
export interface WireTrace {
  readonly traceId: string
  readonly roots: readonly WireTraceNode[]
  /** Lines that belong to none of the runs. */
  readonly logs: readonly LogRecord[]
  readonly unrouted: readonly { readonly target: string; readonly parentRunId?: string }[]
}

/** A run or a request, and what it led to. */
export interface WireTraceNode {
  readonly runId: string
  readonly stepId: string
  readonly startedAt: number
  readonly run?: RunSummary
  readonly request?: RequestSpan
  readonly attempts: readonly AttemptSpan[]
  readonly logs: readonly LogRecord[]
  readonly children: readonly WireTraceNode[]
}

/** `GET /api/v1/unrouted`. */
export type WireUnrouted = readonly (UnroutedRecord & {
  /** The step id or topic that is spelled most like it. */
  readonly nearest?: string
})[]

/** Body of `POST /api/v1/commands/trigger`: runs a step, fires a schedule, passes a noop, publishes to a topic. */
export interface WireTrigger {
  readonly target: string
  readonly payload?: unknown
  readonly options?: { readonly delay?: number; readonly key?: string }
}

/** Answer to it. */
export interface WireTriggered {
  readonly traceId: string
  readonly routed: boolean
  readonly runs: readonly { readonly runId: string; readonly stepId: string }[]
  readonly nearest?: string
}

/** Body of `POST /api/v1/commands/cancel` and `/redrive`. */
export interface WireRunCommand {
  readonly runId: string
}

/** Body of `POST /api/v1/commands/redrive-many`: at most 1,000. */
export interface WireRedriveMany {
  readonly runIds: readonly string[]
}

export interface WireRedriven {
  readonly redriven: number
  readonly refused: readonly { readonly runId: string; readonly error: string }[]
}
