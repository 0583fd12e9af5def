/** What a verb changed that others wait for: runs that ended, steps that got work, due times. */
import type { Backlog, EndedRun } from '@motia/core/store'
import { CODE } from './codes.ts'
import type { Tables } from './tables.ts'

export interface Changes {
  readonly ended: EndedRun[]
  /** Steps by code. */
  readonly queued: Set<number>
  scheduled: boolean
}

export function createChanges(): Changes {
  return { ended: [], queued: new Set(), scheduled: false }
}

/** The steps that the verb left work for; the next due time, of all runs, if it scheduled one. */
export function toBacklog({ queued, scheduled }: Changes, tables: Tables): Backlog {
  return backlog([...queued], scheduled ? tables.nextDueAt() : undefined, tables)
}

/** Of the whole store. */
export function wholeBacklog(tables: Tables): Backlog {
  return backlog(tables.counts.stepsWith(CODE.queued), tables.nextDueAt(), tables)
}

function backlog(codes: readonly number[], nextDueAt: number | undefined, { steps }: Tables): Backlog {
  const stepIds = codes.map(steps.nameOf)
  return nextDueAt === undefined ? { stepIds } : { stepIds, nextDueAt }
}
