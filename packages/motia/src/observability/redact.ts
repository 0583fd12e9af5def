/**
 * Hides secrets and bounds sizes before anything is stored or shown: fields, failures, payload previews. Copies what
 * it changes and leaves the rest alone, so that handlers never see a difference.
 */
import type { Mistake } from '@motia/core/descriptor'
import type { EffectsSeen, LogEvent, RequestEvent, TelemetryEvent, WriteSeen } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { isSecretKey, REDACTED, redactText } from './secrets.ts'

/** How much of a value is kept. */
export interface Bounds {
  readonly depth: number
  /** Of one array or object. */
  readonly items: number
  /** Characters of one text. */
  readonly textLength: number
  /** Values in all. */
  readonly values: number
}

/** For the fields of a log line. */
export const FIELD_BOUNDS: Bounds = { depth: 8, items: 100, textLength: 4_000, values: 1_000 }
/** For a payload or result that someone looks at. */
export const PREVIEW_BOUNDS: Bounds = { depth: 32, items: 1_000, textLength: 50_000, values: 20_000 }

const MESSAGE_LENGTH = 16_000
const STACK_LENGTH = 16_000
/** Of what was written to state. */
const VALUE_LENGTH = 200

/** A copy of the value without secrets and within bounds; the value itself if nothing had to change. */
export function redact(value: unknown, bounds: Bounds = FIELD_BOUNDS): unknown {
  return visit(value, bounds, 0, { left: bounds.values })
}

/** The event without secrets, and with texts of bounded length. The event itself if nothing had to change. */
export function redactEvent(event: TelemetryEvent): TelemetryEvent {
  switch (event.type) {
    case 'log':
      return redactLog(event)
    case 'attempt': {
      const failure = event.failure && redactFailure(event.failure)
      const effects = event.effects && redactEffects(event.effects)
      if (failure === event.failure && !effects) return event
      return { ...event, ...(failure && { failure }), ...(effects && { effects }) }
    }
    case 'request':
      return redactRequest(event)
    case 'app-ended':
    case 'worker-ended':
    case 'quarantined': {
      const cause = clean(event.cause, MESSAGE_LENGTH)
      return cause === event.cause ? event : { ...event, cause }
    }
    case 'app-ready':
    case 'steps-described':
      return event.mistakes.length === 0 ? event : { ...event, mistakes: redactMistakes(event.mistakes) }
    case 'notice': {
      const message = clean(event.message, MESSAGE_LENGTH)
      return message === event.message ? event : { ...event, message }
    }
    default:
      return event
  }
}

/** A failure whose texts hold no secrets and are of bounded length, nor the answer that it stands for. */
export function redactFailure(failure: Failure): Failure {
  const message = clean(failure.message, MESSAGE_LENGTH)
  const stack = failure.stack === undefined ? undefined : clean(failure.stack, STACK_LENGTH)
  const http = failure.http && (redact(failure.http) as NonNullable<Failure['http']>)
  if (message === failure.message && stack === failure.stack && http === failure.http) return failure
  return { ...failure, message, ...(stack !== undefined && { stack }), ...(http && { http }) }
}

/** What a module threw as it was loaded may hold whatever it connects to. */
export function redactMistakes(mistakes: readonly Mistake[]): readonly Mistake[] {
  return mistakes.map((mistake) => ({ ...mistake, message: clean(mistake.message, MESSAGE_LENGTH) }))
}

function redactLog(event: LogEvent): LogEvent {
  const message = clean(event.message, MESSAGE_LENGTH)
  const fields = event.fields && (redact(event.fields) as NonNullable<LogEvent['fields']>)
  if (message === event.message && fields === event.fields) return event
  return { ...event, message, ...(fields && { fields }) }
}

function redactRequest(event: RequestEvent): RequestEvent {
  const failure = event.failure && redactFailure(event.failure)
  const path = clean(event.path, MESSAGE_LENGTH)
  const effects = event.effects && redactEffects(event.effects)
  if (failure === event.failure && path === event.path && !effects) return event
  return { ...event, path, ...(failure && { failure }), ...(effects && { effects }) }
}

function redactEffects({ writes, ...others }: EffectsSeen): EffectsSeen {
  return { writes: writes.map(redactWrite), ...others }
}

function redactWrite(write: WriteSeen): WriteSeen {
  if (write.value === undefined) return write
  const isSecret = isSecretKey(write.key ?? '') || isSecretKey(write.group)
  const value = isSecret ? REDACTED : redactJson(write.value)
  return { ...write, value: value.length > VALUE_LENGTH ? `${cut(value, VALUE_LENGTH)}…` : value }
}

/** JSON text, perhaps cut: then a text that it ends within is left out, since it may be half a secret. */
function redactJson(text: string): string {
  try {
    return JSON.stringify(redact(JSON.parse(text)))
  } catch {
    return redactText(withoutOpenText(text))
  }
}

function withoutOpenText(json: string): string {
  let openAt = -1
  for (let at = 0; at < json.length; at++) {
    if (json[at] === '\\') at++
    else if (json[at] === '"') openAt = openAt === -1 ? at : -1
  }
  return openAt === -1 ? json : `${json.slice(0, openAt)}…`
}

interface Budget {
  left: number
}

function visit(value: unknown, bounds: Bounds, depth: number, budget: Budget): unknown {
  budget.left--
  if (typeof value === 'string') return clean(value, bounds.textLength)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return { name: value.name, message: clean(value.message, bounds.textLength) }
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value
  if (depth >= bounds.depth) return '[nested deeper]'
  return Array.isArray(value)
    ? visitArray(value, bounds, depth, budget)
    : visitObject(value, bounds, depth, budget)
}

function visitArray(items: readonly unknown[], bounds: Bounds, depth: number, budget: Budget): unknown {
  const kept: unknown[] = []
  let isChanged = false
  for (const item of items) {
    if (kept.length >= bounds.items || budget.left <= 0) break
    const seen = visit(item, bounds, depth + 1, budget)
    if (seen !== item) isChanged = true
    kept.push(seen)
  }
  const left = items.length - kept.length
  if (left > 0) kept.push(`… ${left} more`)
  return isChanged || left > 0 ? kept : items
}

function visitObject(object: object, bounds: Bounds, depth: number, budget: Budget): unknown {
  const kept: [string, unknown][] = []
  let isChanged = false
  const keys = Object.keys(object)
  for (const key of keys) {
    if (kept.length >= bounds.items || budget.left <= 0) break
    const item = (object as Record<string, unknown>)[key]
    const seen = isSecretKey(key) ? hide(item) : visit(item, bounds, depth + 1, budget)
    if (seen !== item) isChanged = true
    kept.push([bound(key, bounds.textLength), seen])
  }
  const left = keys.length - kept.length
  if (left > 0) kept.push(['…', `${left} more`])
  return isChanged || left > 0 ? Object.fromEntries(kept) : object
}

/** That nothing is there, and yes or no, is no secret. */
function hide(value: unknown): unknown {
  const isTelling = value !== undefined && value !== null && value !== '' && typeof value !== 'boolean'
  return isTelling ? REDACTED : value
}

/** Twice the length is looked through, so that a secret astride the cut is whole when it is looked for. */
function clean(foreign: string, length: number): string {
  // What other processes send is what they say it is, most of the time.
  const text = String(foreign)
  const known = text.length > 2 * length ? text.slice(0, 2 * length) : text
  const cleaned = redactText(known)
  return cleaned.length <= length && known === text ? cleaned : bound(cleaned, length, text.length)
}

function bound(text: string, length: number, wholeLength = text.length): string {
  if (text.length <= length && wholeLength <= text.length) return text
  const kept = cut(text, length)
  return `${kept}… (${wholeLength - kept.length} more characters)`
}

/** Never ends in half a character. */
function cut(text: string, length: number): string {
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(length - 1))
  return text.slice(0, isSplit ? length - 1 : length)
}
