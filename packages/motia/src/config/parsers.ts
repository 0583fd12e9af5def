/**
 * Readers of one value each, from an option, a variable or the config file: what arrives as text from the
 * environment means the same as what arrives as a number. Used by settings.ts.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@motia/core/duration'

/** The value, or what it should have been, to follow `must be`. */
export type Parsed<T> = { readonly value: T } | { readonly expected: string }
export type Parse<T> = (raw: unknown) => Parsed<T>

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  min: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
}

const UNITS_BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 }

/** A whole number within bounds, also as text. */
export function parseInteger(min: number, max = Number.MAX_SAFE_INTEGER): Parse<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return (raw) => {
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
    const fits = Number.isInteger(value) && (value as number) >= min && (value as number) <= max
    return fits ? { value: value as number } : { expected: `a whole number ${range}` }
  }
}

/** True or false, also as text. */
export const parseSwitch: Parse<boolean> = (raw) => {
  const word = typeof raw === 'string' ? raw.trim().toLowerCase() : raw
  if (word === true || word === 'true' || word === '1' || word === 'on' || word === 'yes')
    return { value: true }
  if (word === false || word === 'false' || word === '0' || word === 'off' || word === 'no')
    return { value: false }
  return { expected: 'true or false' }
}

/** Text that is not empty. */
export const parseText: Parse<string> = (raw) =>
  typeof raw === 'string' && raw.trim() !== '' ? { value: raw } : { expected: 'a text that is not empty' }

/** Milliseconds: a number of them, or `500ms`, `30s`, `5m`, `12h`, `7d`, `2w`. */
export const parseDuration: Parse<number> = (raw) =>
  parseQuantity(raw, UNITS_MS, 'ms', 'milliseconds, or a text such as "30s", "12h" or "7d"')

/** Bytes: a number of them, or `64kb`, `1mb`, `2gb`. */
export const parseBytes: Parse<number> = (raw) =>
  parseQuantity(raw, UNITS_BYTES, 'b', 'bytes, or a text such as "64kb" or "1mb"')

function parseQuantity(
  raw: unknown,
  units: Readonly<Record<string, number>>,
  bare: string,
  expected: string,
): Parsed<number> {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(
    typeof raw === 'number' ? String(raw) : asText(raw),
  )
  const factor = match && units[(match[2] || bare).toLowerCase()]
  return match && factor ? { value: Math.round(Number(match[1]) * factor) } : { expected }
}

function asText(raw: unknown): string {
  return typeof raw === 'string' ? raw : ''
}
