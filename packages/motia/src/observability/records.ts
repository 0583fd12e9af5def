/**
 * What was stored of telemetry, as it is read back, and the port that reads it: implemented by sqlite/reader.ts, used by
 * the Workbench and the command line. Times are milliseconds since the epoch.
 */
import type { AttemptEvent, EffectsSeen, LogLevel, SystemEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import type { Durations, FiguresFilter, FiguresRecord, RequestCounts } from './figures.ts'

export type { Durations }

/** Reads what the supervisor stored. Everything is empty while there is nothing to read. */
export interface TelemetryReader {
  /** Attempts and requests of a trace, oldest first. */
  trace(traceId: string): Promise<SpanRecord[]>
  /** Attempts or the request of a run, oldest first. */
  run(runId: string): Promise<SpanRecord[]>
  /** Newest first. */
  spans(filter: SpanFilter): Promise<SpanRecord[]>
  logs(filter: LogFilter): Promise<LogPage>
  /** Runs that wrote lines with these words (LogFilter), the latest first. */
  runIdsOfLogs(text: string, limit: number): Promise<string[]>
  /** What befell the processes and the runs in general, newest first. */
  events(filter: EventFilter): Promise<EventRecord[]>
  /** One entry a step that anything was seen of. */
  metrics(): Promise<StepMetrics[]>
  /** The longest of the latest, longest first. */
  slowest(filter: { readonly stepId?: string; readonly limit: number }): Promise<SpanRecord[]>
  /** Executions, failures, durations and waiting over time, of all steps and each. */
  figures(filter: FiguresFilter): Promise<FiguresRecord>
  /** How many of the requests within the time have a span: the others were left out under load. */
  requestCounts(filter: RequestCountsFilter): Promise<RequestCounts>
  /** Failures of the same kind together, the kind seen last first. */
  errors(filter: ErrorFilter): Promise<ErrorGroup[]>
  /** The spans of one kind of failure, newest first. */
  failures(filter: FailureFilter): Promise<SpanRecord[]>
  /** The newest ids: they differ when there is something new. 0 while there is nothing. */
  versions(): Promise<{ readonly spans: number; readonly logs: number }>
  close(): void
}

interface Span {
  /** Rises with every span. */
  readonly id: number
  readonly at: number
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  readonly startedAt: number
  readonly durationMs: number
  readonly failure?: Failure
  /** What its commit did, as far as it was kept. */
  readonly effects?: EffectsSeen
  /** What its time was spent on, in order; absent of a request without a commit, and where it was not seen. */
  readonly phases?: readonly Phase[]
}

/**
 * `queue`: from when it could begin until a worker had it. `limit`: in between, its step's `concurrency` held it back.
 * `execution`: its handler. `commit`: from then until its outcome and effects were on disk.
 */
export type PhaseName = 'queue' | 'limit' | 'execution' | 'commit'

/** Part of an attempt or a request. */
export interface Phase {
  readonly name: PhaseName
  readonly startedAt: number
  readonly durationMs: number
}

/** An attempt of a durable run. */
export interface AttemptSpan extends Span {
  readonly kind: 'attempt'
  readonly parentRunId: string | null
  readonly attempt: number
  readonly waitedMs: number
  readonly status: AttemptEvent['status']
  readonly reason?: NonNullable<AttemptEvent['reason']>
  readonly dueAt?: number
}

/** An api request. */
export interface RequestSpan extends Span {
  readonly kind: 'request'
  readonly method: string
  readonly path: string
  readonly status: number
}

export type SpanRecord = AttemptSpan | RequestSpan

export interface SpanFilter {
  readonly kind?: SpanRecord['kind']
  readonly stepId?: string
  /** Of any of these. */
  readonly stepIds?: readonly string[]
  /** Only those that did. */
  readonly failed?: boolean
  /** Only those that did not fail. */
  readonly unfailed?: boolean
  /** Of an attempt: any of these. */
  readonly statuses?: readonly AttemptEvent['status'][]
  /** Recorded at this time or later. */
  readonly from?: number
  /** Recorded before. */
  readonly to?: number
  /** Occurs in the path or the failure's message, or begins the id of the run or the trace. */
  readonly text?: string
  /** Older than the span of this id. */
  readonly before?: number
  readonly limit: number
}

/** A line that a step wrote. */
export interface LogRecord {
  /** Rises with every line. */
  readonly id: number
  readonly at: number
  readonly level: LogLevel
  readonly source: 'logger' | 'print'
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly runId?: string
  readonly traceId?: string
  readonly stepId?: string
  readonly attempt?: number
}

export interface LogFilter {
  readonly runId?: string
  readonly traceId?: string
  readonly stepId?: string
  /** This one and worse. */
  readonly level?: LogLevel
  /** Words that all have to occur in the message or the fields, from a word's beginning; `name=value`: in that field. */
  readonly text?: string
  /** Written at this time or later. */
  readonly from?: number
  /** Written before. */
  readonly to?: number
  /** Older than the line of this id. */
  readonly before?: number
  /** Newer than the line of this id: then the oldest of these come first. */
  readonly after?: number
  readonly limit: number
}

/** Lines newest first (unless asked for with `after`), and whether looking further back may find more. */
export interface LogPage {
  readonly lines: readonly LogRecord[]
  /** Pass as `before` to go on. */
  readonly before?: number
}

export interface EventFilter {
  readonly types?: readonly SystemEvent['type'][]
  readonly before?: number
  readonly limit: number
}

export interface EventRecord {
  readonly id: number
  readonly event: SystemEvent
}

/** All requests since the counting began, over restarts of the app; percentiles estimated. */
export interface RequestMetrics extends Durations {
  readonly requests: number
  readonly failed: number
  /** 0 to 1. */
  readonly successRate: number
  readonly since: number
}

/** The latest attempts of durable runs; how many runs there were is for the store to say. */
export interface AttemptMetrics extends Durations {
  readonly attempts: number
  readonly failed: number
}

export interface StepMetrics {
  readonly stepId: string
  readonly requests?: RequestMetrics
  readonly attempts?: AttemptMetrics
}

/** Failures of a step that differ in figures and ids only. */
export interface ErrorGroup {
  /** The same for the same kind of failure of the same step, at all times. */
  readonly fingerprint: string
  readonly stepId: string
  readonly count: number
  /** How many of them were a run's last: the others were tried again. */
  readonly final: number
  readonly firstAt: number
  readonly lastAt: number
  readonly lastRunId: string
  readonly lastTraceId: string
  readonly failure: Failure
  /** How many in each part of the time asked for, oldest first; empty if no parts were. */
  readonly trend: readonly number[]
}

export interface ErrorFilter {
  readonly stepId?: string
  readonly from?: number
  readonly to?: number
  /** Parts of the time from `from` to `to`, of equal length. */
  readonly trendBuckets?: number
  readonly limit: number
}

export interface FailureFilter {
  readonly fingerprint: string
  readonly from?: number
  readonly to?: number
  readonly limit: number
}

export interface RequestCountsFilter {
  readonly from: number
  readonly to: number
  /** Of any of these; all without. */
  readonly stepIds?: readonly string[]
}
