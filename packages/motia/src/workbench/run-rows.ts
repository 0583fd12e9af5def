/** Runs and requests as rows of one list. Pure; routes of runs and errors make them. */
import type { RunSummary } from '@motia/core/store'
import type { RequestSpan } from '../observability/records.ts'
import { redactText } from '../observability/secrets.ts'
import type { WireRunRow } from './wire/runs.ts'

/** @param request what was seen of it, if it was an api request that had effects */
export function fromRun(run: RunSummary, request?: RequestSpan): WireRunRow {
  const { runId, stepId, traceId, parentRunId, cause, status, reason, createdAt } = run
  return {
    kind: 'run',
    ...{ runId, stepId, traceId, parentRunId, cause, status, reason, createdAt },
    attempts: run.attemptsUsed,
    dueAt: run.dueAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    error: run.error === null ? null : redactText(run.error),
    // Its span is exact; what the store has are the whole milliseconds of its commit.
    ...(request && { ...timesOf(request), request: toWireRequest(request) }),
  }
}

/** Of a request that left nothing in the store. */
export function fromRequest(span: RequestSpan): WireRunRow {
  const { runId, stepId, traceId, status, failure } = span
  const isFailed = status >= 500
  return {
    kind: 'request',
    ...{ runId, stepId, traceId },
    parentRunId: null,
    cause: 'api',
    status: isFailed ? 'failed' : 'succeeded',
    reason: isFailed ? 'error' : null,
    attempts: 1,
    createdAt: Math.floor(span.startedAt),
    dueAt: null,
    ...timesOf(span),
    error: failure ? redactText(failure.message) : null,
    request: toWireRequest(span),
  }
}

function timesOf({ startedAt, durationMs }: RequestSpan): { startedAt: number; finishedAt: number } {
  return { startedAt, finishedAt: startedAt + durationMs }
}

function toWireRequest({ method, path, status }: RequestSpan): NonNullable<WireRunRow['request']> {
  return { method, path, status }
}
