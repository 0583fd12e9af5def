/** A run in words, part by part: what it is, its attempts, its failure, its log lines, what it led to. run.ts calls it. */
import { formatDuration } from '@motia/core/duration'
import type { Failure } from '@motia/core/failure'
import { decodeJson, type Json } from '@motia/core/json'
import { canBecome, isFinal } from '@motia/core/run'
import { waitedMs, wordPhases } from '../observability/phases.ts'
import type { AttemptSpan, LogRecord, RequestSpan } from '../observability/records.ts'
import { PREVIEW_BOUNDS, redact, redactFailure } from '../observability/redact.ts'
import { shortId, wordEndReason } from '../observability/short-id.ts'
import { formatTable } from '../observability/table.ts'
import { clip, toLine, toLines } from '../observability/terminal-text.ts'
import { formatEvent, wordIssues } from '../observability/words.ts'
import { framesOf } from '../workbench/project/code-frame.ts'
import type { ProjectFiles } from '../workbench/project/project-files.ts'
import type { Io } from './io.ts'
import type { RunDetail } from './run-detail.ts'
import { formatWhen, runColumns } from './runs.ts'
import { markOf, paintStatus } from './status-words.ts'

/** Of a terminal; a pipe gets all. */
const LOGS_SHOWN = 20
const VALUE_ROWS = 6
const LABEL_WIDTH = 8

/** Writes all of it, and on a terminal what could be done about it. */
export async function printRun(detail: RunDetail, files: ProjectFiles, io: Io): Promise<void> {
  const request = detail.spans.find((span) => span.kind === 'request')
  printHead(detail, request, io)
  printAttempts(detail, io)
  const failure = detail.run?.failure ?? request?.failure ?? detail.failures.at(-1)?.failure
  if (failure) await printFailure(redactFailure(failure), files, io)
  printLogs(detail.logs, io)
  if (detail.children.length > 0)
    io.write(`\n${io.ink.bold('led to')}\n${formatTable(runColumns(io), detail.children, io)}`)
  const { run } = detail
  if (run && io.isTTY && canBecome(run.status, 'queued') && isFinal(run.status))
    io.write(`\n${io.ink.dim(`Again, with fresh attempts: motia redrive ${shortId(run.runId)}`)}\n`)
}

function printHead({ run, spans }: RunDetail, request: RequestSpan | undefined, io: Io): void {
  const { ink } = io
  const status = run?.status ?? ((request?.status ?? 0) >= 500 ? 'failed' : 'succeeded')
  const about = run ?? request
  if (!about) return
  const asked = request ? ` ${toLine(`${request.method} ${request.path} ${request.status}`)}` : ''
  const mark = paintStatus(markOf(status), status, io)
  io.write(`${mark} ${ink.bold(toLine(about.stepId))}${asked} ${paintStatus(status, status, io)}\n`)
  const label = (name: string, text: string) => {
    if (text !== '') io.write(`  ${ink.dim(name.padEnd(LABEL_WIDTH))} ${text}\n`)
  }
  const times = wordPhases(spans.at(-1)?.phases ?? [])
  label('run', about.runId)
  label('trace', about.traceId)
  if (!run) {
    label('began', formatWhen(request?.startedAt ?? 0, io))
    label('took', formatDuration(request?.durationMs ?? 0))
    label('times', times)
    return
  }
  const { startedAt, finishedAt, dueAt } = run
  const parent =
    run.parentRunId === null ? '' : ` of run ${io.isTTY ? shortId(run.parentRunId) : run.parentRunId}`
  label('cause', `${toLine(run.cause)}${parent}`)
  label('created', formatWhen(run.createdAt, io))
  if (run.status === 'scheduled' && dueAt !== null) label('due', formatWhen(dueAt, io))
  if (startedAt !== null && finishedAt !== null) label('took', formatDuration(finishedAt - startedAt))
  label('times', times)
  if (run.attemptsUsed > 1) label('attempts', String(run.attemptsUsed))
  if (run.reason !== null) label('reason', wordEndReason(run.reason))
  label('input', showValue(run.input, io))
  if (run.result !== null) label('result', showValue(run.result, io))
}

/** Those that failed, and those that were seen to succeed after one. */
function printAttempts({ spans, failures }: RunDetail, io: Io): void {
  if (failures.length === 0) return
  const attempts = spans.filter((span): span is AttemptSpan => span.kind === 'attempt')
  const seen = attempts.filter(({ status }) => status === 'succeeded')
  const rows = [
    ...failures.map(({ attempt, startedAt, finishedAt, outcome, failure }) => ({
      attempt,
      startedAt,
      tookMs: finishedAt - startedAt,
      outcome: outcome as string,
      error: `${failure.name}: ${failure.message}`,
      waited: waitOf(attempts.find((span) => Math.abs(span.startedAt - startedAt) <= 1)),
    })),
    ...seen.map((span) => ({
      attempt: span.attempt,
      startedAt: span.startedAt,
      tookMs: span.durationMs,
      outcome: 'succeeded',
      error: '',
      waited: waitOf(span),
    })),
  ]
  type Row = (typeof rows)[number]
  const paint = (text: string, { outcome }: Row) =>
    outcome === 'succeeded' ? io.ink.green(text) : io.ink.red(text)
  const columns = [
    { title: 'attempt', text: ({ attempt }: Row) => String(attempt), alignsRight: true },
    { title: 'began', text: ({ startedAt }: Row) => formatWhen(startedAt, io) },
    { title: 'waited', text: ({ waited }: Row) => waited, alignsRight: true, givesWay: true },
    { title: 'took', text: ({ tookMs }: Row) => formatDuration(tookMs), alignsRight: true },
    { title: 'end', text: ({ outcome }: Row) => outcome, paint },
    { title: 'why', text: ({ error }: Row) => error, shrinksTo: 12 },
  ]
  io.write(`\n${io.ink.bold('attempts')}\n${formatTable(columns, rows, io)}`)
}

/** Empty where it was not seen. */
function waitOf(span: AttemptSpan | undefined): string {
  const ms = span?.phases && waitedMs(span.phases)
  return ms === undefined ? '' : formatDuration(ms)
}

/** What went wrong, and the line of the project where. */
async function printFailure(failure: Failure, files: ProjectFiles, io: Io): Promise<void> {
  const { ink } = io
  io.write(`\n${ink.bold('failure')}\n${ink.red(toLine(failure.name))}: ${toLines(failure.message, '  ')}\n`)
  for (const issue of wordIssues(failure)) io.write(`  ${issue}\n`)
  const [frame] = await framesOf(failure, files)
  if (!frame) return
  const place = frame.column === undefined ? frame.line : `${frame.line}:${frame.column}`
  io.write(`  ${ink.dim(`at ${toLine(frame.file)}:${place}`)}\n`)
  const width = String(frame.lines.at(-1)?.number ?? 0).length
  for (const { number, text } of frame.lines) {
    const line = `${number === frame.line ? '>' : ' '} ${String(number).padStart(width)} │ ${toLine(text)}`
    const shown = io.isTTY ? clip(line, io.columns - 2) : line
    io.write(`  ${number === frame.line ? shown : ink.dim(shown)}\n`)
  }
}

function printLogs(logs: readonly LogRecord[], io: Io): void {
  if (logs.length === 0) return
  const shown = io.isTTY ? logs.slice(-LOGS_SHOWN) : logs
  const more = logs.length - shown.length
  io.write(
    `\n${io.ink.bold('logs')}${more > 0 ? io.ink.dim(` · ${more} earlier ones: motia logs --run`) : ''}\n`,
  )
  const options = { color: io.color, verbose: true, ...(io.isTTY && { width: io.columns }) }
  for (const line of shown) io.write(`${formatEvent({ type: 'log', ...line }, options) ?? ''}\n`)
}

/** On one line, cut on a terminal: `--json` has all of it. */
function showValue(json: Json, io: Io): string {
  const value = toLine(JSON.stringify(redact(decodeJson(json), PREVIEW_BOUNDS)) ?? 'null')
  return io.isTTY ? clip(value, io.columns * VALUE_ROWS) : value
}
