/** `motia run <id>`: all that is known of one run, whether it is durable or was an api request without effects. */
import { decodeJson } from '@motia/core/json'
import type { AttemptRecord, RunRecord, RunSummary } from '@motia/core/store'
import type { Command } from 'commander'
import type { LogRecord, SpanRecord } from '../observability/records.ts'
import { openProjectFiles } from '../workbench/project/project-files.ts'
import { CommandError } from './failure-words.ts'
import type { Io } from './io.ts'
import { loadReadConfig } from './project.ts'
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

const DESCRIPTION = `Shows all that is known of one run: input, result, attempts, the failure with its place in the source,
its log lines and the runs that it led to.`

const MAX_LOGS = 1000
/** Requests looked through for an id that the store does not know. */
const RECENT_SPANS = 1000

export function registerRun(program: Command, io: Io): void {
  program
    .command('run')
    .summary('show one run, with its attempts, failure and log lines')
    .description(DESCRIPTION)
    .argument('<run>', 'id of the run')
    .option('--json', 'print one JSON document: `run`, `spans`, `failures`, `logs`, `children`')
    .action(async (id: string, { json }: { readonly json?: boolean }) => {
      const config = await loadReadConfig(io)
      const detail = await readDetail(id, openRuns(config), openTelemetry(config))
      if (json) return io.write(`${JSON.stringify(toJson(detail), undefined, 2)}\n`)
      const { printRun } = await import('./run-words.ts')
      await printRun(detail, openProjectFiles(config.root), io)
    })
}

async function readDetail(
  id: string,
  runs: ReturnType<typeof openRuns>,
  telemetry: ReturnType<typeof openTelemetry>,
): Promise<RunDetail> {
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
async function findId(
  id: string,
  runs: ReturnType<typeof openRuns>,
  telemetry: ReturnType<typeof openTelemetry>,
): Promise<string> {
  if (isFullId(id)) return id
  const requests = await telemetry.spans({ kind: 'request', limit: RECENT_SPANS })
  const seen = new Set(requests.map(({ runId }) => runId).filter((runId) => runId.endsWith(id)))
  const [only] = seen
  return only !== undefined && seen.size === 1 && !runs.get(only) ? only : resolveRunId(id, runs)
}

function toJson({ run, ...rest }: RunDetail): object {
  const values = run && {
    ...run,
    input: decodeJson(run.input),
    result: run.result === null ? null : decodeJson(run.result),
  }
  return { run: values, ...rest }
}
