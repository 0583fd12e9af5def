/**
 * What the Workbench's API sends and takes, as JSON: the contract with its page, with the command line, and with
 * whatever else shows a project. Times are milliseconds since the epoch, durations milliseconds. Secrets are hidden.
 */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { RunStatus } from '@motia/core/run'
import type { AttemptRecord, RunRecord, RunSummary, ScheduleRecord, UnroutedRecord } from '@motia/core/store'
import type {
  AttemptSpan,
  Durations,
  ErrorGroup,
  EventRecord,
  LogPage,
  LogRecord,
  RequestSpan,
  SpanRecord,
  StepMetrics,
} from '../observability/records.ts'

/** `GET /api/info`. */
export interface WireInfo {
  readonly project: string
  readonly mode: 'development' | 'production'
  readonly urls: { readonly api: string; readonly workbench?: string }
  readonly versions: Readonly<Record<string, string>>
  readonly app: WireApp
  readonly mistakes: readonly Mistake[]
}

/** How the app process fares, and why it is not there. */
export interface WireApp {
  readonly state: 'starting' | 'ready' | 'down'
  readonly detail?: string
}

/** `GET /api/steps`, by id. */
export interface WireStep extends StepDescriptor {
  /** Durable runs by status, as far as they are kept. */
  readonly counts: Readonly<Partial<Record<RunStatus, number>>>
  /** Runs that wait for a worker. */
  readonly queued: number
  readonly figures: WireFigures
  readonly schedule?: { readonly nextAt: number | null; readonly lastAt: number | null }
}

/** Requests of an api step; ended runs of any other. */
export interface WireFigures extends Partial<Durations> {
  readonly executions: number
  readonly failed: number
  /** 0 to 1; absent without executions. */
  readonly successRate?: number
}

/** `GET /api/runs?step=&status=&trace=&before=&limit=`, newest first. */
export interface WireRuns {
  readonly runs: readonly RunSummary[]
  /** Pass as `before` to go on. */
  readonly before?: string
}

/** A run whose input and result are values, with long ones cut. */
export interface WireRun extends Omit<RunRecord, 'input' | 'result'> {
  readonly input: unknown
  readonly result: unknown
}

/** `GET /api/runs/:id`. An api request without effects is no durable run: it has a request only. */
export interface WireRunDetail {
  readonly run: WireRun | null
  readonly request: RequestSpan | null
  /** As seen; under load not all of them. */
  readonly attempts: readonly AttemptSpan[]
  /** As stored: those that did not end the run with success. */
  readonly failures: readonly AttemptRecord[]
  /** Oldest first. */
  readonly logs: readonly LogRecord[]
}

/** `GET /api/traces/:id`. */
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

/** `GET /api/spans?kind=&step=&failed=&before=&limit=`, newest first: every execution, requests included. */
export type WireSpans = readonly SpanRecord[]

/** `GET /api/logs?run=&trace=&step=&level=&text=&before=&after=&limit=`. */
export type WireLogs = LogPage

/** `GET /api/unrouted`. */
export type WireUnrouted = readonly UnroutedRecord[]

/** `GET /api/schedules`, the next one first. */
export type WireSchedules = readonly ScheduleRecord[]

/** `GET /api/metrics`. */
export type WireMetrics = readonly StepMetrics[]

/** `GET /api/errors?step=&limit=`. */
export type WireErrors = readonly ErrorGroup[]

/** `GET /api/notices?before=&limit=`: what befell the processes and the runs in general, newest first. */
export type WireNotices = readonly EventRecord[]

/** Body of `POST /api/commands/trigger`. */
export interface WireTrigger {
  readonly target: string
  readonly payload?: unknown
  readonly options?: { readonly delay?: number; readonly key?: string }
}

/** Body of `POST /api/commands/cancel` and `/redrive`. */
export interface WireRunCommand {
  readonly runId: string
}

/** Any answer that is no success. */
export interface WireError {
  readonly error: string
  readonly code?: string
  readonly hint?: string
}

/**
 * `GET /api/events`: Server-Sent Events. `telemetry` carries a TelemetryEvent and an id to resume from; `dropped` says
 * how many were left out because there were too many.
 */
export interface WireDropped {
  readonly count: number
}
