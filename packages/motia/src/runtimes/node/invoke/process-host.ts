/**
 * Makes a process one in which steps can run: fills the ambient slot, sets the global `motia`, and captures what the
 * project's code prints. Called once by the app and by each Node worker.
 */
import { format } from 'node:util'
import { motia } from '@motia/core'
import { setHost } from '@motia/core/ambient'
import type { Logger } from '@motia/core/context'
import type { LogLevel } from '@motia/core/events'
import { type Attempt, currentAttempt } from './attempt.ts'
import { call, type TriggerWorld, trigger } from './trigger.ts'

/** A line that the project's code wrote, and the attempt that it belongs to, if any. */
export interface LogLine {
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly source: 'logger' | 'print'
}

export type LogSink = (line: LogLine, attempt: Attempt | undefined) => void

/** @returns the logger of all contexts in this process */
export function installHost(world: Omit<TriggerWorld, 'warn'>, sink: LogSink): Logger {
  const log = (level: LogLevel, message: string, fields?: object) =>
    sink(
      { at: Date.now(), level, message: String(message), source: 'logger', ...toFields(fields) },
      currentAttempt.getStore(),
    )
  const logger: Logger = {
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
  }
  const full: TriggerWorld = { ...world, warn: (message) => log('warn', message) }
  setHost({
    trigger: (target, payload, options) => trigger(full, currentAttempt.getStore(), target, payload, options),
    call: (target, payload, options) => call(full, currentAttempt.getStore(), target, payload, options),
    logger,
  })
  globalThis.motia = motia
  captureConsole(sink)
  return logger
}

const CONSOLE_LEVELS = {
  log: 'info',
  info: 'info',
  debug: 'debug',
  warn: 'warn',
  error: 'error',
  trace: 'debug',
} as const

function captureConsole(sink: LogSink): void {
  for (const [method, level] of Object.entries(CONSOLE_LEVELS)) {
    const print = (...args: unknown[]) => {
      const text = method === 'trace' ? stackOf(format(...args)) : format(...args)
      sink({ at: Date.now(), level, message: text, source: 'print' }, currentAttempt.getStore())
    }
    Object.defineProperty(console, method, { value: print, writable: true, configurable: true })
  }
  captureStream(process.stdout, 'info', sink)
  captureStream(process.stderr, 'error', sink)
}

/** Whole lines that code inside an attempt writes to the stream; everything else passes through. */
function captureStream(stream: NodeJS.WriteStream, level: LogLevel, sink: LogSink): void {
  const pass = stream.write.bind(stream) as (...args: unknown[]) => boolean
  const partial = new WeakMap<Attempt, string>()
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const attempt = currentAttempt.getStore()
    if (!attempt) return pass(chunk, ...rest)
    const text =
      (partial.get(attempt) ?? '') + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
    const lines = text.split('\n')
    partial.set(attempt, lines.pop() ?? '')
    for (const message of lines) sink({ at: Date.now(), level, message, source: 'print' }, attempt)
    const done = rest.find((arg) => typeof arg === 'function') as (() => void) | undefined
    if (done) process.nextTick(done)
    return true
  }
  stream.write = write as typeof stream.write
}

function stackOf(message: string): string {
  const holder = { stack: '' }
  Error.captureStackTrace(holder, stackOf)
  return `Trace: ${message}\n${holder.stack.split('\n').slice(2).join('\n')}`
}

function toFields(fields: object | undefined): { fields?: Readonly<Record<string, unknown>> } {
  return fields === undefined || fields === null ? {} : { fields: toPlain(fields) }
}

/** A snapshot that any transport can carry: what JSON cannot hold becomes its text. */
function toPlain(fields: object): Readonly<Record<string, unknown>> {
  const seen: unknown[] = []
  const text = JSON.stringify(fields, function (this: unknown, _key, value: unknown) {
    if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
      return String(value)
    if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack }
    if (typeof value !== 'object' || value === null) return value
    while (seen.length > 0 && seen[seen.length - 1] !== this) seen.pop()
    if (seen.includes(value)) return '[cycle]'
    seen.push(value)
    return value
  })
  const plain: unknown = JSON.parse(text ?? '{}')
  return typeof plain === 'object' && plain !== null ? (plain as Record<string, unknown>) : { value: plain }
}
