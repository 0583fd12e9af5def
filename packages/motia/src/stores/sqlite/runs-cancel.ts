/** By hand: a run that has not ended → cancelled, and whatever waits for it. */
import { canBecome } from '@motia/core/run'
import type { EndedRun } from '@motia/core/store'
import { createChanges } from './changes.ts'
import { CODE, type StatusCode, toStatus } from './codes.ts'
import type { After } from './runs-after.ts'
import type { Tables } from './tables.ts'

export function createCancel(tables: Tables, after: After) {
  const { db, steps, counts } = tables
  const select = db.prepare<[number, number, StatusCode]>('SELECT seq, step, status FROM runs WHERE id = ?')
  const update = db.prepare(
    `UPDATE runs SET status = ${CODE.cancelled}, reason = ?, finished_at = ? WHERE seq = ?`,
  )
  return (runId: string, reason: string, now: number): EndedRun[] => {
    tables.sawNow(now)
    const row = select.get([runId])
    if (!row || !canBecome(toStatus(row[2]), 'cancelled')) return []
    const [seq, step, status] = row
    update.run([reason, now, seq])
    counts.move(step, status, CODE.cancelled)
    const changes = createChanges()
    after.settle({ seq, id: runId }, false, now, changes)
    return [{ runId, stepId: steps.nameOf(step), status: 'cancelled', reason }, ...changes.ended]
  }
}
