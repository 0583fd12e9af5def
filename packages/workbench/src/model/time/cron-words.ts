/** What a cron expression means, in English and Korean, where it has one of the forms people use. The rest is left. */
import type { Language } from '../../words/words.ts'
import { type Cron, type CronField, parseCron } from './cron.ts'

/** `undefined`: the expression has to speak for itself. */
export function describeCron(expression: string, language: Language): string | undefined {
  const cron = parseCron(expression)
  // A day of the month or a weekday, either of which will do: few know that rule, so it is not worded.
  if (!cron || (cron.day.kind !== 'any' && cron.weekday.kind !== 'any')) return undefined
  const words = language === 'ko' ? KOREAN : ENGLISH
  const time = describeTime(cron, words)
  const days = describeDays(cron, words)
  return time && days !== undefined ? words.join(days, time) : undefined
}

interface CronWords {
  everySeconds(count: number): Time
  everyMinutes(count: number): Time
  everyHours(count: number, minute: number): Time
  atTimes(times: readonly string[]): Time
  during(time: Time, from: string, to: string): Time
  weekdays(names: readonly string[]): string
  weekdayRange(from: string, to: string): string
  monthDays(days: readonly number[]): string
  months(names: readonly string[]): string
  join(days: readonly string[], time: Time): string
  readonly locale: string
}

/** `isOnce`: at certain times, so that one wants to hear of which days. */
interface Time {
  readonly text: string
  readonly isOnce: boolean
}

/** How many times of a day are listed. */
const MAX_TIMES = 6

function describeTime(cron: Cron, words: CronWords): Time | undefined {
  const { second, minute, hour } = cron
  if (second && !isZero(second)) return describeSeconds(second, cron, words)
  const often = toStep(minute, 60)
  if (often !== undefined) return describeOften(words.everyMinutes(often), hour, words)
  if (minute.kind !== 'some') return undefined
  return minute.values.length === 1
    ? describeHours(minute.values[0] ?? 0, hour, words)
    : describeTimes(minute.values, hour, words)
}

function describeSeconds(second: CronField, { minute, hour }: Cron, words: CronWords): Time | undefined {
  const step = toStep(second, 60)
  return step === undefined || minute.kind !== 'any' || hour.kind !== 'any'
    ? undefined
    : words.everySeconds(step)
}

/** How far apart its values are; they are not evenly so where it does not go into the whole. */
function toStep(field: CronField, whole: number): number | undefined {
  if (field.kind === 'any') return 1
  return field.kind === 'every' && whole % field.step === 0 ? field.step : undefined
}

function describeHours(minute: number, hour: CronField, words: CronWords): Time | undefined {
  const step = toStep(hour, 24)
  if (step !== undefined) return words.everyHours(step, minute)
  if (hour.kind !== 'range') return describeTimes([minute], hour, words)
  return words.during(words.everyHours(1, minute), toClock(hour.from, minute), toClock(hour.to, minute))
}

function describeTimes(minutes: readonly number[], hour: CronField, words: CronWords): Time | undefined {
  if (hour.kind !== 'some' || hour.values.length * minutes.length > MAX_TIMES) return undefined
  return words.atTimes(hour.values.flatMap((each) => minutes.map((at) => toClock(each, at))))
}

function describeOften(time: Time, hour: CronField, words: CronWords): Time | undefined {
  if (hour.kind === 'any') return time
  if (hour.kind === 'range') return words.during(time, toClock(hour.from, 0), toClock(hour.to, 59))
  const only = hour.kind === 'some' && hour.values.length === 1 ? hour.values[0] : undefined
  return only === undefined ? undefined : words.during(time, toClock(only, 0), toClock(only, 59))
}

function isZero(field: CronField): boolean {
  return field.kind === 'some' && field.values.length === 1 && field.values[0] === 0
}

function toClock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** None for every day; `undefined` where it cannot be said. */
function describeDays({ day, month, weekday }: Cron, words: CronWords): readonly string[] | undefined {
  const parts: string[] = []
  if (month.kind === 'some') parts.push(words.months(month.values.map((each) => toMonth(each, words.locale))))
  else if (month.kind !== 'any') return undefined
  if (day.kind === 'some') parts.push(words.monthDays(day.values))
  else if (day.kind !== 'any') return undefined
  const toName = (each: number) => toWeekday(each, words.locale)
  if (weekday.kind === 'some') parts.push(words.weekdays(weekday.values.map(toName)))
  else if (weekday.kind === 'range') parts.push(words.weekdayRange(toName(weekday.from), toName(weekday.to)))
  else if (weekday.kind !== 'any') return undefined
  return parts
}

function toMonth(month: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2023, month - 1))
}

/** The 1st of January 2023 was a Sunday. */
function toWeekday(day: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2023, 0, 1 + day),
  )
}

const ENGLISH: CronWords = {
  locale: 'en',
  everySeconds: (count) => often(count === 1 ? 'every second' : `every ${count} seconds`),
  everyMinutes: (count) => often(count === 1 ? 'every minute' : `every ${count} minutes`),
  everyHours: (count, minute) => {
    const hours = count === 1 ? 'every hour' : `every ${count} hours`
    return often(minute === 0 ? hours : `${hours}, at minute ${minute}`)
  },
  atTimes: (times) => ({ text: `at ${toEnglishList(times)}`, isOnce: true }),
  during: ({ text }, from, to) => often(`${text}, from ${from} to ${to}`),
  weekdays: (names) => `on ${toEnglishList(names)}`,
  weekdayRange: (from, to) => `${from} to ${to}`,
  monthDays: (days) => `on day ${toEnglishList(days.map(String))} of the month`,
  months: (names) => `in ${toEnglishList(names)}`,
  join: (days, { text, isOnce }) => {
    const when = [...days].reverse()
    const isDaily = isOnce && !days.some((each) => !each.startsWith('in '))
    const whole = [isDaily ? `every day ${text}` : text, ...when].join(', ')
    return whole.charAt(0).toUpperCase() + whole.slice(1)
  },
}

const KOREAN: CronWords = {
  locale: 'ko',
  everySeconds: (count) => often(count === 1 ? '매초' : `${count}초마다`),
  everyMinutes: (count) => often(count === 1 ? '매분' : `${count}분마다`),
  everyHours: (count, minute) => {
    const hours = count === 1 ? '매시' : `${count}시간마다`
    return often(`${hours} ${minute === 0 ? '정각' : `${minute}분`}`)
  },
  atTimes: (times) => ({ text: times.join(', '), isOnce: true }),
  during: ({ text }, from, to) => often(`${from}~${to} 사이 ${text}`),
  weekdays: (names) => `매주 ${names.join(', ')}`,
  weekdayRange: (from, to) => `${from}~${to}`,
  monthDays: (days) => `매월 ${days.map((day) => `${day}일`).join(', ')}`,
  months: (names) => `매년 ${names.join(', ')}`,
  join: (days, { text, isOnce }) => {
    const isDaily = isOnce && !days.some((each) => !each.startsWith('매년'))
    const said = days.length > 1 ? days.map((each) => each.replace(/^매월 /, '')) : days
    return [...said, ...(isDaily ? ['매일'] : []), text].join(' ')
  },
}

function often(text: string): Time {
  return { text, isOnce: false }
}

function toEnglishList(words: readonly string[]): string {
  return new Intl.ListFormat('en', { style: 'long', type: 'conjunction' }).format(words)
}
