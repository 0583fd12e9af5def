/** Reads the parameters of a query, and refuses what makes no sense by name. The routes call it. */
import { Refusal } from './refusal.ts'

const MAX_TEXT = 500
/** Of several texts in one parameter. */
const MAX_TEXTS = 5_000

/** `undefined` if absent or empty. */
export function readText(query: URLSearchParams, name: string, max = MAX_TEXT): string | undefined {
  const text = query.get(name) ?? ''
  if (text.length > max) throw new Refusal(400, `${name} is longer than ${max} characters`)
  return text === '' ? undefined : text
}

/** Separated by commas. */
export function readTexts(query: URLSearchParams, name: string): readonly string[] | undefined {
  const texts = readText(query, name, MAX_TEXTS)
  return texts?.split(',').filter((text) => text !== '')
}

export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = readText(query, name)
  if (text === undefined) return undefined
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new Refusal(400, `${name} has to be a whole number`)
  return number
}

/** Within 1 and `max`. */
export function readLimit(query: URLSearchParams, fallback: number, max = 1000): number {
  const limit = readNumber(query, 'limit') ?? fallback
  if (limit < 1 || limit > max) throw new Refusal(400, `limit has to be between 1 and ${max}`)
  return limit
}

export function readChoice<T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = readText(query, name)
  return text === undefined ? undefined : toChoice(text, name, choices)
}

/** Several of them, separated by commas. */
export function readChoices<T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly T[],
): readonly T[] | undefined {
  return readTexts(query, name)?.map((text) => toChoice(text, name, choices))
}

function toChoice<T extends string>(text: string, name: string, choices: readonly T[]): T {
  if (choices.includes(text as T)) return text as T
  throw new Refusal(400, `${name} has to be one of ${choices.join(', ')}`)
}
