/**
 * Payloads are JSON text between handlers: encoded once where they are made, parsed once where they are used, and
 * never looked into in between. JSON semantics (RFC 8259), with errors as failures (failure.ts).
 */
import { motiaError } from './errors.ts'
import { toFailure } from './failure.ts'

/** Deeper than any payload that means something, and as deep as every language reads. */
const MAX_DEPTH = 500

/** JSON text. */
export type Json = string

/**
 * @param what names the value in the error: "payload of send-email", "result of …"
 * @throws `MOTIA_PAYLOAD` with the path of a BigInt, cycle, function or symbol, or of what is nested too deep
 */
export function encodeJson(value: unknown, what: string): Json {
  if (value === undefined || value === null) return 'null'
  const holdsError = inspect(value, what, '', [])
  return JSON.stringify(holdsError ? withFailures(value) : value) ?? 'null'
}

/** Parses text that arrived from outside, dropping keys that would poison prototypes. */
export function decodeJson(text: Json): unknown {
  return mayHoldPrototypeKey(text) ? JSON.parse(text, dropPrototypeKeys) : JSON.parse(text)
}

/** Cheap, and sometimes true for nothing: an escape (`\u00…`) may spell the key as well. */
export function mayHoldPrototypeKey(text: Json): boolean {
  return text.includes('__proto__') || text.includes('\\u00')
}

/** Throws on what JSON cannot carry; true if an Error is in there. */
function inspect(value: unknown, what: string, path: string, parents: object[]): boolean {
  switch (typeof value) {
    case 'bigint':
      throw refusal(what, 'a BigInt', path)
    case 'function':
      throw refusal(what, 'a function', path)
    case 'symbol':
      throw refusal(what, 'a symbol', path)
    case 'object':
      break
    default:
      return false
  }
  if (value === null) return false
  if (parents.includes(value)) throw refusal(what, 'a cycle', path)
  if (value instanceof Error) return true
  if (value instanceof Date) return false
  if (parents.length === MAX_DEPTH)
    throw refusal(what, `more than ${MAX_DEPTH} levels`, `${path.split('.', 8).join('.')}…`)
  parents.push(value)
  const holdsError = inspectItems(value, what, path, parents)
  parents.pop()
  return holdsError
}

function inspectItems(value: object, what: string, path: string, parents: object[]): boolean {
  const said = say(value)
  if (typeof said !== 'object' || said === null || said instanceof Error)
    return inspect(said, what, path, parents)
  let holdsError = false
  if (Array.isArray(said)) {
    for (let i = 0; i < said.length; i++)
      if (inspect(said[i], what, join(path, i), parents)) holdsError = true
  } else {
    for (const key of Object.keys(said)) {
      const item = (said as Record<string, unknown>)[key]
      if (typeof item !== 'string' && inspect(item, what, join(path, key), parents)) holdsError = true
    }
  }
  return holdsError
}

function withFailures(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return toFailure(value)
  const said = say(value)
  if (typeof said !== 'object' || said === null) return said
  if (said instanceof Error) return toFailure(said)
  if (Array.isArray(said)) return said.map(withFailures)
  return Object.fromEntries(Object.entries(said).map(([key, item]) => [key, withFailures(item)]))
}

/** What an object says that it is in JSON: like JSON.stringify, asked once, not again about the answer. */
function say(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown }
  return typeof toJSON === 'function' ? toJSON.call(value) : value
}

function dropPrototypeKeys(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}

function join(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`
}

function refusal(what: string, kind: string, path: string): Error {
  return motiaError('MOTIA_PAYLOAD', { what, kind, path: path === '' ? 'its root' : path })
}
