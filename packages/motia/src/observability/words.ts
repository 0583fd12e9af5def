/**
 * The one place that words what is seen, for people (`formatEvent`) and for programs (`formatJson`). The terminal
 * writer and the command line call it; everything that steps and clients wrote is made safe for a terminal on the way.
 */
import { formatDuration } from '@motia/core/duration'
import type { AttemptEvent, LogEvent, LogLevel, RequestEvent, TelemetryEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { formatFields } from './fields.ts'
import { firstUserFrame } from './frames.ts'
import { createInk, type Ink } from './ink.ts'
import { redactEvent } from './redact.ts'
import { shortId } from './short-id.ts'
import { formatSystemEvent } from './system-words.ts'
import { clip, toLine, toLines } from './terminal-text.ts'

export interface WordOptions {
  readonly color: boolean
  /** Columns of the terminal; without it nothing is cut. */
  readonly width?: number
  /** Also debug lines, and what happens as expected. */
  readonly verbose?: boolean
  /** Attempts that a run of the step has in all, where known. */
  readonly attemptsOf?: (stepId: string) => number | undefined
}

/** Continuation lines begin here, below the first line's words. */
export const MARGIN = ' '.repeat(13)

/** Rows that the fields of a log line may take. */
const FIELD_ROWS = 3

/** What a terminal shows of the event, without secrets; `undefined` if it is not worth a line. */
export function formatEvent(event: TelemetryEvent, options: WordOptions): string | undefined {
  const ink = createInk(options.color)
  const words = wordsOf(redactEvent(event), options, ink)
  return words === undefined ? undefined : `${ink.dim(formatTime(event.at))} ${words}`
}

/** One line of JSON, without secrets. */
export function formatJson(event: TelemetryEvent): string {
  return JSON.stringify(redactEvent(event))
}

/** `23:59:59.999`, local time. */
export function formatTime(atMs: number): string {
  const date = new Date(atMs)
  const two = (value: number) => String(value).padStart(2, '0')
  const ms = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`
}

function wordsOf(event: TelemetryEvent, options: WordOptions, ink: Ink): string | undefined {
  switch (event.type) {
    case 'log':
      return event.level === 'debug' && !options.verbose ? undefined : wordLog(event, options, ink)
    case 'attempt':
      return wordAttempt(event, options, ink)
    case 'request':
      return wordRequest(event, ink)
    case 'counters':
      return undefined
    default:
      return formatSystemEvent(event, { verbose: options.verbose ?? false, margin: MARGIN }, ink)
  }
}

function wordLog(event: LogEvent, options: WordOptions, ink: Ink): string {
  const where = event.stepId === undefined ? '' : `${ink.cyan(toLine(event.stepId))} `
  const run = event.runId === undefined ? '' : `${ink.dim(shortId(event.runId))} `
  const words = `${wordLevel(event.level, ink)} ${where}${run}${toLines(event.message, `${MARGIN}${ink.dim('│')} `)}`
  if (!event.fields) return words
  const fields = formatFields(event.fields)
  return fields === '' ? words : `${words} ${ink.dim(clip(fields, (options.width ?? Infinity) * FIELD_ROWS))}`
}

/** Padded to five columns. */
export function wordLevel(level: LogLevel, ink: Ink): string {
  switch (level) {
    case 'debug':
      return ink.dim('debug')
    case 'info':
      return 'info '
    case 'warn':
      return ink.yellow('warn ')
    case 'error':
      return ink.red('error')
    default:
      return toLine(String(level))
  }
}

function wordAttempt(event: AttemptEvent, options: WordOptions, ink: Ink): string {
  const took = formatDuration(event.durationMs)
  const total = options.attemptsOf?.(event.stepId)
  const attempt = total === 1 ? '' : `attempt ${event.attempt}${total === undefined ? '' : `/${total}`}`
  const [mark, ...words] = wordAttemptEnd(event, took, attempt, ink)
  const line = [mark, ink.bold(toLine(event.stepId)), ...words].filter((word) => word !== '').join(' ')
  return `${line} ${ink.dim(`· ${shortId(event.traceId)}`)}${wordFailure(event.failure, ink)}`
}

function wordAttemptEnd(event: AttemptEvent, took: string, attempt: string, ink: Ink): string[] {
  const tried = attempt && `(${attempt})`
  switch (event.status) {
    case 'succeeded':
      return [ink.green('✓'), took, event.attempt > 1 ? tried : '']
    case 'scheduled': {
      const again =
        event.dueAt === undefined ? '' : ` in ${formatDuration(Math.max(0, event.dueAt - event.at))}`
      return [ink.yellow('↻'), `${wordReason(event)} after ${took}, ${attempt || 'attempt 1'}, retry${again}`]
    }
    case 'failed':
      return [ink.red('✗'), `${wordReason(event)} after ${took}`, tried]
    case 'lost':
      return [ink.yellow('↻'), `lost its worker after ${took}, runs again`]
    case 'conflict':
      return [ink.yellow('↻'), `read state that changed within its ${took}, runs again`]
  }
}

function wordReason(event: AttemptEvent): string {
  switch (event.reason) {
    case 'timeout':
      return 'timed out'
    case 'validation':
      return 'refused its input'
    case 'non-retryable':
      return 'failed for good'
    default:
      return 'failed'
  }
}

function wordRequest(event: RequestEvent, ink: Ink): string {
  // An answer that was cut after its head had left says no status of its own.
  const isFailure = event.status >= 500 || (event.status < 400 && event.failure !== undefined)
  const mark = isFailure ? ink.red('✗') : event.status >= 400 ? ink.yellow('!') : ink.green('✓')
  const what = `${toLine(event.method)} ${toLine(event.path)} ${event.status}`
  const where = ink.dim(`${toLine(event.stepId)} · ${shortId(event.traceId)}`)
  return `${mark} ${ink.bold(what)} ${formatDuration(event.durationMs)} ${where}${wordFailure(event.failure, ink)}`
}

/** On lines of its own: the message, and where in the project it happened. */
function wordFailure(failure: Failure | undefined, ink: Ink): string {
  if (failure === undefined) return ''
  const margin = `${MARGIN}  `
  const message = `\n${margin}${ink.red(`${toLine(failure.name)}: `)}${toLines(failure.message, `${margin}${ink.dim('│')} `)}`
  const issues = wordIssues(failure).map((issue) => `\n${margin}${issue}`)
  const frame = failure.stack === undefined ? undefined : firstUserFrame(failure.stack)
  return (
    message + issues.join('') + (frame === undefined ? '' : `\n${margin}${ink.dim(`at ${toLine(frame)}`)}`)
  )
}

/** `path: message` of what a schema refused, but for what the failure's message says already. */
export function wordIssues({ message, issues = [] }: Failure): string[] {
  const words = issues.map((issue) => `${issue.path}: ${issue.message}`)
  return words.filter((each) => !message.includes(each)).map(toLine)
}
