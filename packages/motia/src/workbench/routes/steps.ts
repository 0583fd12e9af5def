/** The steps of the project with what became of their runs, and its sources. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { AppView } from '../app-view.ts'
import { toFiguresFilter } from '../metrics-window.ts'
import type { ProjectFiles } from '../project/project-files.ts'
import { readText } from '../query.ts'
import { Refusal } from '../refusal.ts'
import { type Route, reading } from '../router.ts'
import type { RunReader } from '../run-reader.ts'
import { type Counts, figuresOf, NO_FIGURES } from '../step-figures.ts'
import type { TelemetrySource } from '../telemetry-source.ts'
import type { WireFigures, WireWindow } from '../wire/metrics.ts'
import type { WireSource, WireStep } from '../wire/steps.ts'

export interface StepSources {
  readonly app: AppView
  readonly runs: RunReader
  readonly telemetry: TelemetrySource
  readonly files: ProjectFiles
  readonly now: () => number
}

export function stepRoutes(sources: StepSources): Route[] {
  const { app, files } = sources
  return [
    reading('steps', () => listSteps(sources, app.steps())),
    reading('steps/:id', async ({ params }) => (await listSteps(sources, [findStep(app, params.id)]))[0]),
    reading('steps/:id/source', ({ params }) => {
      const { file, line } = findStep(app, params.id)
      return showSource(files, file, line)
    }),
    reading('source', ({ query }) => showSource(files, readText(query, 'file', 1_000) ?? '')),
  ]
}

async function listSteps(
  { app, runs, telemetry, now }: StepSources,
  steps: readonly StepDescriptor[],
): Promise<WireStep[]> {
  const [counted, seen, scheduled, recent, week, pausedIds] = await Promise.all([
    runs.counts(),
    telemetry.metrics(),
    runs.schedules(),
    figuresIn(telemetry, '1h', now(), steps),
    figuresIn(telemetry, '7d', now(), steps),
    runs.paused(),
  ])
  const counts = new Map<string, Counts>()
  for (const { stepId, status, count } of counted) {
    counts.set(stepId, { ...counts.get(stepId), [status]: count })
  }
  const metrics = new Map(seen.map((step) => [step.stepId, step]))
  const schedules = new Map(scheduled.map((schedule) => [schedule.stepId, schedule]))
  const paused = new Set(pausedIds)
  return steps
    .map((step): WireStep => {
      const own = counts.get(step.id) ?? {}
      const schedule = schedules.get(step.id)
      return {
        ...step,
        counts: own,
        queued: own.queued ?? 0,
        figures: figuresOf(step, own, metrics.get(step.id), week.get(step.id)),
        recent: recent.get(step.id) ?? NO_FIGURES,
        ...(schedule && { schedule: { nextAt: schedule.nextAt, lastAt: schedule.lastAt } }),
        isPaused: paused.has(step.id),
        isLoaded: app.isLoaded(step),
      }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function figuresIn(
  telemetry: TelemetrySource,
  window: WireWindow,
  at: number,
  wanted: readonly StepDescriptor[],
): Promise<ReadonlyMap<string, WireFigures>> {
  const only = wanted.length === 1 ? { stepId: (wanted[0] as StepDescriptor).id } : {}
  const { steps } = await telemetry.figures({ ...toFiguresFilter(window, at), ...only })
  return new Map(steps.map(({ stepId, ...figures }) => [stepId, figures]))
}

function findStep(app: AppView, id: string | undefined): StepDescriptor {
  const step = app.steps().find((each) => each.id === id)
  if (step) return step
  throw new Refusal(404, `the project has no step ${id?.slice(0, 200)}`)
}

async function showSource(files: ProjectFiles, file: string, line?: number): Promise<WireSource> {
  const source = await files.read(file)
  if (!source) throw new Refusal(404, 'the project has no such source')
  return { ...source, ...(line !== undefined && { line }) }
}
