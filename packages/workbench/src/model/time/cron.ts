/** A cron expression taken apart, as far as it has a form that can be said in a few words. cron-words.ts says it. */

/** One field: any value, each n-th, or some. */
export type CronField =
  | { readonly kind: 'any' }
  | { readonly kind: 'every'; readonly step: number }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'some'; readonly values: readonly number[] }

export interface Cron {
  /** Absent where the expression has five fields. */
  readonly second?: CronField
  readonly minute: CronField
  readonly hour: CronField
  readonly day: CronField
  readonly month: CronField
  /** 0 is Sunday. */
  readonly weekday: CronField
}

const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** `undefined` for what has no such form, or is no expression at all. */
export function parseCron(expression: string): Cron | undefined {
  const text = expression.trim().toLowerCase()
  const parts = (NICKNAMES[text] ?? text).split(/\s+/)
  const [second, minute, hour, day, month, weekday] = parts.length === 5 ? [undefined, ...parts] : parts
  if (parts.length < 5 || parts.length > 6) return undefined
  const fields = {
    minute: parseField(minute, 0, 59),
    hour: parseField(hour, 0, 23),
    day: parseField(day, 1, 31),
    month: parseField(month, 1, 12, toNumbers(MONTHS, 1)),
    weekday: toWeekdays(parseField(weekday, 0, 7, toNumbers(WEEKDAYS, 0))),
    ...(second !== undefined && { second: parseField(second, 0, 59) }),
  }
  return Object.values(fields).every((field) => field !== undefined) ? (fields as Cron) : undefined
}

function toNumbers(names: readonly string[], first: number): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index + first]))
}

function parseField(
  text: string | undefined,
  min: number,
  max: number,
  names: ReadonlyMap<string, number> = new Map(),
): CronField | undefined {
  if (text === '*' || text === '?' || text === '*/1') return { kind: 'any' }
  const step = /^\*\/(\d+)$/.exec(text ?? '')?.[1]
  if (step !== undefined) return Number(step) > 0 ? { kind: 'every', step: Number(step) } : undefined
  const toValue = (word: string) => names.get(word) ?? (/^\d+$/.test(word) ? Number(word) : Number.NaN)
  const isValid = (value: number) => value >= min && value <= max
  const [from = Number.NaN, to = Number.NaN, ...more] = (text ?? '').split('-').map(toValue)
  if (isValid(from) && isValid(to) && from < to && more.length === 0) return { kind: 'range', from, to }
  const values = (text ?? '').split(',').map(toValue)
  if (!values.every(isValid)) return undefined
  return { kind: 'some', values: [...new Set(values)].sort((a, b) => a - b) }
}

/** 7 is Sunday, too. */
function toWeekdays(field: CronField | undefined): CronField | undefined {
  if (field?.kind === 'some')
    return { kind: 'some', values: [...new Set(field.values.map((day) => day % 7))].sort() }
  if (field?.kind !== 'range') return field
  return field.from === 0 && field.to >= 6 ? { kind: 'any' } : field
}
