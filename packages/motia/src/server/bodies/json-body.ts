/** Bodies of JSON: parsed, and refused where they would do harm further on. bodies.ts calls it. */
import { isUtf8 } from 'node:buffer'
import { mayHoldPrototypeKey } from '@motia/core/json'
import { BodyError } from './body-error.ts'

/** What is nested deeper ends the stack of whoever walks it: an encoder, a schema, another language. */
const MAX_DEPTH = 256

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** @throws BodyError on what is no JSON, too deep, or would change prototypes */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  if (!isUtf8(bytes)) throw new BodyError(400, 'the body is not valid JSON: it is not UTF-8')
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new BodyError(400, `the body is not valid JSON: ${(error as Error).message}`)
  }
  if (bytes.length > 2 * MAX_DEPTH && opensMany(bytes) && isDeep(bytes))
    throw new BodyError(400, `the body is nested in more than ${MAX_DEPTH} levels`)
  if (mayHoldPrototypeKey(text) || text.includes('"prototype"')) refusePoison(value)
  return value
}

/** Cheap, and false for most bodies: in texts, too, brackets are rare. */
function opensMany(bytes: Buffer): boolean {
  let opened = 0
  for (let i = 0; i < bytes.length; i++) {
    // A bit apart: [ and {.
    if (((bytes[i] as number) | 0x20) === OPEN_OBJECT && ++opened > MAX_DEPTH) return true
  }
  return false
}

/** Of bytes that are known to be JSON. Looking at them costs less than walking what they say. */
function isDeep(bytes: Buffer): boolean {
  let depth = 0
  let isInText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === QUOTE) isInText = !isInText
    else if (isInText) {
      if (byte === BACKSLASH) i++
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return true
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--
  }
  return false
}

/** Keys that would change prototypes where somebody copies the body. */
function refusePoison(body: unknown): void {
  const left = [body]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, '__proto__')) throw new BodyError(400, 'the body holds a "__proto__" key')
    const { constructor: maker } = value as { constructor?: unknown }
    if (typeof maker === 'object' && maker !== null && Object.hasOwn(maker, 'prototype'))
      throw new BodyError(400, 'the body holds a "constructor" with a "prototype"')
    for (const item of Object.values(value)) left.push(item)
  }
}
