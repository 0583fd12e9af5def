/** Kinds of failure, and what of it can be mended now, as the page shows them. Pure. */
import type { RunStatus } from '@motia/core/run'
import type { WireErrorGroup } from 'motia/workbench/wire/errors'
import type { WireRunRow } from 'motia/workbench/wire/runs'
import type { WireStep } from 'motia/workbench/wire/steps'

/** What failed no longer ago than this fails now. */
const RECENT_MS = 5 * 60_000

export function isRecent({ lastAt }: Pick<WireErrorGroup, 'lastAt'>, now: number): boolean {
  return now - lastAt <= RECENT_MS
}

/** Runs and requests that failed for good: attempts that were tried again are no failures yet. */
export function countFinal(groups: readonly Pick<WireErrorGroup, 'final'>[]): number {
  return groups.reduce((sum, { final }) => sum + final, 0)
}

/** Runs of a step that ended badly, are kept, and can be tried again. */
export interface Broken {
  readonly stepId: string
  readonly failed: number
  readonly quarantined: number
}

/** Steps with such runs, those with most of them first. */
export function toBroken(steps: readonly WireStep[], stepId?: string): Broken[] {
  return steps
    .filter(({ id }) => stepId === undefined || id === stepId)
    .map(({ id, counts }) => ({
      stepId: id,
      failed: counts.failed ?? 0,
      quarantined: counts.quarantined ?? 0,
    }))
    .filter(({ failed, quarantined }) => failed + quarantined > 0)
    .sort((a, b) => b.failed + b.quarantined - a.failed - a.quarantined || a.stepId.localeCompare(b.stepId))
}

const REDRIVEN_FROM: readonly RunStatus[] = ['failed', 'quarantined', 'cancelled']

/** Whether the run can be tried again: a durable one that ended without success. */
export function canRedrive({ kind, status }: Pick<WireRunRow, 'kind' | 'status'>): boolean {
  return kind === 'run' && REDRIVEN_FROM.includes(status)
}

/** Which of the affected runs are chosen, and what a box above all of them shows. */
export interface Choice {
  /** In the order of the list. */
  readonly runIds: readonly string[]
  readonly of: number
  readonly isAll: boolean
  readonly isSome: boolean
}

/** What can no longer be redriven is no longer chosen. */
export function toChoice(runs: readonly WireRunRow[], chosen: ReadonlySet<string>): Choice {
  const able = runs.filter(canRedrive)
  const runIds = able.filter(({ runId }) => chosen.has(runId)).map(({ runId }) => runId)
  return {
    runIds,
    of: able.length,
    isAll: able.length > 0 && runIds.length === able.length,
    isSome: runIds.length > 0,
  }
}
