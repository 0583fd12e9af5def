/** The steps of the project with what became of their runs. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { RunStatus } from '@motia/core/run'
import type { ScheduleRecord } from '@motia/core/store'
import type { StepMetrics, TelemetryReader } from '../../observability/records.ts'
import type { Route } from '../router.ts'
import type { RunReader } from '../run-reader.ts'
import type { WireFigures, WireMetrics, WireSchedules, WireStep } from '../wire.ts'

export interface StepSources {
  readonly steps: () => readonly StepDescriptor[]
  readonly runs: RunReader
  readonly telemetry: TelemetryReader
}

type Counts = Partial<Record<RunStatus, number>>

export function stepRoutes(sources: StepSources): Route[] {
  return [
    { method: 'GET', path: '/api/steps', answer: () => listSteps(sources) },
    { method: 'GET', path: '/api/schedules', answer: () => listSchedules(sources.runs) },
    { method: 'GET', path: '/api/metrics', answer: (): Promise<WireMetrics> => sources.telemetry.metrics() },
  ]
}

async function listSteps({ steps, runs, telemetry }: StepSources): Promise<WireStep[]> {
  const counts = new Map<string, Counts>()
  for (const { stepId, status, count } of await runs.counts()) {
    counts.set(stepId, { ...counts.get(stepId), [status]: count })
  }
  const metrics = new Map((await telemetry.metrics()).map((step) => [step.stepId, step]))
  const schedules = new Map((await runs.schedules()).map((schedule) => [schedule.stepId, schedule]))
  return steps()
    .map((step) => toWireStep(step, counts.get(step.id) ?? {}, metrics.get(step.id), schedules.get(step.id)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function listSchedules(runs: RunReader): Promise<WireSchedules> {
  return [...(await runs.schedules())].sort((a, b) => (a.nextAt ?? Infinity) - (b.nextAt ?? Infinity))
}

function toWireStep(
  step: StepDescriptor,
  counts: Counts,
  metrics: StepMetrics | undefined,
  schedule: ScheduleRecord | undefined,
): WireStep {
  return {
    ...step,
    counts,
    queued: counts.queued ?? 0,
    figures: figuresOf(step, counts, metrics),
    ...(schedule && { schedule: { nextAt: schedule.nextAt, lastAt: schedule.lastAt } }),
  }
}

/** Counts come from the store, which misses none; durations from the latest attempts that were seen. */
function figuresOf({ kind }: StepDescriptor, counts: Counts, metrics: StepMetrics | undefined): WireFigures {
  if (kind === 'api' && metrics?.requests) {
    const { requests: executions, since: _, ...figures } = metrics.requests
    return { executions, ...figures }
  }
  const failed = (counts.failed ?? 0) + (counts.quarantined ?? 0)
  const executions = failed + (counts.succeeded ?? 0)
  const { attempts: _, failed: __, ...durations } = metrics?.attempts ?? {}
  return { executions, failed, ...(executions > 0 && { successRate: 1 - failed / executions }), ...durations }
}
