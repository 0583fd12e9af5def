/** A trace as a tree: what the store and telemetry know of its runs, put together. Pure; routes/runs.ts calls it. */
import type { RunRecord, RunSummary } from '@motia/core/store'
import type { AttemptSpan, LogRecord, RequestSpan, SpanRecord } from '../observability/records.ts'
import { redactText } from '../observability/secrets.ts'
import type { WireTrace, WireTraceNode } from './wire/runs.ts'

export interface TraceParts {
  readonly traceId: string
  readonly runs: readonly RunRecord[]
  readonly spans: readonly SpanRecord[]
  /** Oldest first. */
  readonly logs: readonly LogRecord[]
  readonly unrouted: readonly { readonly target: string; readonly parentRunId?: string }[]
}

interface Node extends WireTraceNode {
  readonly parentRunId: string | null
  run?: RunSummary
  request?: RequestSpan
  startedAt: number
  readonly attempts: AttemptSpan[]
  readonly logs: LogRecord[]
  readonly children: Node[]
}

export function buildTrace({ traceId, runs, spans, logs, unrouted }: TraceParts): WireTrace {
  const nodes = new Map<string, Node>()
  for (const run of runs) {
    const node = toNode(run.runId, run.stepId, run.parentRunId, run.startedAt ?? run.createdAt)
    node.run = toSummary(run)
    nodes.set(run.runId, node)
  }
  for (const span of spans) {
    const parentRunId = span.kind === 'attempt' ? span.parentRunId : null
    const node = nodes.get(span.runId) ?? toNode(span.runId, span.stepId, parentRunId, span.startedAt)
    nodes.set(span.runId, node)
    if (span.kind === 'request') node.request = span
    else node.attempts.push(span)
    node.startedAt = Math.min(node.startedAt, span.startedAt)
  }
  const strays = logs.filter((line) => {
    const node = line.runId === undefined ? undefined : nodes.get(line.runId)
    node?.logs.push(line)
    return node === undefined
  })
  return { traceId, roots: link(nodes), logs: strays, unrouted: unrouted.map(toUnrouted) }
}

/** Hangs every node below its parent; those whose parent is not there (no longer, or never) are roots. */
function link(nodes: ReadonlyMap<string, Node>): WireTraceNode[] {
  const roots: Node[] = []
  const inOrder = [...nodes.values()].sort((a, b) => a.startedAt - b.startedAt)
  for (const node of inOrder) {
    const parent = node.parentRunId === null ? undefined : nodes.get(node.parentRunId)
    if (parent && parent !== node) parent.children.push(node)
    else roots.push(node)
  }
  return roots.map(toWire)
}

function toWire({ parentRunId: _, children, ...node }: Node): WireTraceNode {
  return { ...node, children: children.map(toWire) }
}

function toNode(runId: string, stepId: string, parentRunId: string | null, startedAt: number): Node {
  return { runId, stepId, parentRunId, startedAt, attempts: [], logs: [], children: [] }
}

/** Without payloads and stack: these are the run's own page. */
function toSummary(run: RunRecord): RunSummary {
  const { input: _i, result: _r, failure: _f, after: _a, strikes: _s, conflicts: _c, ...summary } = run
  return redactSummary(summary)
}

/** A summary without secrets in its error. */
export function redactSummary(run: RunSummary): RunSummary {
  return run.error === null ? run : { ...run, error: redactText(run.error) }
}

function toUnrouted({ target, parentRunId }: TraceParts['unrouted'][number]) {
  return { target, ...(parentRunId !== undefined && { parentRunId }) }
}
