/**
 * Fires cron steps: computes ticks with croner, asks core which of them count, and commits each with its run, so that
 * a tick fires once whatever dies. app.ts starts it after the engine.
 */
import type { StepDescriptor } from '@motia/core/descriptor'
import { type CatchUp, type Overlap, selectTicks } from '@motia/core/schedule'
import type { ScheduleRecord, ScheduleStore } from '@motia/core/store'
import { Cron } from 'croner'
import type { Submitter } from '../engine/submitter.ts'
import { createTimer, type Timer } from '../engine/timer.ts'

export interface ScheduleOptions {
  readonly steps: readonly StepDescriptor[]
  readonly store: ScheduleStore
  readonly submitter: Submitter
  readonly newId: () => string
  readonly now: () => number
  readonly mode: 'development' | 'production'
  /** Something that a schedule could not do. */
  onError(error: unknown): void
}

export interface Schedules {
  stop(): void
}

interface Schedule {
  readonly stepId: string
  readonly expression: string
  readonly cron: Cron
  readonly overlap: Overlap
  readonly catchUp: CatchUp
  nextAt: number | undefined
}

/** Ticks looked at when the app was down: a day of one per second. */
const MOST_MISSED = 86_400

export async function startSchedules(options: ScheduleOptions): Promise<Schedules> {
  const { store, now } = options
  const records = new Map((await store.list()).map((record) => [record.stepId, record]))
  const schedules = options.steps
    .filter(({ kind }) => kind === 'cron')
    .map((step) => toSchedule(step, options.mode))
  for (const record of records.values()) {
    if (!schedules.some(({ stepId }) => stepId === record.stepId)) await store.remove(record.stepId)
  }
  for (const schedule of schedules) await catchUp(schedule, records.get(schedule.stepId), options)
  const timer: Timer = createTimer(async () => {
    for (const schedule of schedules) await fireDue(schedule, options)
    return earliest(schedules)
  }, now)
  const first = earliest(schedules)
  if (first !== undefined) timer.wakeAt(first)
  return { stop: () => timer.stop() }
}

function toSchedule({ id, options }: StepDescriptor, mode: ScheduleOptions['mode']): Schedule {
  const { schedule, timezone, overlap, catchUp: wanted } = options as Record<string, string | undefined>
  const expression = schedule ?? ''
  return {
    stepId: id,
    expression,
    cron: new Cron(expression, { paused: true, ...(timezone && { timezone }) }),
    overlap: (overlap as Overlap | undefined) ?? 'skip',
    catchUp: (wanted as CatchUp | undefined) ?? (mode === 'production' ? 'last' : 'none'),
    nextAt: undefined,
  }
}

/** Takes up where a former life of the app left the schedule. */
async function catchUp(
  schedule: Schedule,
  record: ScheduleRecord | undefined,
  options: ScheduleOptions,
): Promise<void> {
  const { store, now } = options
  const fingerprint = `${schedule.expression} ${schedule.cron.options.timezone ?? ''}`
  const isKnown = record?.fingerprint === fingerprint && record.nextAt !== null
  const due = isKnown ? dueTicks(schedule, record.nextAt as number, now()) : []
  const firing = selectTicks(due, now(), schedule.catchUp)
  schedule.nextAt = firing[0] ?? nextAfter(schedule, now())
  await store.put({
    stepId: schedule.stepId,
    fingerprint,
    nextAt: schedule.nextAt ?? null,
    lastAt: record?.lastAt ?? null,
  })
  // Ticks that are all made up for come at once: skipping those that meet an active run would leave the first alone.
  const overlap = schedule.catchUp === 'all' ? 'queue' : schedule.overlap
  for (const [i, at] of firing.entries())
    await fire(schedule, at, firing[i + 1] ?? nextAfter(schedule, now()), options, overlap)
}

async function fireDue(schedule: Schedule, options: ScheduleOptions): Promise<void> {
  const at = schedule.nextAt
  if (at === undefined || at > options.now()) return
  try {
    await fire(schedule, at, nextAfter(schedule, Math.max(at, options.now())), options)
  } catch (error) {
    options.onError(error)
  }
}

async function fire(
  schedule: Schedule,
  at: number,
  nextAt: number | undefined,
  options: ScheduleOptions,
  overlap = schedule.overlap,
): Promise<void> {
  const { stepId, expression } = schedule
  const input = JSON.stringify({ scheduledAt: new Date(at).toISOString(), schedule: expression })
  const id = options.newId()
  const run = { runId: options.newId(), stepId, traceId: id, triggerId: id, cause: 'cron', input }
  const unlessActive = overlap === 'skip' ? { unlessActive: true } : {}
  // Fenced: another app on the same store has fired it.
  await options.submitter.submit({
    now: options.now(),
    tick: { stepId, at, nextAt },
    accepts: [{ ...run, ...unlessActive }],
  })
  schedule.nextAt = nextAt
}

function dueTicks(schedule: Schedule, from: number, nowMs: number): number[] {
  const ticks: number[] = []
  for (let at: number | undefined = from; at !== undefined && at <= nowMs && ticks.length < MOST_MISSED; ) {
    ticks.push(at)
    at = nextAfter(schedule, at)
  }
  return ticks
}

function nextAfter({ cron }: Schedule, ms: number): number | undefined {
  return cron.nextRun(new Date(ms))?.getTime()
}

function earliest(schedules: readonly Schedule[]): number | undefined {
  const times = schedules.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [nextAt]))
  return times.length === 0 ? undefined : Math.min(...times)
}
