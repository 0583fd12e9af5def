/**
 * A trace as a tree: durable runs from the store, and api requests, which are telemetry unless they had effects. Pure;
 * trace.ts prints it.
 */
import type { Failure } from '@motia/core/failure'
import type { RunRecord, RunSummary } from '@motia/core/store'
import type { Phase, RequestSpan, SpanRecord } from '../observability/records.ts'

/** One run of the trace, or an api request without effects. */
export interface TraceNode {
  readonly runId: string
  readonly stepId: string
  readonly cause: string
  readonly status: RunSummary['status']
  readonly attemptsUsed: number
  readonly createdAt: number
  /** From start to end; absent while it goes on. */
  readonly tookMs?: number
  /** Of its last attempt, or of the request. */
  readonly phases?: readonly Phase[]
  readonly reason?: string
  readonly failure?: Failure
  /** Of an api step: `POST /users 201`. */
  readonly request?: string
  readonly children: readonly TraceNode[]
}

/** The roots, oldest first. A run whose parent is not there is a root. */
export function toTraceTree(runs: readonly RunRecord[], spans: readonly SpanRecord[]): TraceNode[] {
  const lastOf = new Map(spans.map((span) => [span.runId, span]))
  const requests = spans.filter((span) => span.kind === 'request')
  const requestOf = new Map(requests.map((request) => [request.runId, request]))
  const known = new Set(runs.map(({ runId }) => runId))
  const nodes = [
    ...runs.map((run) => ({
      parent: run.parentRunId,
      node: fromRun(run, requestOf.get(run.runId), lastOf.get(run.runId)),
    })),
    ...requests
      .filter(({ runId }) => !known.has(runId))
      .map((request) => ({ parent: null, node: fromRequest(request) })),
  ]
  for (const { node } of nodes) known.add(node.runId)
  const childrenOf = (runId: string): TraceNode[] => grow(nodes.filter(({ parent }) => parent === runId))
  const grow = (found: typeof nodes): TraceNode[] =>
    found
      .map(({ node }) => ({ ...node, children: childrenOf(node.runId) }))
      .sort((a, b) => a.createdAt - b.createdAt)
  return grow(nodes.filter(({ parent }) => parent === null || !known.has(parent)))
}

function fromRun(run: RunRecord, request: RequestSpan | undefined, last: SpanRecord | undefined): TraceNode {
  const { runId, stepId, cause, status, attemptsUsed, createdAt, startedAt, finishedAt } = run
  return {
    runId,
    stepId,
    cause,
    status,
    attemptsUsed,
    createdAt,
    ...(startedAt !== null && finishedAt !== null && { tookMs: finishedAt - startedAt }),
    ...(last?.phases && { phases: last.phases }),
    ...(run.reason !== null && { reason: run.reason }),
    ...(run.failure !== null && { failure: run.failure }),
    ...(request && { request: wordRequest(request) }),
    children: [],
  }
}

function fromRequest(request: RequestSpan): TraceNode {
  const { runId, stepId, startedAt, durationMs, failure, status, phases } = request
  return {
    runId,
    stepId,
    cause: 'api',
    status: status >= 500 ? 'failed' : 'succeeded',
    attemptsUsed: 1,
    createdAt: startedAt,
    tookMs: durationMs,
    ...(phases && { phases }),
    ...(failure && { failure }),
    request: wordRequest(request),
    children: [],
  }
}

function wordRequest({ method, path, status }: RequestSpan): string {
  return `${method} ${path} ${status}`
}
