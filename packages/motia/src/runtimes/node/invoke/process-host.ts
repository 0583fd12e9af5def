/**
 * Makes a process one in which steps can run: fills the ambient slot, sets the global `motia`, and captures what the
 * project's code prints. Called once by the app and by each Node worker.
 */
import { format } from 'node:util'
import { motia } from '@motia/core'
import { type Host, setHost } from '@motia/core/ambient'
import type { Logger } from '@motia/core/context'
import type { LogLevel } from '@motia/core/events'
import { currentAttempt } from './attempt.ts'
import { carryTrace } from './carry-trace.ts'
import { capturePrinting, type LogSink } from './printing.ts'
import { call, type TriggerWorld, trigger } from './trigger.ts'

/** @returns the logger of all contexts in this process */
export function installHost(world: Omit<TriggerWorld, 'warn'>, sink: LogSink): Logger {
  const logger = createLogger(sink)
  setHost(createHost(world, logger))
  globalThis.motia = motia
  capturePrinting(sink)
  carryTrace()
  return logger
}

/** What `motia` and `logger` delegate to: inside an attempt to that, outside of any at once. */
export function createHost(world: Omit<TriggerWorld, 'warn'>, logger: Logger): Host {
  const full: TriggerWorld = { ...world, warn: (message) => logger.warn(message) }
  return {
    trigger: (target, payload, options) => trigger(full, currentAttempt.getStore(), target, payload, options),
    call: (target, payload, options) => call(full, currentAttempt.getStore(), target, payload, options),
    logger,
  }
}

/** Entries belong to the attempt whose code is running. */
export function createLogger(sink: LogSink): Logger {
  const log = (level: LogLevel, message: string, fields?: object) =>
    sink(
      { at: Date.now(), level, message: toText(message), source: 'logger', ...toFields(fields) },
      currentAttempt.getStore(),
    )
  return {
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
  }
}

/** JavaScript may log anything. */
function toText(message: unknown): string {
  return typeof message === 'string' ? message : format(message)
}

function toFields(fields: object | undefined): { fields?: Readonly<Record<string, unknown>> } {
  if (fields === undefined || fields === null) return {}
  try {
    return { fields: toPlain(fields) }
  } catch {
    return { fields: { value: format(fields) } } // a getter or toJSON that throws: logging never does
  }
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
