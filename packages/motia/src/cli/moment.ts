/** Points in time as `--since` and `--until` take them: so long ago, a time of today, or a date. */
import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../config/parsers.ts'

const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Words for the help. */
export const MOMENT_FORMS = 'so long ago (`10m`, `2h`), a time of today (`14:30`) or a date (`2026-01-31`)'

/** Milliseconds since the epoch; without a zone, the time is local. */
export function parseMoment(text: string, now = Date.now()): number {
  const moment = fromClock(text, now) ?? fromDate(text) ?? fromDuration(text, now)
  if (moment !== undefined) return moment
  throw new InvalidArgumentError('Give a time like 10m (ago), 14:30, 2026-01-31 or 2026-01-31T14:30.')
}

function fromClock(text: string, now: number): number | undefined {
  const [, hours, minutes, seconds = '0'] = CLOCK.exec(text) ?? []
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    return undefined
  return new Date(now).setHours(Number(hours), Number(minutes), Number(seconds), 0)
}

/** A date alone would be taken for midnight in UTC. */
function fromDate(text: string): number | undefined {
  if (!DATE.test(text)) return undefined
  const at = Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'))
  return Number.isNaN(at) ? undefined : at
}

/** A bare number would be milliseconds: nobody means those. */
function fromDuration(text: string, now: number): number | undefined {
  const parsed = /^\d+$/.test(text) ? undefined : parseDuration(text)
  return parsed && 'value' in parsed ? now - parsed.value : undefined
}
