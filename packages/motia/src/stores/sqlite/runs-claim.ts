/** Queued → running: oldest first within a step, epoch raised. */
import type { ClaimWish } from '@motia/core/store'
import { CODE } from './codes.ts'
import type { Tables } from './tables.ts'
import type { ClaimReply } from './verbs.ts'

/** `rows` is null when there are none; `long` counts those whose input is stored apart. */
type Oldest = [rows: string | null, last: number, count: number, long: number]

export function createClaim(tables: Tables) {
  const { db, steps, counts } = tables
  // one text is a third of the price of as many rows (ClaimRow)
  const oldest = db.prepare<Oldest>(`SELECT group_concat(row), max(seq), count(*), sum(long) FROM (
    SELECT r.seq, r.input IS NULL AS long, json_array(r.seq, r.id, r.trace_id, r.parent_run_id, r.epoch,
      r.attempts, r.conflicts, r.strikes, r.isolated, r.input, r.created_at, r.due_at) AS row
    FROM runs r WHERE r.step = ? AND r.status = ${CODE.queued} ORDER BY r.seq LIMIT ?)`)
  const longInputs = db.prepare<[ref: number, input: string]>(`SELECT r.seq, p.body FROM runs r
    JOIN payloads p ON p.id = r.seq * 2
    WHERE r.step = ? AND r.status = ${CODE.queued} AND r.seq <= ? AND r.input IS NULL`)
  // exactly the rows just read: the oldest queued ones up to the last of them
  const claimUpTo = db.prepare(`UPDATE runs SET status = ${CODE.running}, epoch = epoch + 1, started_at = ?
    WHERE step = ? AND status = ${CODE.queued} AND seq <= ?`)
  return (wishes: readonly ClaimWish[], now: number): ClaimReply[] => {
    tables.sawNow(now)
    return wishes.flatMap(({ stepId, limit }) => {
      const step = steps.find(stepId)
      if (step === undefined || counts.of(step, CODE.queued) === 0) return []
      const [rows, last, count, long] = oldest.get([step, limit]) ?? [null, 0, 0, 0]
      if (rows === null) return []
      const inputs = long > 0 ? longInputs.all([step, last]) : []
      claimUpTo.run([now, step, last])
      counts.add(step, CODE.queued, -count)
      counts.add(step, CODE.running, count)
      return [{ stepId, rows, longInputs: inputs }]
    })
  }
}
