/** `motia logs`: what steps wrote, oldest first; with `--follow`, as they write it. */
import { setTimeout as delay } from 'node:timers/promises'
import type { LogLevel } from '@motia/core/events'
import { didYouMean } from '@motia/core/nearest'
import type { Command } from 'commander'
import type { LogFilter, LogRecord, TelemetryReader } from '../observability/records.ts'
import { formatEvent } from '../observability/words.ts'
import { wrongUse } from './failure-words.ts'
import type { Io } from './io.ts'
import { MOMENT_FORMS, parseMoment } from './moment.ts'
import { parseCount } from './options.ts'
import { loadReadConfig } from './project.ts'
import { openRuns, openTelemetry } from './readers.ts'
import { isFullId, resolveRunId, resolveTraceId } from './run-id.ts'

interface LogsFlags {
  readonly since?: number
  readonly until?: number
  readonly step?: string
  readonly run?: string
  readonly trace?: string
  readonly level?: string
  readonly text?: string
  readonly limit: number
  readonly follow?: boolean
  readonly json?: boolean
}

const DESCRIPTION = `Shows what steps logged and printed, oldest first, whether the server runs or not. With
\`--follow\`, restarts of the server make no difference.`

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
const DEFAULT_LIMIT = 50
const POLL_MS = 250
const FOLLOW_PAGE = 500

export function registerLogs(program: Command, io: Io): void {
  program
    .command('logs')
    .summary('show what steps logged and printed')
    .description(DESCRIPTION)
    .option('-s, --step <id>', 'of this step only')
    .option('--run <id>', 'of this run only')
    .option('--trace <id>', 'of this trace only')
    .option('-l, --level <level>', 'this one and worse: `debug`, `info`, `warn` or `error`')
    .option('-t, --text <words>', 'lines that hold these words; `field=value` asks for a field')
    .option('--since <time>', `written since then: ${MOMENT_FORMS}`, (text) => parseMoment(text))
    .option('--until <time>', 'written before', (text) => parseMoment(text))
    .option('-n, --limit <count>', 'how many of the latest', parseCount, DEFAULT_LIMIT)
    .option('-f, --follow', 'go on with what is written from now on, until it is interrupted')
    .option('--json', 'print one JSON document; with `--follow`, one a line')
    .action(async (flags: LogsFlags) => {
      const config = await loadReadConfig(io)
      const telemetry = openTelemetry(config)
      const runs = openRuns(config)
      const filter = toFilter(flags, runs)
      runs.close()
      await show(telemetry, filter, flags, io)
      telemetry.close()
    })
}

async function show(telemetry: TelemetryReader, filter: LogFilter, flags: LogsFlags, io: Io): Promise<void> {
  const lines = (await latest(telemetry, filter)).reverse()
  if (flags.json && !flags.follow) io.write(`${JSON.stringify(lines, undefined, 2)}\n`)
  else for (const line of lines) io.write(toText(line, flags, io))
  if (flags.follow) await follow(telemetry, filter, lines.at(-1)?.id ?? (await lastId(telemetry)), flags, io)
  else if (lines.length === 0 && !flags.json) io.write('No lines.\n')
}

/** A page may hold fewer than there are. */
async function latest(telemetry: TelemetryReader, filter: LogFilter): Promise<LogRecord[]> {
  const found: LogRecord[] = []
  let before: number | undefined
  do {
    const limit = filter.limit - found.length
    const page = await telemetry.logs({ ...filter, limit, ...(before !== undefined && { before }) })
    found.push(...page.lines)
    before = page.before
  } while (before !== undefined && found.length < filter.limit)
  return found
}

/** Lines that no filter shows yet must not show later because one was set. */
async function lastId(telemetry: TelemetryReader): Promise<number> {
  const { lines } = await telemetry.logs({ limit: 1 })
  return lines[0]?.id ?? 0
}

/** Until the process is ended. */
async function follow(
  telemetry: TelemetryReader,
  filter: LogFilter,
  lastSeen: number,
  flags: LogsFlags,
  io: Io,
): Promise<void> {
  let after = lastSeen
  for (;;) {
    // A file that was begun anew counts from 1 again.
    if ((await telemetry.versions()).logs < after) after = 0
    const { lines } = await telemetry.logs({ ...filter, limit: FOLLOW_PAGE, after })
    for (const line of lines) io.write(toText(line, flags, io))
    after = lines.at(-1)?.id ?? after
    if (lines.length < FOLLOW_PAGE) await delay(POLL_MS)
  }
}

function toText(line: LogRecord, { json }: LogsFlags, { color, columns, isTTY }: Io): string {
  if (json) return `${JSON.stringify(line)}\n`
  const options = { color, verbose: true, ...(isTTY && { width: columns }) }
  return `${formatEvent({ type: 'log', ...line }, options) ?? ''}\n`
}

function toFilter(flags: LogsFlags, runs: ReturnType<typeof openRuns>): LogFilter {
  const { step, run, trace, level, text, since, until, limit } = flags
  return {
    limit,
    ...(step !== undefined && { stepId: step }),
    ...(run !== undefined && { runId: isFullId(run) ? run : resolveRunId(run, runs) }),
    ...(trace !== undefined && { traceId: isFullId(trace) ? trace : resolveTraceId(trace, runs) }),
    ...(level !== undefined && { level: parseLevel(level) }),
    ...(text !== undefined && { text }),
    ...(since !== undefined && { from: since }),
    ...(until !== undefined && { to: until }),
  }
}

function parseLevel(text: string): LogLevel {
  if (LEVELS.includes(text as LogLevel)) return text as LogLevel
  throw wrongUse(`there is no level "${text}"${didYouMean(text, LEVELS)}`)
}
