/** Passing a noop: nothing holds its run back any longer, so it succeeds with its input as result. */
import type { Changes } from './changes.ts'
import { CODE, type StatusCode } from './codes.ts'
import { INPUT_SQL, inline } from './payloads.ts'
import type { Tables } from './tables.ts'

/** A run that is in the table and whose time has come. */
export type Pass = (seq: number, from: StatusCode, now: number, changes: Changes) => void

export function createPass({ db, steps, counts, payloads }: Tables): Pass {
  const select = db.prepare<[string, number, string]>(
    `SELECT r.id, r.step, ${INPUT_SQL} FROM runs r WHERE r.seq = ?`,
  )
  const update = db.prepare(`UPDATE runs SET status = ${CODE.succeeded}, attempts = 1, started_at = ?1,
    finished_at = ?1, result = ?2 WHERE seq = ?3`)
  return (seq, from, now, changes) => {
    const row = select.get([seq])
    if (!row) throw new Error(`run ${seq} is not in the store`)
    const [runId, step, input] = row
    update.run([now, inline(input), seq])
    payloads.putResult(seq, input)
    counts.move(step, from, CODE.succeeded)
    changes.ended.push({ runId, stepId: steps.nameOf(step), status: 'succeeded', result: input })
  }
}
