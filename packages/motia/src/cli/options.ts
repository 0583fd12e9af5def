/** Options that several commands take, read from what was typed. */
import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../config/parsers.ts'

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

/** A duration as the configuration takes it: `250`, `250ms`, `30s`, `5m`, `2h`, `1d`. */
export function parseTime(text: string): number {
  const parsed = parseDuration(text)
  if ('value' in parsed) return parsed.value
  throw new InvalidArgumentError('Give a time like 250ms, 30s, 5m or 2h.')
}
