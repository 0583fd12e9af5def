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
import type { RequestSpan, SpanFilter, TelemetryReader } from '../observability/records.ts'
import { decodeCursor, encodeCursor, type ListCursor } from './list-cursor.ts'
import type { RunReader } from './run-reader.ts'
import { fromRequest, fromRun } from './run-rows.ts'
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
  readonly telemetry: TelemetryReader
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
/** Requests that are looked up because of their log lines. */
const MAX_REQUESTS_OF_LOGS = 50

export async function listRuns(sources: RunListSources, filter: RunListFilter): Promise<WireRuns> {
  const cursor = decodeCursor(filter.before)
  const ofLogs =
    filter.text === undefined ? [] : await sources.telemetry.runIdsOfLogs(filter.text, MAX_RUNS_OF_LOGS)
  const [stored, requests] = [
    await readStored(sources, filter, cursor, ofLogs),
    await readRequests(sources, filter, cursor, ofLogs),
  ]
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
  orRunIds: readonly string[],
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
  const toRow = async (run: RunSummary) => {
    const span = run.cause === 'api' ? (await telemetry.run(run.runId)).find(isRequest) : undefined
    return { row: fromRun(run, span), cursor: run.runId }
  }
  if (text === undefined) {
    const found = await runs.list(filter)
    const last = found.length === limit ? found.at(-1)?.runId : undefined
    return { rows: await Promise.all(found.map(toRow)), next: last ?? null }
  }
  const found = await runs.search({ ...filter, text, orRunIds })
  return {
    rows: await Promise.all(found.runs.map(toRow)),
    next: found.before ?? null,
    ...(!found.isComplete && { lookedThrough: found.lookedThrough }),
  }
}

async function readRequests(
  { runs, telemetry }: RunListSources,
  filter: RunListFilter,
  cursor: ListCursor,
  ofLogs: readonly string[],
): Promise<Side<number>> {
  const spanFilter = toSpanFilter(filter, cursor)
  if (filter.kind === 'run' || cursor.span === null || !spanFilter) return { rows: [], next: null }
  const spans =
    filter.traceId === undefined
      ? (await telemetry.spans(spanFilter)).filter(isRequest)
      : (await telemetry.trace(filter.traceId))
          .filter(isRequest)
          .filter((span) => isWithin(span, filter))
          .reverse()
  const next = filter.traceId === undefined && spans.length === filter.limit ? spans.at(-1)?.id : undefined
  const more = cursor.span === undefined ? await requestsOfLogs(telemetry, filter, spans, ofLogs) : []
  const isOnlyRequests = filter.kind === 'request'
  const rows = [...spans, ...more].sort((a, b) => b.id - a.id)
  const unstored: RequestSpan[] = []
  for (const span of rows) if (isOnlyRequests || !(await runs.get(span.runId))) unstored.push(span)
  return { rows: unstored.map((span) => ({ row: fromRequest(span), cursor: span.id })), next: next ?? null }
}

/** On the first page only: those that a later page would have come to are shown earlier, and again there. */
async function requestsOfLogs(
  telemetry: TelemetryReader,
  filter: RunListFilter,
  found: readonly RequestSpan[],
  ofLogs: readonly string[],
): Promise<RequestSpan[]> {
  const known = new Set(found.map(({ runId }) => runId))
  const wanted = ofLogs.filter((runId) => !known.has(runId)).slice(0, MAX_REQUESTS_OF_LOGS)
  const spans = await Promise.all(wanted.map((runId) => telemetry.run(runId)))
  return spans
    .flat()
    .filter(isRequest)
    .filter((span) => isWithin(span, filter))
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
