/** All that is known of one run, from the store and from what was seen. run.ts asks. */
import type { AttemptRecord, RunRecord, RunSummary } from '@motia/core/store'
import type { Config } from '../config/config.ts'
import type { LogRecord, SpanRecord, TelemetryReader } from '../observability/records.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { CommandError } from './failure-words.ts'
import { openRuns, openTelemetry } from './readers.ts'
import { isFullId, resolveRunId } from './run-id.ts'

/** What is printed: as a document by `--json`, in words by run-words.ts. */
export interface RunDetail {
  /** Null of an api request without effects. */
  readonly run: RunRecord | null
  /** As seen: its attempts, or the request. */
  readonly spans: readonly SpanRecord[]
  /** As stored: attempts that did not end it with success. */
  readonly failures: readonly AttemptRecord[]
  readonly logs: readonly LogRecord[]
  readonly children: readonly RunSummary[]
}

const MAX_LOGS = 1000
/** Requests looked through for an id that the store does not know. */
const RECENT_SPANS = 1000

/** @param id or its end @throws CommandError if there is no such run, or several */
export async function readDetail(id: string, config: Config): Promise<RunDetail> {
  const runs = openRuns(config)
  const telemetry = openTelemetry(config)
  try {
    const runId = await findId(id, runs, telemetry)
    const [run, spans] = [runs.get(runId) ?? null, await telemetry.run(runId)]
    if (!run && spans.length === 0)
      throw new CommandError(`there is no run "${id}"`, { hint: '`motia runs` lists the latest.' })
    const { lines } = await telemetry.logs({ runId, after: 0, limit: MAX_LOGS })
    return { run, spans, failures: runs.attempts(runId), logs: lines, children: runs.children(runId) }
  } finally {
    runs.close()
    telemetry.close()
  }
}

/** Requests without effects are in no store. */
async function findId(id: string, runs: SqliteReader, telemetry: TelemetryReader): Promise<string> {
  if (isFullId(id)) return id
  const requests = await telemetry.spans({ kind: 'request', limit: RECENT_SPANS })
  const seen = new Set(requests.map(({ runId }) => runId).filter((runId) => runId.endsWith(id)))
  const [only] = seen
  return only !== undefined && seen.size === 1 && !runs.get(only) ? only : resolveRunId(id, runs)
}
