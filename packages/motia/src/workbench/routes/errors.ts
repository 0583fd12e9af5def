/** Failures of the same kind together, and one kind with the runs that it befell. */
import type { ErrorFilter, ErrorGroup } from '../../observability/records.ts'
import { redactFailure } from '../../observability/redact.ts'
import { readWindow, TREND_BUCKETS, toFiguresFilter } from '../metrics-window.ts'
import { framesOf } from '../project/code-frame.ts'
import type { ProjectFiles } from '../project/project-files.ts'
import { readLimit, readText } from '../query.ts'
import { Refusal } from '../refusal.ts'
import { type Call, type Route, reading } from '../router.ts'
import type { RunReader } from '../run-reader.ts'
import { fromRequest, fromRun } from '../run-rows.ts'
import type { TelemetrySource } from '../telemetry-source.ts'
import type { WireErrorDetail, WireErrorGroup, WireErrors } from '../wire/errors.ts'
import type { WireRunRow } from '../wire/runs.ts'

export interface ErrorSources {
  readonly runs: RunReader
  readonly telemetry: TelemetrySource
  readonly files: ProjectFiles
  readonly now: () => number
}

const MAX_GROUPS = 1_000
const MAX_RUNS = 200
/** Attempts that failed so, of which several may be of one run. */
const MAX_FAILURES = 1_000

export function errorRoutes(sources: ErrorSources): Route[] {
  return [
    reading('errors', (call) => listErrors(sources, call)),
    reading('errors/:fingerprint', (call) => showError(sources, call)),
  ]
}

async function listErrors({ telemetry, now }: ErrorSources, { query }: Call): Promise<WireErrors> {
  const window = readWindow(query, '24h')
  const stepId = readText(query, 'step')
  const limit = readLimit(query, 50)
  const groups = await telemetry.errors({
    ...toErrorFilter(query, now()),
    limit,
    ...(stepId !== undefined && { stepId }),
  })
  return { window, groups: groups.map(toWire) }
}

async function showError(
  { runs, telemetry, files, now }: ErrorSources,
  { query, params }: Call,
): Promise<WireErrorDetail> {
  const fingerprint = params.fingerprint as string
  const filter = toErrorFilter(query, now())
  const groups = await telemetry.errors({ ...filter, limit: MAX_GROUPS })
  const group = groups.find((each) => each.fingerprint === fingerprint)
  if (!group) throw new Refusal(404, 'there is no such kind of error within the time')
  const { from, to } = filter
  const spans = await telemetry.failures({ fingerprint, from, to, limit: MAX_FAILURES })
  const rows = new Map<string, WireRunRow>()
  for (const span of spans) {
    if (rows.size === MAX_RUNS) break
    if (rows.has(span.runId)) continue
    const run = await runs.get(span.runId)
    const request = span.kind === 'request' ? span : undefined
    if (run) rows.set(span.runId, fromRun(run, request))
    else if (request) rows.set(span.runId, fromRequest(request))
  }
  return { ...toWire(group), frames: await framesOf(group.failure, files), runs: [...rows.values()] }
}

function toErrorFilter(
  query: URLSearchParams,
  at: number,
): Required<Pick<ErrorFilter, 'from' | 'to' | 'trendBuckets'>> {
  const { from, to } = toFiguresFilter(readWindow(query, '24h'), at)
  return { from, to, trendBuckets: TREND_BUCKETS }
}

function toWire(group: ErrorGroup): WireErrorGroup {
  return { ...group, failure: redactFailure(group.failure) }
}
