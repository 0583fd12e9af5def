/** Options that several commands take, read from what was typed. */
import { InvalidArgumentError } from 'commander'

/** A whole number of 1 and more. */
export function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1) return count
  throw new InvalidArgumentError('It has to be a whole number from 1.')
}

/** 0 is any that is free. */
export function parsePort(text: string): number {
  const port = Number(text)
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('It has to be a port: 0 to 65535.')
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `250`, `250ms`, `30s`, `5m`, `2h`, `1d`: milliseconds. */
export function parseTime(text: string): number {
  const [, digits, unit = 'ms'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(text.trim()) ?? []
  if (digits === undefined) throw new InvalidArgumentError('Give a time like 250ms, 30s, 5m or 2h.')
  return Math.round(Number(digits) * UNITS[unit as keyof typeof UNITS])
}
