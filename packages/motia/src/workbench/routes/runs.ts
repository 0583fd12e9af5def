/** Runs: the list, one with all that is known of it, and its trace as a tree. */
import { decodeJson, type Json } from '@motia/core/json'
import type { MaybePromise } from '@motia/core/outcome'
import { type RunStatus, TRANSITIONS } from '@motia/core/run'
import type { RunRecord } from '@motia/core/store'
import type { TelemetryReader } from '../../observability/records.ts'
import { PREVIEW_BOUNDS, redact, redactFailure } from '../../observability/redact.ts'
import { readChoice, readLimit, readText } from '../query.ts'
import { Refusal } from '../refusal.ts'
import type { Call, Route } from '../router.ts'
import type { RunReader } from '../run-reader.ts'
import { buildTrace, redactSummary } from '../trace-tree.ts'
import type { WireRun, WireRunDetail, WireRuns, WireTrace, WireUnrouted } from '../wire.ts'

export interface RunSources {
  readonly runs: RunReader
  readonly telemetry: TelemetryReader
}

const STATUSES = Object.keys(TRANSITIONS) as RunStatus[]
const MAX_RUN_LOGS = 1_000
const MAX_TRACE_LOGS = 2_000
/** Among the latest of these, a trace's triggers that reached no step are looked for. */
const MAX_UNROUTED = 1_000

export function runRoutes(sources: RunSources): Route[] {
  return [
    { method: 'GET', path: '/api/runs', answer: (call) => listRuns(sources.runs, call) },
    { method: 'GET', path: '/api/runs/:id', answer: ({ params }) => showRun(sources, params.id as string) },
    {
      method: 'GET',
      path: '/api/traces/:id',
      answer: ({ params }) => showTrace(sources, params.id as string),
    },
    {
      method: 'GET',
      path: '/api/unrouted',
      answer: (): MaybePromise<WireUnrouted> => sources.runs.unrouted(),
    },
  ]
}

async function listRuns(reader: RunReader, { query }: Call): Promise<WireRuns> {
  const limit = readLimit(query, 50)
  const stepId = readText(query, 'step')
  const status = readChoice(query, 'status', STATUSES)
  const traceId = readText(query, 'trace')
  const before = readText(query, 'before')
  const runs = await reader.list({
    limit,
    ...(stepId !== undefined && { stepIds: [stepId] }),
    ...(status !== undefined && { statuses: [status] }),
    ...(traceId !== undefined && { traceId }),
    ...(before !== undefined && { before }),
  })
  const last = runs.at(-1)
  return { runs: runs.map(redactSummary), ...(last && runs.length === limit && { before: last.runId }) }
}

async function showRun({ runs, telemetry }: RunSources, runId: string): Promise<WireRunDetail> {
  const [run, spans] = [await runs.get(runId), await telemetry.run(runId)]
  const request = spans.find((span) => span.kind === 'request')
  if (!run && spans.length === 0) throw new Refusal(404, `there is no run ${runId}, or it is no longer kept`)
  const { lines } = await telemetry.logs({ runId, after: 0, limit: MAX_RUN_LOGS })
  const failures = run ? await runs.attempts(runId) : []
  return {
    run: run ? toWireRun(run) : null,
    request: request ?? null,
    attempts: spans.filter((span) => span.kind === 'attempt'),
    failures: failures.map((failed) => ({ ...failed, failure: redactFailure(failed.failure) })),
    logs: lines,
  }
}

async function showTrace({ runs, telemetry }: RunSources, traceId: string): Promise<WireTrace> {
  const [records, spans] = [await runs.trace(traceId), await telemetry.trace(traceId)]
  const { lines } = await telemetry.logs({ traceId, after: 0, limit: MAX_TRACE_LOGS })
  if (records.length === 0 && spans.length === 0 && lines.length === 0) {
    throw new Refusal(404, `there is no trace ${traceId}, or it is no longer kept`)
  }
  const unrouted = await telemetry.events({ types: ['unrouted'], limit: MAX_UNROUTED })
  return buildTrace({
    traceId,
    runs: records,
    spans,
    logs: lines,
    unrouted: unrouted.flatMap(({ event }) =>
      event.type === 'unrouted' && event.traceId === traceId ? [event] : [],
    ),
  })
}

function toWireRun({ input, result, failure, ...run }: RunRecord): WireRun {
  const summary = redactSummary(run)
  return {
    ...run,
    error: summary.error,
    input: preview(input),
    result: result === null ? null : preview(result),
    failure: failure && redactFailure(failure),
  }
}

function preview(json: Json): unknown {
  try {
    return redact(decodeJson(json), PREVIEW_BOUNDS)
  } catch {
    return `[no JSON: ${json.length} characters]`
  }
}
