/** Checks a cron step's schedule and timezone, so that a bad one is named when the project is loaded. */
import { didYouMean } from '@motia/core/nearest'
import { Cron } from 'croner'
import type { Problem } from './problem.ts'

const NICKNAME = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i
const HINT = 'Five fields (minute hour day month weekday), six with seconds first, or @daily and its like.'

/** Both together, since an expression is computed in its timezone. */
export function checkSchedule({ schedule, timezone }: { schedule?: unknown; timezone?: unknown }): Problem[] {
  const problems = checkTimezone(timezone)
  if (typeof schedule !== 'string') return [...problems, { message: 'schedule must be a text', hint: HINT }]
  const wrong = checkExpression(
    schedule,
    problems.length === 0 ? (timezone as string | undefined) : undefined,
  )
  return wrong === undefined
    ? problems
    : [...problems, { message: `schedule "${schedule}" ${wrong}`, hint: HINT }]
}

function checkExpression(schedule: string, timezone: string | undefined): string | undefined {
  const fields = schedule.trim().split(/\s+/).length
  if (fields !== 5 && fields !== 6 && !NICKNAME.test(schedule.trim())) {
    const counted = schedule.trim() === '' ? 'is empty' : `has ${fields} field${fields === 1 ? '' : 's'}`
    return schedule.startsWith('@') ? 'is no name of a schedule' : counted
  }
  try {
    const cron = new Cron(schedule, { paused: true, ...(timezone !== undefined && { timezone }) })
    return cron.nextRun() ? undefined : 'never comes'
  } catch (error) {
    return `is wrong: ${(error as Error).message.replace(/^Cron\w+: (Syntax error, )?/, '')}`
  }
}

function checkTimezone(timezone: unknown): Problem[] {
  if (timezone === undefined) return []
  if (typeof timezone !== 'string' || timezone === '') return [{ message: 'timezone must be a text' }]
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
    return []
  } catch {
    const known = didYouMean(timezone, Intl.supportedValuesOf('timeZone'))
    const hint = 'An IANA name such as "Europe/Berlin", "Asia/Seoul" or "UTC".'
    return [{ message: `timezone "${timezone}" does not exist${known}`, hint }]
  }
}
