/**
 * What the project's code prints, as lines of the attempt that printed them: `console`, and whole lines that are
 * written to stdout and stderr. process-host.ts turns it on, once per process.
 */
import { StringDecoder } from 'node:string_decoder'
import { format } from 'node:util'
import type { LogLevel } from '@motia/core/events'
import { type Attempt, currentAttempt } from './attempt.ts'

/** A line that the project's code wrote, and the attempt that it belongs to, if any. */
export interface LogLine {
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly source: 'logger' | 'print'
}

export type LogSink = (line: LogLine, attempt: Attempt | undefined) => void

const CONSOLE_LEVELS = {
  log: 'info',
  info: 'info',
  debug: 'debug',
  warn: 'warn',
  error: 'error',
  trace: 'debug',
} as const

/** A line that has no end yet is told after this long, or when it is this long. */
const PARTIAL_MS = 50
const PARTIAL_CHARS = 64 * 1024

export function capturePrinting(sink: LogSink): void {
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

/** Lines that code inside an attempt writes to the stream; everything else passes through. */
function captureStream(stream: NodeJS.WriteStream, level: LogLevel, sink: LogSink): void {
  const pass = stream.write.bind(stream) as (...args: unknown[]) => boolean
  const writers = new WeakMap<Attempt, (chunk: string | Uint8Array, encoding: unknown) => void>()
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const attempt = currentAttempt.getStore()
    if (!attempt) return pass(chunk, ...rest)
    let take = writers.get(attempt)
    if (!take) {
      take = createLines((message) => sink({ at: Date.now(), level, message, source: 'print' }, attempt))
      writers.set(attempt, take)
    }
    take(chunk, rest[0])
    const done = rest.find((arg) => typeof arg === 'function') as (() => void) | undefined
    if (done) process.nextTick(done)
    return true
  }
  stream.write = write as typeof stream.write
}

/** Cuts what is written into lines, whole characters only. */
function createLines(onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8')
  let partial = ''
  let timer: NodeJS.Timeout | undefined
  const finish = () => {
    onLine(partial)
    partial = ''
  }
  return (chunk: string | Uint8Array, encoding: unknown): void => {
    clearTimeout(timer)
    const lines = (partial + toText(chunk, encoding, decoder)).split('\n')
    partial = lines.pop() ?? ''
    for (const line of lines) onLine(line)
    if (partial.length > PARTIAL_CHARS) finish()
    else if (partial !== '') timer = setTimeout(finish, PARTIAL_MS).unref()
  }
}

function toText(chunk: string | Uint8Array, encoding: unknown, decoder: StringDecoder): string {
  if (typeof chunk !== 'string') return decoder.write(Buffer.from(chunk))
  const isPlain = typeof encoding !== 'string' || /^utf-?8$/i.test(encoding)
  return isPlain ? chunk : decoder.write(Buffer.from(chunk, encoding as BufferEncoding))
}

function stackOf(message: string): string {
  const holder = { stack: '' }
  Error.captureStackTrace(holder, stackOf)
  return `Trace: ${message}\n${holder.stack.split('\n').slice(2).join('\n')}`
}
