/** Numbers, durations and times as people read them, in the page's language. Pure but for the language. */
import { type Language, language } from './words.ts'

const DASH = '–'
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(
  key: string,
  make: (of: Language) => T,
): T {
  const name = `${language()} ${key}`
  const found = (formats.get(name) as T | undefined) ?? make(language())
  formats.set(name, found)
  return found
}

/** 12,345. */
export function toCount(value: number): string {
  return cached('count', (of) => new Intl.NumberFormat(of)).format(value)
}

/** 12.3K: for where room is scarce. */
export function toShortCount(value: number): string {
  const options = { notation: 'compact', maximumFractionDigits: 1 } as const
  return cached('short', (of) => new Intl.NumberFormat(of, options)).format(value)
}

/** 0.4, 12, 1,240: a rate a second. */
export function toRate(perSecond: number): string {
  const maximumFractionDigits = perSecond < 10 ? 1 : 0
  return cached(
    `rate${maximumFractionDigits}`,
    (of) => new Intl.NumberFormat(of, { maximumFractionDigits }),
  ).format(perSecond)
}

/** 99.95 %: never 100 % unless it is. */
export function toPercent(share: number | undefined): string {
  if (share === undefined) return DASH
  const percent = share * 100
  const shown = percent < 100 && percent > 99.99 ? 99.99 : percent
  const options = { maximumFractionDigits: shown > 99 && shown < 100 ? 2 : 1 }
  return `${cached(`percent${options.maximumFractionDigits}`, (of) => new Intl.NumberFormat(of, options)).format(shown)} %`
}

/** 0.4 ms, 12 ms, 1.2 s, 3 min 4 s, 2 h 5 min, 3 d 4 h. */
export function toDuration(ms: number | undefined | null): string {
  if (ms === undefined || ms === null) return DASH
  if (ms === 0) return '0 ms'
  if (ms < 1) return `${ms.toFixed(ms < 0.1 ? 2 : 1)} ms`
  if (ms < 1000) return `${ms < 10 ? trim(ms.toFixed(1)) : Math.round(ms)} ms`
  if (ms < 60_000) return `${trim((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** Of times that are kept in whole milliseconds: what took none of them took less than one. */
export function toWholeDuration(ms: number | undefined | null): string {
  return ms === 0 ? '<1 ms' : toDuration(ms)
}

/** 14:03:22.418. */
export function toClock(at: number, withMs = false): string {
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(withMs && { fractionalSecondDigits: 3 as const }),
  }
  return cached(`clock${withMs}`, (of) => new Intl.DateTimeFormat(of, options)).format(at)
}

/** 14:03: along the axis of a chart. */
export function toHourMinute(at: number): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return cached('hour', (of) => new Intl.DateTimeFormat(of, options)).format(at)
}

/** 25 Nov. */
export function toDay(at: number): string {
  const options: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' }
  return cached('day', (of) => new Intl.DateTimeFormat(of, options)).format(at)
}

/** 25 Nov, 14:03:22; with the year if it is another one. */
export function toDateTime(at: number, now = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const options: Intl.DateTimeFormatOptions = {
    ...(!sameYear && { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }
  return cached(`date${sameYear}`, (of) => new Intl.DateTimeFormat(of, options)).format(at)
}

/** 14:03:22 today, Thu 14:03 within the week, 25 Nov, 14:03 after: for times to come. */
export function toSoonTime(at: number, now = Date.now()): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  if (isToday) return toClock(at)
  const isNear = Math.abs(at - now) < 6 * 86_400_000
  const options: Intl.DateTimeFormatOptions = {
    ...(isNear ? { weekday: 'short' } : { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }
  return cached(`soon${isNear}`, (of) => new Intl.DateTimeFormat(of, options)).format(at)
}

/** 3 s ago, in 5 min. */
export function toAgo(at: number, now = Date.now()): string {
  const seconds = Math.round((at - now) / 1000)
  const size = Math.abs(seconds)
  const [value, unit] =
    size < 60
      ? [seconds, 'second']
      : size < 3600
        ? [Math.round(seconds / 60), 'minute']
        : size < 86_400
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day']
  const options = { numeric: 'auto', style: 'narrow' } as const
  return new Intl.RelativeTimeFormat(language(), options).format(
    value as number,
    unit as Intl.RelativeTimeFormatUnit,
  )
}

/** 1.2 kB, 3.4 MB. */
export function toBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000
    ? `${trim((bytes / 1000).toFixed(1))} kB`
    : `${trim((bytes / 1_000_000).toFixed(1))} MB`
}

function trim(text: string): string {
  return text.replace(/\.?0+$/, '')
}

function pair(first: number, unit: Unit, second: number, small: Unit): string {
  const text = (value: number, name: Unit) =>
    language() === 'ko' ? `${value}${KOREAN_UNITS[name]}` : `${value} ${name}`
  return second === 0 ? text(first, unit) : `${text(first, unit)} ${text(second, small)}`
}

type Unit = keyof typeof KOREAN_UNITS
const KOREAN_UNITS = { d: '일', h: '시간', min: '분', s: '초' } as const
