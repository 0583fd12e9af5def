/** `motia runs`: the latest durable runs, as a table or as JSON; with `--follow`, as they end. */
import { setTimeout as delay } from 'node:timers/promises'
import { formatDuration } from '@motia/core/duration'
import { FINAL, isFinal } from '@motia/core/run'
import type { RunSummary } from '@motia/core/store'
import type { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { shortId, wordEndReason } from '../observability/short-id.ts'
import { type Column, formatTable } from '../observability/table.ts'
import { toLine } from '../observability/terminal-text.ts'
import { formatTime } from '../observability/words.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import type { Io } from './io.ts'
import { parseCount } from './options.ts'
import { loadReadConfig } from './project.ts'
import { openRuns } from './readers.ts'
import { addRunFilter, findRuns, type RunFilterFlags, type RunQuery, toRunQuery } from './run-filter.ts'
import { markOf, paintStatus } from './status-words.ts'

interface RunsFlags extends RunFilterFlags {
  readonly limit: number
  readonly follow?: boolean
  readonly json?: boolean
}

const DESCRIPTION = `Lists the latest runs of event, cron and noop steps, and those requests that triggered or wrote
something, whether the server runs or not. Only a terminal shortens: in a pipe, ids and texts are whole.`

const DEFAULT_LIMIT = 20
const POLL_MS = 300
/** Runs looked at while following. */
const FOLLOWED = 500

export function registerRuns(program: Command, io: Io): void {
  addRunFilter(program.command('runs').summary('list runs').description(DESCRIPTION))
    .option('-n, --limit <count>', 'how many', parseCount, DEFAULT_LIMIT)
    .option('-f, --follow', 'go on: a line for each run that ends, until it is interrupted')
    .option('--json', 'print one JSON document; with `--follow`, one a line')
    .action(async (flags: RunsFlags) => {
      const config = await loadReadConfig(io)
      const runs = openRuns(config)
      const query = await toRunQuery(flags, runs, config, io)
      if (flags.follow) await follow(runs, query, config, flags, io)
      else list(await findRuns(query, flags.limit, runs, config), flags, io)
      runs.close()
    })
}

/** The rows of any list of runs; those at the end give way first where there is little room. */
export function runColumns(io: Io): Column<RunSummary>[] {
  const idOf = (id: string) => (io.isTTY ? shortId(id) : id)
  return [
    { title: 'run', text: ({ runId }) => idOf(runId) },
    { title: 'step', text: ({ stepId }) => stepId, shrinksTo: 12, paint: io.ink.bold },
    {
      title: 'status',
      text: ({ status }) => status,
      paint: (text, run) => paintStatus(text, run.status, io),
    },
    { title: 'tries', text: ({ attemptsUsed }) => String(attemptsUsed), alignsRight: true },
    { title: 'created', text: ({ createdAt }) => formatWhen(createdAt, io) },
    { title: 'took', text: took, alignsRight: true },
    { title: 'trace', text: ({ traceId }) => idOf(traceId), givesWay: true },
    { title: 'why', text: wordWhy, shrinksTo: 12, paint: io.ink.dim },
  ]
}

function list(found: readonly RunSummary[], flags: RunsFlags, io: Io): void {
  if (flags.json) io.write(`${JSON.stringify(found, undefined, 2)}\n`)
  else if (found.length === 0) io.write('No runs.\n')
  else io.write(formatTable(runColumns(io), found, io))
}

/** Until the process is ended: those that have ended since the last look, oldest first. */
async function follow(
  runs: SqliteReader,
  query: RunQuery,
  config: Config,
  flags: RunsFlags,
  io: Io,
): Promise<void> {
  const statuses = (query.statuses ?? FINAL).filter(isFinal)
  const look = () => findRuns({ ...query, statuses }, FOLLOWED, runs, config)
  let seen = new Set((await look()).map(keyOf))
  for (;;) {
    await delay(POLL_MS)
    const ended = (await look()).reverse()
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
  const why = wordWhy(run)
  const id = io.isTTY ? shortId(run.runId) : run.runId
  return `${time} ${mark} ${ink.bold(toLine(run.stepId))} ${took(run)} ${ink.dim(`· ${id}`)} ${why}`.trimEnd()
}

/** Why it failed or was cancelled; empty otherwise. */
export function wordWhy({ error, reason }: Pick<RunSummary, 'error' | 'reason'>): string {
  return error === null ? wordEndReason(reason ?? '') : toLine(error)
}

/** From start to end; empty while it goes on. */
export function took({ startedAt, finishedAt }: RunSummary): string {
  return startedAt === null || finishedAt === null ? '' : formatDuration(finishedAt - startedAt)
}

/** Today's time of day, or the day as well; for programs, the whole of it. */
export function formatWhen(atMs: number, { isTTY }: Io, now = Date.now()): string {
  const at = new Date(atMs)
  if (!isTTY) return at.toISOString()
  if (at.toDateString() === new Date(now).toDateString()) return formatTime(atMs).slice(0, 8)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${formatTime(atMs).slice(0, 5)}`
}
