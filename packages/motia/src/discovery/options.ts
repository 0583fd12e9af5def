/**
 * Checks the options of steps as they are loaded: every key that each kind of step takes, and what its value must be.
 * Called by describe.ts.
 */
import { didYouMean } from '@motia/core/nearest'
import { CATCH_UPS, OVERLAPS } from '@motia/core/schedule'
import { HTTP_METHODS, type StepKind } from '@motia/core/step'
import { DEFAULT_UPLOAD } from '@motia/core/upload'
import { checkPath } from './path-option.ts'
import type { Problem } from './problem.ts'
import { checkRateLimit } from './rate-limit-option.ts'
import { checkRetry } from './retry-option.ts'
import { checkSchedule } from './schedule-option.ts'
import { checkApiSchemas, checkEventSchema } from './schema-option.ts'

/** What is wrong with a value; it is not asked for one that is undefined. */
type Check = (value: unknown) => Problem[]

/** Longer than any timer of Node can wait. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

const COMMON = {
  id: checkId,
  description: must('be a text', (value) => typeof value === 'string'),
  flows: must('be a list of names', isNames),
}

const EXECUTION = {
  retry: checkRetry,
  timeout: must(
    `be milliseconds, from 1 to ${MAX_TIMEOUT_MS}`,
    (value) => isNumber(value) && value >= 1 && value <= MAX_TIMEOUT_MS,
  ),
  concurrency: must(
    'be a whole number of at least 1',
    (value) => Number.isInteger(value) && Number(value) >= 1,
  ),
}

const CHECKS: Readonly<Record<StepKind, Readonly<Record<string, Check>>>> = {
  api: {
    ...COMMON,
    ...EXECUTION,
    method: checkMethod,
    path: checkPath,
    schema: checkApiSchemas,
    bodyLimit: must('be a number of bytes', (value) => Number.isInteger(value) && Number(value) >= 0),
    upload: checkUpload,
    middleware: must(
      'be a list of middlewares',
      (value) => Array.isArray(value) && value.every((one) => typeof one === 'function'),
    ),
    rateLimit: checkRateLimit,
    isolate: must('be true or false', (value) => typeof value === 'boolean'),
  },
  event: {
    ...COMMON,
    ...EXECUTION,
    on: must('be a topic, or a list of topics', (value) => isName(value) || isNames(value)),
    schema: checkEventSchema,
  },
  cron: {
    ...COMMON,
    ...EXECUTION,
    schedule: () => [], // together with the timezone, below
    timezone: () => [],
    overlap: oneOf(OVERLAPS),
    catchUp: oneOf(CATCH_UPS),
  },
  noop: {
    ...COMMON,
    from: must('be an id or topic, or a list of them', (value) => isName(value) || isNames(value)),
    to: must('be an id or topic, or a list of them', (value) => isName(value) || isNames(value)),
  },
}

const REQUIRED: Readonly<Record<StepKind, readonly string[]>> = {
  api: ['id', 'method', 'path'],
  event: ['id'],
  cron: ['id'],
  noop: ['id'],
}

/** All problems of a step's options. */
export function checkOptions(kind: StepKind, options: unknown): Problem[] {
  if (typeof options !== 'object' || options === null) {
    return [{ message: `${kind}() needs an object of options as its first argument` }]
  }
  const checks = CHECKS[kind]
  const values = options as Readonly<Record<string, unknown>>
  const missing = REQUIRED[kind].filter((key) => values[key] === undefined)
  const wrong = Object.entries(values).flatMap(([key, value]): Problem[] => {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (!check) return [{ ...unknownKey(key, kind, Object.keys(checks)), isHarmless: true }]
    if (value === undefined) return []
    return check(value).map((problem) => ({
      ...problem,
      message: problem.message.replace(/^must/, `${key} must`),
    }))
  })
  return [
    ...missing.map((key) => ({ message: `${key} is missing` })),
    ...wrong,
    ...(kind === 'cron' ? checkSchedule(values) : []),
  ]
}

function must(what: string, holds: (value: unknown) => boolean): Check {
  return (value) => (holds(value) ? [] : [{ message: `must ${what}` }])
}

function oneOf(words: readonly string[]): Check {
  return must(`be one of ${words.map((word) => `"${word}"`).join(', ')}`, (value) =>
    words.includes(value as string),
  )
}

function checkId(id: unknown): Problem[] {
  if (typeof id !== 'string' || id === '') return [{ message: 'must be a text that is not empty' }]
  if (!/[\s\p{Cc}]/u.test(id)) return []
  const better = id.trim().replace(/[\s\p{Cc}]+/gu, '-')
  return [{ message: `id ${JSON.stringify(id)} holds a space or control character`, hint: `"${better}"?` }]
}

function checkMethod(method: unknown): Problem[] {
  if (HTTP_METHODS.includes(method as never)) return []
  const known = typeof method === 'string' ? didYouMean(method, HTTP_METHODS) : ''
  return [{ message: `method ${JSON.stringify(method)} does not exist${known}` }]
}

/** `true`, `false`, or some of the limits. */
function checkUpload(upload: unknown): Problem[] {
  if (typeof upload === 'boolean') return []
  if (typeof upload !== 'object' || upload === null || Array.isArray(upload))
    return [{ message: 'must be true, false or an object of limits' }]
  return Object.entries(upload).flatMap(([key, value]): Problem[] => {
    if (!Object.hasOwn(DEFAULT_UPLOAD, key))
      return [{ message: `upload.${key} has no meaning${didYouMean(key, Object.keys(DEFAULT_UPLOAD))}` }]
    return Number.isInteger(value) && Number(value) >= 1
      ? []
      : [{ message: `upload.${key} must be a whole number of at least 1` }]
  })
}

function unknownKey(key: string, kind: StepKind, known: readonly string[]): Problem {
  const elsewhere = Object.entries(CHECKS).find(([, checks]) => Object.hasOwn(checks, key))?.[0]
  const near = didYouMean(key, known)
  const message = `"${key}" is no option of ${kind} steps${near}`
  return elsewhere && !near ? { message, hint: `It is one of ${elsewhere} steps.` } : { message }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every(isName)
}
