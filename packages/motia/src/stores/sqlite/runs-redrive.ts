/** By hand: a run that ended without success → queued with fresh attempts, and what it had cancelled → waiting. */
import { canBecome } from '@motia/core/run'
import type { Backlog } from '@motia/core/store'
import { createChanges, toBacklog } from './changes.ts'
import { CODE, type StatusCode, toStatus } from './codes.ts'
import type { After } from './runs-after.ts'
import { createPass } from './runs-pass.ts'
import type { Tables } from './tables.ts'

export function createRedrive(tables: Tables, after: After) {
  const { db, counts } = tables
  const select = db.prepare<[number, number, StatusCode, number]>(
    'SELECT seq, step, status, passes FROM runs WHERE id = ?',
  )
  const pass = createPass(tables)
  // the epoch stays: whoever still holds an old attempt is fenced
  const update =
    db.prepare(`UPDATE runs SET status = ${CODE.queued}, attempts = 0, conflicts = 0, strikes = 0,
    isolated = 0, due_at = ?, started_at = NULL, finished_at = NULL, reason = NULL, failure = NULL
    WHERE seq = ?`)
  return (runId: string, now: number): Backlog | undefined => {
    tables.sawNow(now)
    const row = select.get([runId])
    if (!row || !isRedrivable(row[2])) return undefined
    const [seq, step, status, passes] = row
    const run = { seq, id: runId }
    update.run([now, seq]) // from when it could begin
    counts.move(step, status, CODE.queued)
    after.revive(run)
    const changes = createChanges()
    if (passes) {
      pass(seq, CODE.queued, now, changes)
      after.settle(run, true, now, changes)
    } else {
      changes.queued.add(step)
    }
    return toBacklog(changes, tables)
  }
}

/** Ended, yet not for good. */
function isRedrivable(code: StatusCode): boolean {
  return code >= CODE.failed && canBecome(toStatus(code), 'queued')
}
