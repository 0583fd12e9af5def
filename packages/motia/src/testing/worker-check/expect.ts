/** Comparing what came with what the page asks for; differences are told in a sentence. The cases call it. */
import { isDeepStrictEqual } from 'node:util'

/** The worker does not keep to the page. */
export class Wrong extends Error {
  override readonly name = 'Wrong'
}

export function expectThat(isSo: boolean, wrong: string): asserts isSo {
  if (!isSo) throw new Wrong(wrong)
}

/** Equal in all members. @param what names the value: "the outcome" */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected))
    throw new Wrong(`${what} is ${short(actual)}, not ${short(expected)}`)
}

/** Equal in those members that `expected` has, at every depth; lists in all their items. */
export function expectLike(what: string, actual: unknown, expected: unknown): void {
  if (expected instanceof RegExp) {
    expectThat(
      typeof actual === 'string' && expected.test(actual),
      `${what} is ${short(actual)}, which does not match ${expected}`,
    )
  } else if (Array.isArray(expected)) {
    expectThat(Array.isArray(actual), `${what} is ${short(actual)}, no list`)
    expectEqual(`the number of items in ${what}`, actual.length, expected.length)
    for (const [i, item] of expected.entries()) expectLike(`${what}[${i}]`, actual[i], item)
  } else if (typeof expected === 'object' && expected !== null) {
    expectThat(typeof actual === 'object' && actual !== null, `${what} is ${short(actual)}, no object`)
    for (const [key, value] of Object.entries(expected))
      expectLike(`${what}.${key}`, (actual as Record<string, unknown>)[key], value)
  } else {
    expectEqual(what, actual, expected)
  }
}

/** JSON text in a string, parsed. */
export function parseText(what: string, text: unknown): unknown {
  expectThat(typeof text === 'string', `${what} is ${short(text)}, no JSON text in a string`)
  try {
    return JSON.parse(text)
  } catch {
    throw new Wrong(`${what} is no JSON: ${short(text)}`)
  }
}

const ID = /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/

/** Ids that rise, each a UUIDv7 as 32 hex digits. */
export function expectIds(what: string, ids: readonly unknown[]): void {
  for (const id of ids)
    expectThat(typeof id === 'string' && ID.test(id), `${what}: ${short(id)} is no UUIDv7 in 32 hex digits`)
  expectThat(new Set(ids).size === ids.length, `${what} are not all different`)
}

/** A value in few characters. */
export function short(value: unknown, chars = 200): string {
  const text = value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value))
  return text.length <= chars
    ? text
    : `${text.slice(0, chars)}… (${text.length.toLocaleString('en')} characters)`
}
