/**
 * Plain ends (`PlainEnd`) of a batch, all in one statement: half the price of one by one. Called by batch.ts, which
 * replays them singly if this throws.
 */
import { createChanges } from './changes.ts'
import { CODE } from './codes.ts'
import type { After } from './runs-after.ts'
import { toReply } from './runs-commit.ts'
import type { Tables } from './tables.ts'
import type { CommitReply, PlainEnd } from './verbs.ts'

/** @throws if one of them is fenced */
export type EndTogether = (ends: readonly PlainEnd[]) => CommitReply[]

export function createEndTogether(tables: Tables, after: After): EndTogether {
  const { db, counts } = tables
  const update = db.prepare<[number]>(`UPDATE runs SET status = ${CODE.succeeded}, attempts = attempts + 1,
    isolated = 0, started_at = j.value ->> 3, finished_at = j.value ->> 4, result = j.value ->> 5, reason = NULL,
    failure = NULL FROM json_each(?) j
    WHERE seq = j.value ->> 1 AND status = ${CODE.running} AND epoch = j.value ->> 2 AND runs.id = j.value ->> 0
    RETURNING step`)

  const settle = ([id, seq, , , now]: PlainEnd): CommitReply => {
    const changes = createChanges()
    after.settle({ seq, id }, true, now, changes)
    return toReply([], changes, tables)
  }

  return (ends) => {
    const steps = update.all([JSON.stringify(ends)])
    if (steps.length < ends.length) throw new Error("one of the attempts is no longer its run's")
    for (const [step] of steps) counts.move(step, CODE.running, CODE.succeeded)
    const awaited = counts.total(CODE.waiting) > 0
    return ends.map((end) => {
      tables.sawNow(end[4])
      return awaited ? settle(end) : 'done'
    })
  }
}
