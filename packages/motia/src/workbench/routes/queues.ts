/** What waits: the queue of each step, and the schedules. */
import type { StepDescriptor } from '@motia/core/descriptor'
import { Cron } from 'croner'
import type { AppView } from '../app-view.ts'
import { type Route, reading } from '../router.ts'
import type { RunReader } from '../run-reader.ts'
import type { Counts } from '../step-figures.ts'
import type { WireQueue, WireQueues, WireSchedule, WireSchedules } from '../wire/queues.ts'

export interface QueueSources {
  readonly app: AppView
  readonly runs: RunReader
  readonly now: () => number
}

const NEXT_TICKS = 5

export function queueRoutes(sources: QueueSources): Route[] {
  return [reading('queues', () => listQueues(sources)), reading('schedules', () => listSchedules(sources))]
}

async function listQueues({ app, runs }: QueueSources): Promise<WireQueues> {
  const counts = new Map<string, Counts>()
  for (const { stepId, status, count } of await runs.counts()) {
    counts.set(stepId, { ...counts.get(stepId), [status]: count })
  }
  const oldest = new Map((await runs.oldestQueued()).map(({ stepId, at }) => [stepId, at]))
  const paused = new Set(await runs.paused())
  const steps = new Map(app.steps().map((step) => [step.id, step]))
  const durable = app.steps().filter(({ kind }) => kind !== 'api' && kind !== 'noop')
  const ids = new Set([
    ...durable.map(({ id }) => id),
    ...[...counts].filter(([, own]) => waits(own)).map(([id]) => id),
  ])
  const queues = [...ids].map((stepId): WireQueue => {
    const own = counts.get(stepId) ?? {}
    const step = steps.get(stepId)
    const queue = {
      stepId,
      isPaused: paused.has(stepId),
      waiting: own.waiting ?? 0,
      scheduled: own.scheduled ?? 0,
      queued: own.queued ?? 0,
      running: own.running ?? 0,
      oldestQueuedAt: oldest.get(stepId) ?? null,
      ...concurrencyOf(step),
    }
    const heldBecause = whyHeld(queue, step, app)
    return { ...queue, ...(heldBecause && { heldBecause }) }
  })
  const fullness = ({ queued, running, scheduled, waiting }: WireQueue) =>
    queued + running + scheduled + waiting
  return queues.sort((a, b) => fullness(b) - fullness(a) || (a.stepId < b.stepId ? -1 : 1))
}

function waits({ waiting = 0, scheduled = 0, queued = 0, running = 0 }: Counts): boolean {
  return waiting + scheduled + queued + running > 0
}

function concurrencyOf(step: StepDescriptor | undefined): { concurrency?: number } {
  const limit = step?.options.concurrency
  return typeof limit === 'number' ? { concurrency: limit } : {}
}

function whyHeld(
  { isPaused, queued, running, concurrency }: WireQueue,
  step: StepDescriptor | undefined,
  app: AppView,
): WireQueue['heldBecause'] {
  if (queued === 0) return undefined
  if (app.state().state !== 'ready') return 'app-down'
  if (isPaused) return 'paused'
  if (!step) return 'step-missing'
  if (!app.isLoaded(step)) return 'not-loaded'
  return concurrency !== undefined && running >= concurrency ? 'concurrency' : undefined
}

async function listSchedules({ app, runs, now }: QueueSources): Promise<WireSchedules> {
  const kept = new Map((await runs.schedules()).map((record) => [record.stepId, record]))
  const paused = new Set(await runs.paused())
  const schedules: WireSchedule[] = []
  for (const { id: stepId, options } of app.steps().filter(({ kind }) => kind === 'cron')) {
    const { nextAt = null, lastAt = null } = kept.get(stepId) ?? {}
    const [last] = await runs.list({ stepIds: [stepId], limit: 1 })
    const schedule = String(options.schedule ?? '')
    const timezone = typeof options.timezone === 'string' ? options.timezone : undefined
    schedules.push({
      stepId,
      schedule,
      ...(timezone !== undefined && { timezone }),
      isPaused: paused.has(stepId),
      nextAt,
      next: nextTicks(schedule, timezone, now()),
      lastAt,
      ...(last && { lastRun: { runId: last.runId, status: last.status } }),
    })
  }
  return schedules.sort(
    (a, b) => (a.nextAt ?? Infinity) - (b.nextAt ?? Infinity) || (a.stepId < b.stepId ? -1 : 1),
  )
}

/** None of an expression that is wrong, which its author has been told. */
function nextTicks(schedule: string, timezone: string | undefined, at: number): number[] {
  try {
    const cron = new Cron(schedule, { paused: true, ...(timezone !== undefined && { timezone }) })
    return cron.nextRuns(NEXT_TICKS, new Date(at)).map((tick) => tick.getTime())
  } catch {
    return []
  }
}
