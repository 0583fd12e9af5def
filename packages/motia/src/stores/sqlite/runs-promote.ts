/** Scheduled and due → queued: delays and backoffs that are over. */
import type { Backlog } from '@motia/core/store'
import { createChanges, wholeBacklog } from './changes.ts'
import { CODE } from './codes.ts'
import type { After } from './runs-after.ts'
import { createPass } from './runs-pass.ts'
import type { Tables } from './tables.ts'

export function createPromote(tables: Tables, after: After) {
  const { db, counts } = tables
  const due = db.prepare<[seq: number, id: string, step: number, passes: number]>(
    `SELECT seq, id, step, passes FROM runs WHERE status = ${CODE.scheduled} AND due_at <= ?
    ORDER BY due_at LIMIT ?`,
  )
  const enqueue = db.prepare(`UPDATE runs SET status = ${CODE.queued} WHERE seq = ?`)
  const pass = createPass(tables)
  return (now: number, limit: number): Backlog => {
    tables.sawNow(now)
    const changes = createChanges()
    for (const [seq, id, step, passes] of due.all([now, limit])) {
      if (passes) {
        pass(seq, CODE.scheduled, now, changes)
        after.settle({ seq, id }, true, now, changes)
      } else {
        enqueue.run([seq])
        counts.move(step, CODE.scheduled, CODE.queued)
      }
    }
    return wholeBacklog(tables)
  }
}
