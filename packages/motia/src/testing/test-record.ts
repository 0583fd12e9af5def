/** What a test sees of its app: runs as they ended, failures that nobody has looked at, log lines. */
import type { LogEvent, LogLevel, TelemetryEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import type { RunStatus } from '@motia/core/run'
import type { RunRecord } from '@motia/core/store'

/** A line of `logger`. */
export interface TestLog {
  readonly level: LogLevel
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly stepId?: string
  readonly runId?: string
  readonly attempt?: number
}

export interface TestRun {
  readonly runId: string
  readonly traceId: string
  readonly parentRunId: string | null
  readonly stepId: string
  readonly status: RunStatus
  /** Those that failed are counted, too. */
  readonly attempts: number
  /** `api`, `cron`, `hand`, `trigger`, `topic:<name>` … */
  readonly cause: string
  readonly input: unknown
  readonly result: unknown
  readonly failure: Failure | null
}

/** A run that failed for good. */
export interface TestFailure {
  readonly runId: string
  readonly stepId: string
  readonly attempts: number
  readonly failure: Failure
  /** What the handler threw last, if it was one that threw. */
  readonly error: unknown
}

export interface TestRecord {
  readonly logs: readonly TestLog[]
  record(event: TelemetryEvent): void
  /** Somebody has been told that this run failed. */
  seen(runId: string): void
  /** Of runs that nobody has seen; now they are. */
  takeFailures(): TestFailure[]
}

export function createTestRecord(thrownBy: (runId: string) => unknown): TestRecord {
  const logs: TestLog[] = []
  const failures = new Map<string, TestFailure>()
  const seen = new Set<string>()
  return {
    logs,
    record(event) {
      if (event.type === 'log') logs.push(toLog(event))
      else if (event.type === 'notice') logs.push({ level: event.level, message: event.message })
      if (event.type !== 'attempt' || event.status !== 'failed' || !event.failure) return
      const { runId, stepId, attempt, failure } = event
      if (seen.has(runId)) return
      failures.set(runId, { runId, stepId, attempts: attempt, failure, error: thrownBy(runId) })
    },
    seen(runId) {
      seen.add(runId)
      failures.delete(runId)
    },
    takeFailures() {
      const taken = [...failures.values()]
      failures.clear()
      return taken
    },
  }
}

function toLog({ level, message, fields, stepId, runId, attempt }: LogEvent): TestLog {
  return {
    level,
    message,
    ...(fields && { fields }),
    ...(stepId !== undefined && { stepId }),
    ...(runId !== undefined && { runId }),
    ...(attempt !== undefined && { attempt }),
  }
}

export function toTestRun(run: RunRecord, parse: (json: string) => unknown): TestRun {
  const { runId, traceId, parentRunId, stepId, status, attemptsUsed, cause, input, result, failure } = run
  return {
    runId,
    traceId,
    parentRunId,
    stepId,
    status,
    attempts: attemptsUsed,
    cause,
    input: parse(input),
    result: result === null ? null : parse(result),
    failure,
  }
}
