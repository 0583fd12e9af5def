/** Steps and figures as the overview shows them: one row a step, the slowest, how much waits. Pure. */
import type { Language } from '@motia/core/descriptor'
import type { StepCount } from '@motia/core/store'
import type { WirePulse } from 'motia/workbench/wire/live'
import type { WireMetrics, WireStepFigures } from 'motia/workbench/wire/metrics'
import type { WireStep } from 'motia/workbench/wire/steps'
import { FAILING_SHARE } from '../steps/step-health.ts'

/** `idle`: nothing ran within the window. `ailing`: some of it fails. `failing`: much of it does. */
export type Health = 'well' | 'ailing' | 'failing' | 'paused' | 'idle'

export interface StepRow {
  readonly id: string
  readonly kind: WireStep['kind']
  readonly language: Language
  readonly file: string
  readonly health: Health
  readonly executions: number
  readonly failed: number
  readonly success: number | undefined
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly wait: number | undefined
  readonly queued: number
  readonly running: number
}

/** Of durable runs that have not ended. */
export interface Depth {
  readonly queued: number
  readonly running: number
  readonly scheduled: number
  readonly waiting: number
}

export const SORTS = [
  'id',
  'executions',
  'success',
  'p50',
  'p95',
  'p99',
  'wait',
  'queued',
  'running',
] as const satisfies readonly (keyof StepRow)[]

export type StepSort = (typeof SORTS)[number]

/** From this success rate on a step is well. */
export const WELL = 0.99

export function toDepth(counts: readonly StepCount[], stepId?: string): Depth {
  const depth = { queued: 0, running: 0, scheduled: 0, waiting: 0 }
  for (const { stepId: of, status, count } of counts) {
    if (stepId !== undefined && of !== stepId) continue
    if (status in depth) depth[status as keyof Depth] += count
  }
  return depth
}

/** Steps that are gone but executed within the window are left out: there is no page of theirs to go to. */
export function toStepRows(
  steps: readonly WireStep[],
  figures: readonly WireStepFigures[],
  counts: readonly StepCount[] | undefined,
): StepRow[] {
  const byStep = new Map(figures.map((each) => [each.stepId, each]))
  const depths = new Map<string, StepCount[]>()
  for (const count of counts ?? []) depths.set(count.stepId, [...(depths.get(count.stepId) ?? []), count])
  return steps.map(({ id, kind, language, file, queued, counts: stored, isPaused }) => {
    const own = byStep.get(id)
    const live = counts && toDepth(depths.get(id) ?? [])
    return {
      id,
      kind,
      language,
      file,
      health: isPaused ? 'paused' : toHealth(own?.successRate),
      executions: own?.executions ?? 0,
      failed: own?.failed ?? 0,
      success: own?.successRate,
      p50: own?.duration?.p50Ms,
      p95: own?.duration?.p95Ms,
      p99: own?.duration?.p99Ms,
      wait: own?.wait?.p95Ms,
      queued: live?.queued ?? queued,
      running: live?.running ?? stored.running ?? 0,
    }
  })
}

export function toHealth(successRate: number | undefined): Health {
  if (successRate === undefined) return 'idle'
  if (successRate >= WELL) return 'well'
  return 1 - successRate >= FAILING_SHARE ? 'failing' : 'ailing'
}

/** A column's first click sorts so: names from A, figures from the highest, success from the worst. */
export function firstDirection(sort: StepSort): 'ascending' | 'descending' {
  return sort === 'id' || sort === 'success' ? 'ascending' : 'descending'
}

/** What has no figure comes last, whichever way; equal ones by name. */
export function sortRows(
  rows: readonly StepRow[],
  sort: StepSort,
  direction: 'ascending' | 'descending',
): StepRow[] {
  const sign = direction === 'ascending' ? 1 : -1
  const byId = (a: StepRow, b: StepRow) => a.id.localeCompare(b.id)
  return [...rows].sort((a, b) => {
    if (sort === 'id') return sign * byId(a, b)
    const [left, right] = [a[sort], b[sort]]
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined) || byId(a, b)
    }
    return sign * (left - right) || byId(a, b)
  })
}

export interface SlowStep {
  readonly id: string
  readonly p95: number
  /** Of the slowest one: 0 to 1. */
  readonly share: number
}

/** By p95, the slowest first. */
export function toSlowest(rows: readonly StepRow[], limit: number): SlowStep[] {
  const slow = sortRows(rows, 'p95', 'descending').slice(0, limit)
  const top = slow[0]?.p95 ?? 0
  return slow.flatMap(({ id, p95 }) => (p95 === undefined ? [] : [{ id, p95, share: top && p95 / top }]))
}

/** Executions a second for each of the last seconds, oldest first. Between pulses nothing changed; before them is nothing. */
export function toRateTrend(pulses: readonly WirePulse[], seconds: number): number[] {
  const end = pulses.at(-1)?.at ?? 0
  return Array.from({ length: seconds }, (_, index) => {
    const at = end - (seconds - 1 - index) * 1000
    return pulses.findLast((pulse) => pulse.at <= at)?.perSecond ?? 0
  })
}

/** Nothing ever ran: the page says how to begin instead of showing zeros. */
export function hasNeverRun(steps: readonly WireStep[], { total }: WireMetrics): boolean {
  if (total.executions > 0) return false
  return steps.every(
    ({ figures, counts }) => figures.executions === 0 && Object.values(counts).every((count) => count === 0),
  )
}
