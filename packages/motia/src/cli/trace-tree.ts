/**
 * A trace as a tree: durable runs from the store, and api requests, which are telemetry unless they had effects. Pure;
 * trace.ts prints it.
 */
import type { Failure } from '@motia/core/failure'
import type { RunRecord, RunSummary } from '@motia/core/store'
import type { RequestSpan } from '../observability/records.ts'

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
  readonly reason?: string
  readonly failure?: Failure
  /** Of an api step: `POST /users 201`. */
  readonly request?: string
  readonly children: readonly TraceNode[]
}

/** The roots, oldest first. A run whose parent is not there is a root. */
export function toTraceTree(runs: readonly RunRecord[], requests: readonly RequestSpan[]): TraceNode[] {
  const requestOf = new Map(requests.map((request) => [request.runId, request]))
  const known = new Set(runs.map(({ runId }) => runId))
  const nodes = [
    ...runs.map((run) => ({ parent: run.parentRunId, node: fromRun(run, requestOf.get(run.runId)) })),
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

function fromRun(run: RunRecord, request: RequestSpan | undefined): TraceNode {
  const { runId, stepId, cause, status, attemptsUsed, createdAt, startedAt, finishedAt } = run
  return {
    runId,
    stepId,
    cause,
    status,
    attemptsUsed,
    createdAt,
    ...(startedAt !== null && finishedAt !== null && { tookMs: finishedAt - startedAt }),
    ...(run.reason !== null && { reason: run.reason }),
    ...(run.failure !== null && { failure: run.failure }),
    ...(request && { request: wordRequest(request) }),
    children: [],
  }
}

function fromRequest(request: RequestSpan): TraceNode {
  const { runId, stepId, startedAt, durationMs, failure, status } = request
  return {
    runId,
    stepId,
    cause: 'api',
    status: status >= 500 ? 'failed' : 'succeeded',
    attemptsUsed: 1,
    createdAt: startedAt,
    tookMs: durationMs,
    ...(failure && { failure }),
    request: wordRequest(request),
    children: [],
  }
}

function wordRequest({ method, path, status }: RequestSpan): string {
  return `${method} ${path} ${status}`
}
