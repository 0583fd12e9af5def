/**
 * The list of runs: rows of the store and spans of api requests, newest first, as one. A request with effects is in
 * both, and comes once, as the store has it. routes/runs.ts asks, page by page.
 *
 *   store rows  ──(cursor: a run id)──┐
 *                                     ├── merged by time, `limit` of them ── cursor of both, for the next page
 *   api requests ─(cursor: a span id)─┘
 */
import type { RunStatus } from '@motia/core/run'
import type { RunFilter, RunSummary } from '@motia/core/store'
import type { RequestSpan, SpanFilter } from '../observability/records.ts'
import { decodeCursor, encodeCursor, type ListCursor } from './list-cursor.ts'
import type { RunReader } from './run-reader.ts'
import { fromRequest, fromRun } from './run-rows.ts'
import type { TelemetrySource } from './telemetry-source.ts'
import type { WireRunRow, WireRuns } from './wire/runs.ts'

export interface RunListFilter {
  readonly kind?: 'run' | 'request'
  readonly stepIds?: readonly string[]
  readonly statuses?: readonly RunStatus[]
  readonly traceId?: string
  readonly from?: number
  readonly to?: number
  readonly text?: string
  /** As an earlier page gave it. */
  readonly before?: string
  readonly limit: number
}

export interface RunListSources {
  readonly runs: RunReader
  readonly telemetry: TelemetrySource
  readonly now: () => number
}

/** One side of the merge. */
interface Side<C> {
  readonly rows: readonly { readonly row: WireRunRow; readonly cursor: C }[]
  /** Where to go on when all of its rows are taken; null at its end. */
  readonly next: C | null
}

/** Runs whose log lines hold the text. */
const MAX_RUNS_OF_LOGS = 200
/** Requests that are looked up one by one. */
const MAX_LOOKED_UP = 50
/** Runs of the store that a page of requests is compared with. */
const MAX_STORED = 1_000
/** Spans are timed more finely than rows, and perhaps by another clock. */
const CLOCKS_MS = 1_000

export async function listRuns(sources: RunListSources, filter: RunListFilter): Promise<WireRuns> {
  const { telemetry } = sources
  const cursor = decodeCursor(filter.before)
  const ofLogs = filter.text === undefined ? [] : await telemetry.runIdsOfLogs(filter.text, MAX_RUNS_OF_LOGS)
  const found = await findRequests(telemetry, filter, cursor, ofLogs)
  const stored = await readStored(sources, filter, cursor, { ofLogs, seen: found.spans })
  const requests = { rows: await toRequestRows(sources, filter, found.spans), next: found.next }
  const { rows, before } = merge(stored, requests, filter.limit, cursor)
  const sampled = await countSampled(sources, filter, rows)
  return {
    runs: rows,
    ...(before !== undefined && { before }),
    ...(sampled && { sampled }),
    ...(stored.lookedThrough !== undefined && { lookedThrough: stored.lookedThrough }),
  }
}

async function readStored(
  { runs, telemetry }: RunListSources,
  { kind, text, stepIds, statuses, traceId, from, to, limit }: RunListFilter,
  cursor: ListCursor,
  { ofLogs, seen }: { readonly ofLogs: readonly string[]; readonly seen: readonly RequestSpan[] },
): Promise<Side<string> & { readonly lookedThrough?: number }> {
  if (kind === 'request' || cursor.run === null) return { rows: [], next: null }
  const filter: RunFilter = {
    limit,
    ...(stepIds && { stepIds }),
    ...(statuses && { statuses }),
    ...(traceId !== undefined && { traceId }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(cursor.run !== undefined && { before: cursor.run }),
  }
  const toRows = async (found: readonly RunSummary[]) => {
    const requests = await requestsOf(telemetry, found, seen)
    return found.map((run) => ({ row: fromRun(run, requests.get(run.runId)), cursor: run.runId }))
  }
  if (text === undefined) {
    const found = await runs.list(filter)
    const last = found.length === limit ? found.at(-1)?.runId : undefined
    return { rows: await toRows(found), next: last ?? null }
  }
  const found = await runs.search({ ...filter, text, orRunIds: ofLogs })
  return {
    rows: await toRows(found.runs),
    next: found.before ?? null,
    ...(!found.isComplete && { lookedThrough: found.lookedThrough }),
  }
}

/** How api runs were asked for: mostly their requests have been read already. */
async function requestsOf(
  telemetry: TelemetrySource,
  found: readonly RunSummary[],
  seen: readonly RequestSpan[],
): Promise<ReadonlyMap<string, RequestSpan>> {
  const requests = new Map(seen.map((span) => [span.runId, span]))
  const missing = found.filter(({ cause, runId }) => cause === 'api' && !requests.has(runId))
  for (const { runId } of missing.slice(0, MAX_LOOKED_UP)) {
    const span = (await telemetry.run(runId)).find(isRequest)
    if (span) requests.set(runId, span)
  }
  return requests
}

/** Newest first, those that the store has as runs too. */
async function findRequests(
  telemetry: TelemetrySource,
  filter: RunListFilter,
  cursor: ListCursor,
  ofLogs: readonly string[],
): Promise<{ readonly spans: readonly RequestSpan[]; readonly next: number | null }> {
  const spanFilter = toSpanFilter(filter, cursor)
  if (filter.kind === 'run' || cursor.span === null || !spanFilter) return { spans: [], next: null }
  if (filter.traceId !== undefined) {
    const spans = (await telemetry.trace(filter.traceId)).filter(isRequest)
    return { spans: spans.filter((span) => isWithin(span, filter)).reverse(), next: null }
  }
  const spans = (await telemetry.spans(spanFilter)).filter(isRequest)
  const next = spans.length === filter.limit ? spans.at(-1)?.id : undefined
  const more = cursor.span === undefined ? await requestsOfLogs(telemetry, filter, spans, ofLogs) : []
  return { spans: [...spans, ...more].sort((a, b) => b.id - a.id), next: next ?? null }
}

async function toRequestRows(
  { runs }: RunListSources,
  { kind }: RunListFilter,
  spans: readonly RequestSpan[],
): Promise<Side<number>['rows']> {
  const stored = kind === 'request' ? new Set<string>() : await storedAmong(runs, spans)
  return spans
    .filter(({ runId }) => !stored.has(runId))
    .map((span) => ({ row: fromRequest(span), cursor: span.id }))
}

/** Those that had effects: with one query, unless there are many within the time that have no span. */
async function storedAmong(runs: RunReader, spans: readonly RequestSpan[]): Promise<ReadonlySet<string>> {
  if (spans.length === 0) return new Set()
  const times = spans.map(({ startedAt }) => startedAt)
  const stepIds = [...new Set(spans.map(({ stepId }) => stepId))]
  const from = Math.floor(Math.min(...times)) - CLOCKS_MS
  const to = Math.ceil(Math.max(...times)) + CLOCKS_MS
  const found = await runs.list({ stepIds, from, to, limit: MAX_STORED })
  if (found.length < MAX_STORED) return new Set(found.map(({ runId }) => runId))
  const stored = new Set<string>()
  for (const { runId } of spans) if (await runs.get(runId)) stored.add(runId)
  return stored
}

/** On the first page only: those that a later page would have come to are shown earlier, and again there. */
async function requestsOfLogs(
  telemetry: TelemetrySource,
  filter: RunListFilter,
  found: readonly RequestSpan[],
  ofLogs: readonly string[],
): Promise<RequestSpan[]> {
  const known = new Set(found.map(({ runId }) => runId))
  const wanted = ofLogs.filter((runId) => !known.has(runId)).slice(0, MAX_LOOKED_UP)
  const spans: RequestSpan[] = []
  for (const runId of wanted) spans.push(...(await telemetry.run(runId)).filter(isRequest))
  return spans.filter((span) => isWithin(span, filter))
}

/** `undefined` if no request has such a status. */
function toSpanFilter(
  { stepIds, statuses, from, to, text, limit }: RunListFilter,
  { span }: ListCursor,
): SpanFilter | undefined {
  const failed = statuses?.includes('failed')
  const succeeded = statuses?.includes('succeeded')
  if (statuses && !failed && !succeeded) return undefined
  return {
    kind: 'request',
    limit,
    ...(failed === true && succeeded === false && { failed: true }),
    ...(succeeded === true && failed === false && { unfailed: true }),
    ...(stepIds && { stepIds }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(text !== undefined && { text }),
    ...(typeof span === 'number' && { before: span }),
  }
}

function isWithin(span: RequestSpan, { stepIds, statuses, traceId, from, to }: RunListFilter): boolean {
  return (
    (!stepIds || stepIds.includes(span.stepId)) &&
    (!statuses || statuses.includes(span.status >= 500 ? 'failed' : 'succeeded')) &&
    (traceId === undefined || span.traceId === traceId) &&
    (from === undefined || span.at >= from) &&
    (to === undefined || span.at < to)
  )
}

/** The newest `limit` of both, and where each side goes on. */
function merge(stored: Side<string>, requests: Side<number>, limit: number, cursor: ListCursor) {
  const rows: WireRunRow[] = []
  let [runsTaken, spansTaken] = [0, 0]
  while (rows.length < limit) {
    const [run, span] = [stored.rows[runsTaken], requests.rows[spansTaken]]
    if (run && (!span || run.row.createdAt >= span.row.createdAt)) {
      rows.push(run.row)
      runsTaken++
    } else if (span) {
      rows.push(span.row)
      spansTaken++
    } else break
  }
  const next: ListCursor = {
    run: goOn(stored, runsTaken, cursor.run),
    span: goOn(requests, spansTaken, cursor.span),
  }
  return next.run === null && next.span === null ? { rows } : { rows, before: encodeCursor(next) }
}

function goOn<C>({ rows, next }: Side<C>, taken: number, before: C | null | undefined): C | null | undefined {
  if (taken === rows.length) return next
  return taken === 0 ? before : rows[taken - 1]?.cursor
}

/** Counted where requests are shown and what they are picked by can be counted: steps and time. */
async function countSampled(
  { telemetry, now }: RunListSources,
  { kind, statuses, traceId, text, stepIds, from, to }: RunListFilter,
  rows: readonly WireRunRow[],
): Promise<WireRuns['sampled']> {
  if (kind === 'run' || statuses || traceId !== undefined || text !== undefined) return undefined
  const oldest = rows.at(-1)?.createdAt
  const begin = from ?? oldest
  if (begin === undefined) return undefined
  const counts = await telemetry.requestCounts({ from: begin, to: to ?? now(), ...(stepIds && { stepIds }) })
  return counts.kept < counts.of ? counts : undefined
}

function isRequest(span: { readonly kind: string }): span is RequestSpan {
  return span.kind === 'request'
}
