/**
 * Bodies of `application/x-www-form-urlencoded`: names and texts, a list where a name comes again, nothing nested.
 * bodies.ts calls it; fields of multipart-body.ts are gathered the same way.
 */
import { isUtf8 } from 'node:buffer'
import { BodyError } from './body-error.ts'

/** Fields by name. */
export type Form<T> = Record<string, T | T[]>

/** @throws BodyError on what is not encoded as it should be */
export function parseFormBody(bytes: Buffer): Form<string> {
  if (!isUtf8(bytes)) throw new BodyError(400, 'the form is not UTF-8')
  const form: Form<string> = {}
  for (const pair of bytes.toString('utf8').split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
    addField(form, decode(name), decode(value))
  }
  return form
}

/** @throws BodyError on a name that would change the prototype */
export function addField<T>(form: Form<T>, name: string, value: T): void {
  if (name === '__proto__') throw new BodyError(400, 'the form holds a field "__proto__"')
  const before = Object.hasOwn(form, name) ? form[name] : undefined
  if (before === undefined) form[name] = value
  else if (Array.isArray(before)) before.push(value)
  else form[name] = [before, value]
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    const start = JSON.stringify(text.slice(0, 40))
    throw new BodyError(400, `the form is not valid: ${start} is not percent-encoded UTF-8`)
  }
}
