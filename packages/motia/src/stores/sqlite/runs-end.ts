/** Ending an attempt, if it is still its run's: what core decided (`AttemptEnd`) becomes the run's row. */
import type { AttemptEnd } from '@motia/core/run'
import type { Commit } from '@motia/core/store'
import type { AttemptLog } from './attempts.ts'
import type { Changes } from './changes.ts'
import { CODE } from './codes.ts'
import { inline } from './payloads.ts'
import type { After } from './runs-after.ts'
import type { Tables } from './tables.ts'

type Attempt = NonNullable<Commit['attempt']>

export interface End {
  /** Without changing anything. */
  isCurrent(attempt: Attempt): boolean
  /** False, and nothing done, if the attempt is no longer the run's. */
  end(attempt: Attempt, now: number, changes: Changes): boolean
}

type Failed = [step: number, attempts: number]

/** Fences: the run is the one meant, is running, and nobody has claimed it since. */
const STILL_MINE = `seq = ? AND status = ${CODE.running} AND epoch = ? AND id = ?`

export function createEnd(tables: Tables, after: After, log: AttemptLog): End {
  const { db, counts, payloads } = tables
  const current = db.prepare<[number]>(`SELECT 1 FROM runs WHERE ${STILL_MINE}`)
  const succeed = db.prepare<[number]>(`UPDATE runs SET status = ${CODE.succeeded}, attempts = attempts + 1,
    isolated = 0, started_at = ?, finished_at = ?, result = ?, reason = NULL, failure = NULL
    WHERE ${STILL_MINE} RETURNING step`)
  const fail = db.prepare<Failed>(`UPDATE runs SET status = ?, attempts = attempts + 1, conflicts = 0,
    isolated = 0, started_at = ?, finished_at = ?, due_at = coalesce(?, due_at), reason = ?, failure = ?
    WHERE ${STILL_MINE} RETURNING step, attempts`)

  const endWell = ({ ref, epoch, runId, startedAt }: Attempt, result: string, now: number) => {
    const step = succeed.get([startedAt, now, inline(result), ref, epoch, runId])?.[0]
    if (step === undefined) return false
    payloads.putResult(ref, result)
    counts.move(step, CODE.running, CODE.succeeded)
    return true
  }

  const endBadly = (
    { ref, epoch, runId, startedAt }: Attempt,
    end: Exclude<AttemptEnd, { status: 'succeeded' }>,
    now: number,
    changes: Changes,
  ) => {
    const dueAt = end.status === 'scheduled' ? end.dueAt : null
    const status = dueAt === null ? CODE.failed : dueAt > now ? CODE.scheduled : CODE.queued
    const finishedAt = dueAt === null ? now : null
    const failure = JSON.stringify(end.failure)
    const row = fail.get([status, startedAt, finishedAt, dueAt, end.reason, failure, ref, epoch, runId])
    if (!row) return false
    const [step, used] = row
    counts.move(step, CODE.running, status)
    log.add({ run: ref, attempt: used, startedAt, finishedAt: now, outcome: end.reason, failure })
    if (status === CODE.failed) after.settle({ seq: ref, id: runId }, false, now, changes)
    if (status === CODE.scheduled) changes.scheduled = true
    if (status === CODE.queued) changes.queued.add(step)
    return true
  }

  return {
    isCurrent: ({ ref, epoch, runId }) => current.get([ref, epoch, runId]) !== undefined,
    end(attempt, now, changes) {
      const { ref, runId, end } = attempt
      if (end.status !== 'succeeded') return endBadly(attempt, end, now, changes)
      if (!endWell(attempt, end.result, now)) return false
      after.settle({ seq: ref, id: runId }, true, now, changes)
      return true
    },
  }
}
