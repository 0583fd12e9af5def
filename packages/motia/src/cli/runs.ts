/** `motia runs`: the latest durable runs, as a table or as JSON; with `--follow`, as they end. */
import { setTimeout as delay } from 'node:timers/promises'
import { formatDuration } from '@motia/core/duration'
import { didYouMean } from '@motia/core/nearest'
import { isFinal, type RunStatus, TRANSITIONS } from '@motia/core/run'
import type { RunFilter, RunSummary } from '@motia/core/store'
import type { Command } from 'commander'
import { type Column, formatTable } from '../observability/table.ts'
import { toLine } from '../observability/terminal-text.ts'
import { formatTime, shortId } from '../observability/words.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'
import { parseCount } from './options.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { resolveTraceId } from './run-id.ts'
import { markOf, paintStatus } from './status-words.ts'

interface RunsFlags {
  readonly step?: string
  readonly status?: string
  readonly trace?: string
  readonly limit: number
  readonly follow?: boolean
  readonly json?: boolean
}

const DEFAULT_LIMIT = 20
const POLL_MS = 300
/** Runs looked at while following. */
const FOLLOWED = 500

export function registerRuns(program: Command, io: Io): void {
  program
    .command('runs')
    .description('list the latest runs of event, cron and noop steps, and of api steps with effects')
    .option('-s, --step <id>', 'of this step only')
    .option('--status <status>', `one of ${Object.keys(TRANSITIONS).join(', ')}`)
    .option('--trace <id>', 'of this trace only')
    .option('-n, --limit <count>', 'how many', parseCount, DEFAULT_LIMIT)
    .option('-f, --follow', 'go on: a line for each run that ends')
    .option('--json', 'one JSON document; with --follow, one a line')
    .action(async (flags: RunsFlags) => {
      const runs = openRuns(await loadReadConfig(io))
      const filter = toFilter(flags, runs)
      if (flags.follow) await follow(runs, filter, flags, io)
      else list(runs.list(filter), flags, io)
      runs.close()
    })
}

const COLUMNS = (io: Io): Column<RunSummary>[] => [
  { title: 'run', text: ({ runId }) => shortId(runId) },
  { title: 'step', text: ({ stepId }) => stepId, shrinksTo: 12 },
  { title: 'status', text: ({ status }) => status, paint: (text, run) => paintStatus(text, run.status, io) },
  { title: 'tries', text: ({ attemptsUsed }) => String(attemptsUsed), alignsRight: true },
  { title: 'created', text: ({ createdAt }) => formatTime(createdAt).slice(0, 8) },
  { title: 'took', text: took, alignsRight: true },
  { title: 'trace', text: ({ traceId }) => shortId(traceId) },
  { title: 'why', text: ({ error, reason }) => error ?? reason ?? '', shrinksTo: 8 },
]

function list(found: readonly RunSummary[], flags: RunsFlags, io: Io): void {
  if (flags.json) io.write(`${JSON.stringify(found, undefined, 2)}\n`)
  else if (found.length === 0) io.write('No runs.\n')
  else io.write(formatTable(COLUMNS(io), found, io))
}

/** Until the process is ended: those that have ended since the last look, oldest first. */
async function follow(runs: SqliteReader, filter: RunFilter, flags: RunsFlags, io: Io): Promise<void> {
  const look = () => runs.list({ ...filter, limit: FOLLOWED }).filter((run) => isFinal(run.status))
  let seen = new Set(look().map(keyOf))
  for (;;) {
    await delay(POLL_MS)
    const ended = look().reverse()
    for (const run of ended.filter((each) => !seen.has(keyOf(each)))) {
      io.write(flags.json ? `${JSON.stringify(run)}\n` : `${toLineOf(run, io)}\n`)
    }
    seen = new Set(ended.map(keyOf))
  }
}

/** A run that was redriven ends again. */
function keyOf({ runId, finishedAt }: RunSummary): string {
  return `${runId} ${finishedAt}`
}

function toLineOf(run: RunSummary, io: Io): string {
  const { ink } = io
  const time = ink.dim(formatTime(run.finishedAt ?? run.createdAt))
  const mark = paintStatus(markOf(run.status), run.status, io)
  const why = toLine(run.error ?? run.reason ?? '')
  return `${time} ${mark} ${ink.bold(toLine(run.stepId))} ${took(run)} ${ink.dim(`· ${shortId(run.runId)}`)} ${why}`.trimEnd()
}

function took({ startedAt, finishedAt }: RunSummary): string {
  return startedAt === null || finishedAt === null ? '' : formatDuration(finishedAt - startedAt)
}

function toFilter({ step, status, trace, limit }: RunsFlags, runs: SqliteReader): RunFilter {
  return {
    limit,
    ...(step !== undefined && { stepIds: [step] }),
    ...(status !== undefined && { statuses: [parseStatus(status)] }),
    ...(trace !== undefined && { traceId: resolveTraceId(trace, runs) }),
  }
}

function parseStatus(text: string): RunStatus {
  if (text in TRANSITIONS) return text as RunStatus
  throw wrongUse(`there is no status "${text}"${didYouMean(text, Object.keys(TRANSITIONS))}`)
}
