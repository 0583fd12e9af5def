/**
 * Fires cron steps: computes ticks with croner, asks core which of them count, and commits each with its run, so that
 * a tick fires once whatever dies. app.ts starts it after the engine.
 */
import type { SetTimer } from '@motia/core/clock'
import type { StepDescriptor } from '@motia/core/descriptor'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@motia/core/duration'
import { type CatchUp, type Overlap, selectTicks } from '@motia/core/schedule'
import type { ScheduleRecord, ScheduleStore } from '@motia/core/store-schedules'
import { Cron } from 'croner'
import type { Submitter } from '../engine/submitter.ts'
import { createTimer, type Timer } from '../engine/timer.ts'

export interface ScheduleOptions {
  readonly steps: readonly StepDescriptor[]
  /** Whether a step that is none of these may still turn up: what is known of its schedule is kept. */
  isExpected?(stepId: string): boolean
  /** No tick of a paused step fires, and none is made up for later. */
  isPaused(stepId: string): boolean
  readonly store: ScheduleStore
  readonly submitter: Submitter
  readonly newId: () => string
  readonly now: () => number
  /** Default: the system's timers. */
  readonly setTimer?: SetTimer
  readonly mode: 'development' | 'production'
  /** Something that a schedule could not do. */
  onError(error: unknown): void
}

export interface Schedules {
  /** These are the project's steps from now on. */
  replace(steps: readonly StepDescriptor[]): Promise<void>
  stop(): void
}

interface Schedule {
  readonly stepId: string
  readonly expression: string
  readonly cron: Cron
  readonly overlap: Overlap
  readonly catchUp: CatchUp
  nextAt: number | undefined
  lastAt: number | null
  /** The tick of `nextAt` was sent to the store, which has not taken it. */
  isTried: boolean
  readonly fingerprint: string
}

/** How far missed ticks are looked for: all of a day's, or else the nearest back that holds one. */
const LOOK_BACKS_MS = { all: [DAY_MS], nearest: [MINUTE_MS, HOUR_MS, DAY_MS] }
/** After a tick could not be committed. */
const RETRY_MS = 1_000

export async function startSchedules(options: ScheduleOptions): Promise<Schedules> {
  let steps = options.steps.filter(isCron)
  let timer = await run(steps, options)
  let isStopped = false
  return {
    async replace(next) {
      const wanted = next.filter(isCron)
      if (isStopped || JSON.stringify(wanted) === JSON.stringify(steps)) return
      steps = wanted
      timer.stop()
      timer = await run(steps, options)
      if (isStopped) timer.stop()
    },
    stop() {
      isStopped = true
      timer.stop()
    },
  }
}

function isCron({ kind }: StepDescriptor): boolean {
  return kind === 'cron'
}

/** Takes the schedules up, and fires them until its timer is stopped. */
async function run(steps: readonly StepDescriptor[], options: ScheduleOptions): Promise<Timer> {
  const { store, now, isExpected = () => false } = options
  const records = new Map((await store.list()).map((record) => [record.stepId, record]))
  const schedules = steps.map((step) => toSchedule(step, options.mode))
  for (const { stepId } of records.values()) {
    if (!schedules.some((schedule) => schedule.stepId === stepId) && !isExpected(stepId))
      await store.remove(stepId)
  }
  for (const schedule of schedules) await resume(schedule, records.get(schedule.stepId), options)
  const timer: Timer = createTimer(
    async () => {
      let failed = false
      for (const schedule of schedules) {
        await fireDue(schedule, options).catch((error) => {
          failed = true
          options.onError(error)
        })
      }
      const next = earliest(schedules)
      return failed && next !== undefined ? Math.max(next, now() + RETRY_MS) : next
    },
    now,
    options.setTimer,
  )
  const first = earliest(schedules)
  if (first !== undefined) timer.wakeAt(first)
  return timer
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
    lastAt: null,
    isTried: false,
    fingerprint: `${expression} ${timezone ?? ''}`,
  }
}

/** Takes up where a former life of the app left the schedule. */
async function resume(
  schedule: Schedule,
  record: ScheduleRecord | undefined,
  options: ScheduleOptions,
): Promise<void> {
  schedule.lastAt = record?.lastAt ?? null
  if (record?.fingerprint === schedule.fingerprint && record.nextAt !== null) {
    schedule.nextAt = record.nextAt
    await fireDue(schedule, options)
  } else await expectTick(schedule, nextAfter(schedule, options.now()), options)
}

/** Sets which tick is the next to fire, for every app on the store. */
async function expectTick(
  schedule: Schedule,
  at: number | undefined,
  { store }: ScheduleOptions,
): Promise<void> {
  const { stepId, fingerprint, lastAt } = schedule
  await store.put({ stepId, fingerprint, nextAt: at ?? null, lastAt })
  schedule.nextAt = at
}

/** Of the ticks that have come since the last one, those that the schedule makes up for, one after another. */
async function fireDue(schedule: Schedule, options: ScheduleOptions): Promise<void> {
  const from = schedule.nextAt
  const now = options.now()
  if (from === undefined || from > now) return
  if (options.isPaused(schedule.stepId)) {
    schedule.isTried = false
    return expectTick(schedule, nextAfter(schedule, now), options)
  }
  const selected = selectTicks(dueTicks(schedule, from, now), now, schedule.catchUp)
  // It was tried in time, and the store could not take it.
  const firing = selected.length === 0 && schedule.isTried ? [from] : selected
  if (firing[0] !== from) await expectTick(schedule, firing[0] ?? nextAfter(schedule, now), options)
  // Ticks that are all made up for come at once: skipping those that meet an active run would leave the first alone.
  const overlap = schedule.catchUp === 'all' && firing.length > 1 ? 'queue' : schedule.overlap
  for (const [i, at] of firing.entries())
    await fire(schedule, at, firing[i + 1] ?? nextAfter(schedule, now), options, overlap)
}

async function fire(
  schedule: Schedule,
  at: number,
  nextAt: number | undefined,
  options: ScheduleOptions,
  overlap: Overlap,
): Promise<void> {
  const { stepId, expression } = schedule
  const input = JSON.stringify({ scheduledAt: new Date(at).toISOString(), schedule: expression })
  const id = options.newId()
  const run = { runId: options.newId(), stepId, traceId: id, triggerId: id, cause: 'cron', input }
  const unlessActive = overlap === 'skip' ? { unlessActive: true } : {}
  schedule.isTried = true
  // Fenced: another app on the same store has fired it.
  await options.submitter.submit({
    now: options.now(),
    tick: { stepId, at, nextAt },
    accepts: [{ ...run, ...unlessActive }],
  })
  schedule.isTried = false
  schedule.nextAt = nextAt
  schedule.lastAt = at
}

/** Ticks from one on until now, those of a day at most; the last ones only, where no others could count. */
function dueTicks(schedule: Schedule, from: number, nowMs: number): number[] {
  for (const backMs of LOOK_BACKS_MS[schedule.catchUp === 'all' ? 'all' : 'nearest']) {
    const ticks: number[] = []
    const start = nowMs - backMs
    let at = from >= start ? from : nextAfter(schedule, start)
    for (; at !== undefined && at <= nowMs; at = nextAfter(schedule, at)) ticks.push(at)
    if (ticks.length > 0) return ticks
  }
  return []
}

function nextAfter({ cron }: Schedule, ms: number): number | undefined {
  return cron.nextRun(new Date(ms))?.getTime()
}

function earliest(schedules: readonly Schedule[]): number | undefined {
  const times = schedules.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [nextAt]))
  return times.length === 0 ? undefined : Math.min(...times)
}
