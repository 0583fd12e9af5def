/** Reads the parameters of a query, and refuses what makes no sense by name. The routes call it. */
import { Refusal } from './refusal.ts'

const MAX_TEXT = 500

/** `undefined` if absent or empty. */
export function readText(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name) ?? ''
  if (text.length > MAX_TEXT) throw new Refusal(400, `${name} is longer than ${MAX_TEXT} characters`)
  return text === '' ? undefined : text
}

export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = readText(query, name)
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Refusal(400, `${name} has to be a whole number`)
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
  if (text === undefined || choices.includes(text as T)) return text as T | undefined
  throw new Refusal(400, `${name} has to be one of ${choices.join(', ')}`)
}

export function readFlag(query: URLSearchParams, name: string): boolean {
  return readChoice(query, name, ['true', 'false', '1', '0']) === 'true' || query.get(name) === '1'
}
