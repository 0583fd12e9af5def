/** Runs: the list, one with all that is known of it, its trace as a tree, and triggers that reached none. */
import { decodeJson, type Json } from '@motia/core/json'
import { nearest } from '@motia/core/nearest'
import { type RunStatus, TRANSITIONS } from '@motia/core/run'
import type { RunRecord } from '@motia/core/store'
import { PREVIEW_BOUNDS, redact, redactFailure } from '../../observability/redact.ts'
import type { AppView } from '../app-view.ts'
import { namesOf } from '../graph/edges.ts'
import { framesOf } from '../project/code-frame.ts'
import type { ProjectFiles } from '../project/project-files.ts'
import { readChoice, readChoices, readLimit, readNumber, readText, readTexts } from '../query.ts'
import { Refusal } from '../refusal.ts'
import { type Call, type Route, reading } from '../router.ts'
import { listRuns, type RunListSources } from '../run-list.ts'
import { buildTrace, redactSummary } from '../trace-tree.ts'
import type { WireRun, WireRunDetail, WireRuns, WireTrace, WireUnrouted } from '../wire/runs.ts'
import type { WireFlow } from '../wire/steps.ts'

export interface RunSources extends RunListSources {
  readonly app: AppView
  readonly files: ProjectFiles
  readonly flows: () => Promise<readonly WireFlow[]>
}

const STATUSES = Object.keys(TRANSITIONS) as RunStatus[]
const MAX_RUN_LOGS = 1_000
const MAX_TRACE_LOGS = 2_000
/** Among the latest of these, a trace's triggers that reached no step are looked for. */
const MAX_UNROUTED = 1_000

export function runRoutes(sources: RunSources): Route[] {
  return [
    reading('runs', (call) => findRuns(sources, call)),
    reading('runs/:id', ({ params }) => showRun(sources, params.id as string)),
    reading('traces/:id', ({ params }) => showTrace(sources, params.id as string)),
    reading('unrouted', () => listUnrouted(sources)),
  ]
}

async function findRuns(sources: RunSources, { query }: Call): Promise<WireRuns> {
  const kind = readChoice(query, 'kind', ['run', 'request'] as const)
  const statuses = readChoices(query, 'status', STATUSES)
  const stepIds = await readStepIds(sources, query)
  const traceId = readText(query, 'trace')
  const from = readNumber(query, 'from')
  const to = readNumber(query, 'to')
  const text = readText(query, 'text')
  const before = readText(query, 'before')
  return listRuns(sources, {
    limit: readLimit(query, 50),
    ...(kind && { kind }),
    ...(statuses && { statuses }),
    ...(stepIds && { stepIds }),
    ...(traceId !== undefined && { traceId }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(text !== undefined && { text }),
    ...(before !== undefined && { before }),
  })
}

/** Steps by name and by flow: both have to hold. */
async function readStepIds(
  { flows }: RunSources,
  query: URLSearchParams,
): Promise<readonly string[] | undefined> {
  const named = readTexts(query, 'step')
  const flow = readText(query, 'flow')
  if (flow === undefined) return named
  const nodeIds = (await flows()).find(({ id }) => id === flow)?.nodeIds ?? []
  const within = nodeIds.filter((id) => id.startsWith('step:')).map((id) => id.slice('step:'.length))
  return named ? named.filter((id) => within.includes(id)) : within
}

async function showRun({ runs, telemetry, files }: RunSources, runId: string): Promise<WireRunDetail> {
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
    frames: await framesOf(run?.failure ?? request?.failure ?? failures.at(-1)?.failure, files),
    children: (await runs.children(runId)).map(redactSummary),
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

async function listUnrouted({ runs, app }: RunSources): Promise<WireUnrouted> {
  const known = app.steps().flatMap(({ id, options }) => [id, ...namesOf(options.on)])
  return (await runs.unrouted()).map((record) => {
    const found = nearest(record.target, known)
    return found === undefined ? record : { ...record, nearest: found }
  })
}

function toWireRun({ input, result, failure, ...run }: RunRecord): WireRun {
  const [shownInput, shownResult] = [preview(input), result === null ? undefined : preview(result)]
  return {
    ...redactSummary(run),
    ...{ after: run.after, strikes: run.strikes, conflicts: run.conflicts },
    input: shownInput.value,
    result: shownResult?.value ?? null,
    isAltered: shownInput.isAltered || shownResult?.isAltered === true,
    failure: failure && redactFailure(failure),
  }
}

function preview(json: Json): { readonly value: unknown; readonly isAltered: boolean } {
  try {
    const stored = decodeJson(json)
    const value = redact(stored, PREVIEW_BOUNDS)
    return { value, isAltered: value !== stored }
  } catch {
    return { value: `[no JSON: ${json.length} characters]`, isAltered: true }
  }
}
