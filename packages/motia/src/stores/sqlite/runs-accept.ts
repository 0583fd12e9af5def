/** Accepting runs: whether a new run is one at all, and which state it begins in. Called by runs-commit.ts. */
import type { EndedInline, NewRun } from '@motia/core/store'
import type { Changes } from './changes.ts'
import { CODE, toStatus } from './codes.ts'
import { createRunKeys } from './run-keys.ts'
import type { After } from './runs-after.ts'
import { type Beginning, createInsert } from './runs-insert.ts'
import { createPass } from './runs-pass.ts'
import type { Tables } from './tables.ts'
import type { AcceptedReply } from './verbs.ts'

export interface Accept {
  /** @param aliases ids of this commit that `key` turned into earlier runs; added to, and obeyed by `after` */
  accept(run: NewRun, now: number, aliases: Map<string, string>, changes: Changes): AcceptedReply
  /** The row of an api run that ended before it was told of. */
  acceptEnded(run: EndedInline, now: number): void
}

const FREE: Beginning = { status: CODE.queued, reason: null, on: [] }
const ACTIVE = [CODE.running, CODE.queued, CODE.scheduled, CODE.waiting]

export function createAccept(tables: Tables, after: After): Accept {
  const { steps, counts } = tables
  const keys = createRunKeys(tables.db)
  const { insert, insertEnded } = createInsert(tables, after, keys)
  const pass = createPass(tables)

  const begin = (run: NewRun, now: number, aliases: ReadonlyMap<string, string>): Beginning => {
    if (run.cancelled !== undefined) return { status: CODE.cancelled, reason: run.cancelled, on: [] }
    if (run.after) {
      const { status, reason, on } = after.examine(run.after.map((id) => aliases.get(id) ?? id))
      if (status !== 'free') return { status: CODE[status], reason, on }
    }
    return run.dueAt !== undefined && run.dueAt > now ? { ...FREE, status: CODE.scheduled } : FREE
  }

  /** Nothing holds it back. */
  const enter = (run: NewRun, step: number, now: number, changes: Changes): AcceptedReply => {
    const { runId, stepId } = run
    if (run.passes) {
      pass(insert(run, step, FREE, now), CODE.queued, now, changes)
      return { runId, stepId, status: 'succeeded' }
    }
    // nothing older waits for the step, so claiming it now passes over nobody
    if (run.claim && counts.of(step, CODE.queued) === 0) {
      const ref = insert(run, step, { ...FREE, status: CODE.running }, now)
      return { runId, stepId, status: 'running', ref }
    }
    insert(run, step, FREE, now)
    changes.queued.add(step)
    return { runId, stepId, status: 'queued' }
  }

  const isActive = (step: number) => ACTIVE.some((status) => counts.of(step, status) > 0)

  return {
    accept(run, now, aliases, changes) {
      const { runId, stepId } = run
      const step = steps.codeOf(stepId)
      const earlier = run.key === undefined ? undefined : keys.find(step, run.key, now)
      if (earlier) {
        aliases.set(runId, earlier.runId)
        return { ...earlier, stepId, duplicate: true }
      }
      if (run.unlessActive && isActive(step)) return { runId, stepId, status: 'skipped' }
      const beginning = begin(run, now, aliases)
      if (beginning.status === CODE.queued) return enter(run, step, now, changes)
      insert(run, step, beginning, now)
      const status = toStatus(beginning.status)
      if (status === 'scheduled') changes.scheduled = true
      if (status === 'cancelled')
        changes.ended.push({ runId, stepId, status, reason: beginning.reason ?? '' })
      return { runId, stepId, status }
    },
    acceptEnded: (run, now) => insertEnded(run, steps.codeOf(run.stepId), now),
  }
}
