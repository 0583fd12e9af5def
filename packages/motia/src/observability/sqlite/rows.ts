/**
 * Events as rows. They crossed process borders, the worker's in a language of its own: whatever is of the wrong type
 * becomes text, a number or NULL here, because the driver forgives nothing.
 */
import type {
  AttemptEvent,
  CountersEvent,
  LogEvent,
  LogLevel,
  RequestEvent,
  SystemEvent,
  TelemetryEvent,
} from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { firstUserFrame } from '../frames.ts'
import type { Column } from './connection.ts'

export const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** What an event becomes, and about how many bytes that takes with its indexes. */
export type Entry =
  | {
      readonly table: 'spans' | 'logs' | 'events'
      /** In the order of `INSERT`. */
      readonly columns: readonly Column[]
      readonly bytes: number
    }
  | { readonly table: 'counters'; readonly event: CountersEvent; readonly bytes: number }

export const INSERT = {
  spans: `INSERT INTO spans (kind, at, run_id, trace_id, parent_run_id, step_id, attempt, started_at, duration_ms,
    waited_ms, status, reason, due_at, method, path, failed, failure, error_kind, effects,
    queued_at, limit_at, limit_ms, commit_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  logs: `INSERT INTO logs (at, level, source, message, fields, run_id, trace_id, step_id, attempt)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  events: 'INSERT INTO events (at, type, body) VALUES (?, ?, ?)',
}

const SPAN_INDEX_BYTES = 300
const LOG_INDEX_BYTES = 200
/** Of counters, by step: its row, and one in each resolution. */
const COUNTER_BYTES = 2_000
const ERROR_KIND_LENGTH = 300

/** @param nowMs no row is from the future, or the oldest rows could not be told by their ids */
export function toEntry(event: TelemetryEvent, nowMs: number): Entry {
  switch (event.type) {
    case 'attempt':
    case 'request':
      return entry('spans', toSpan(event, nowMs), SPAN_INDEX_BYTES)
    case 'log':
      return entry('logs', toLog(event, nowMs), LOG_INDEX_BYTES)
    case 'counters':
      return { table: 'counters', event, bytes: event.steps.length * COUNTER_BYTES }
    default:
      return entry('events', toEvent(event, nowMs), 0)
  }
}

function toSpan(event: AttemptEvent | RequestEvent, nowMs: number): Column[] {
  const isAttempt = event.type === 'attempt'
  const isFailed = isAttempt ? event.failure !== undefined || event.status === 'failed' : event.status >= 500
  return [
    event.type,
    toAt(event.at, nowMs),
    toText(event.runId) ?? '',
    toText(event.traceId) ?? '',
    isAttempt ? toText(event.parentRunId) : null,
    toText(event.stepId) ?? '',
    isAttempt ? toNumber(event.attempt) : null,
    toNumber(event.startedAt) ?? nowMs,
    toNumber(event.durationMs) ?? 0,
    isAttempt ? toNumber(event.waitedMs) : null,
    toText(event.status) ?? '',
    isAttempt ? toText(event.reason) : null,
    isAttempt ? toNumber(event.dueAt) : null,
    isAttempt ? null : toText(event.method),
    isAttempt ? null : toText(event.path),
    isFailed ? 1 : 0,
    event.failure === undefined ? null : toJson(event.failure),
    event.failure === undefined ? null : errorKind(event.failure),
    event.effects === undefined ? null : toJson(event.effects),
    ...toPhaseTimes(event),
  ]
}

function toPhaseTimes(event: AttemptEvent | RequestEvent): Column[] {
  const commitMs = toNumber(event.commitMs)
  if (event.type === 'request') return [null, null, null, commitMs]
  return [toNumber(event.queuedAt), toNumber(event.limitAt), toNumber(event.limitMs), commitMs]
}

function toLog(event: LogEvent, nowMs: number): Column[] {
  return [
    toAt(event.at, nowMs),
    Math.max(0, LEVELS.indexOf(event.level)),
    toText(event.source) ?? 'print',
    toText(event.message) ?? '',
    event.fields === undefined ? null : toJson(event.fields),
    toText(event.runId),
    toText(event.traceId),
    toText(event.stepId),
    toNumber(event.attempt),
  ]
}

function toEvent(event: SystemEvent, nowMs: number): Column[] {
  return [toAt(event.at, nowMs), toText(event.type) ?? '', toJson(event)]
}

/** What failures of the same kind have in common: figures, ids and addresses in the message do not count. */
export function errorKind(failure: Failure): string {
  const message = String(failure.message).slice(0, 2 * ERROR_KIND_LENGTH)
  const alike = message.replace(/\b(?:0x)?[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b|\d+(?:\.\d+)?/gi, '#')
  const frame = (failure.stack && firstUserFrame(failure.stack)) || ''
  return withoutNul(`${failure.name}: ${alike}`.slice(0, ERROR_KIND_LENGTH) + (frame && ` at ${frame}`))
}

function toAt(at: unknown, nowMs: number): number {
  return Math.round(Math.min(toNumber(at) ?? nowMs, nowMs))
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return withoutNul(String(value))
}

function toNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Its escapes keep NUL out. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return '{}'
  }
}

function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u2400') : text
}

function entry(table: 'spans' | 'logs' | 'events', columns: Column[], indexBytes: number): Entry {
  return { table, columns, bytes: sizeOf(columns) + indexBytes }
}

function sizeOf(columns: readonly Column[]): number {
  return columns.reduce<number>(
    (sum, column) => sum + (typeof column === 'string' ? Buffer.byteLength(column) : 8),
    0,
  )
}
