/**
 * Deleting runs that ended long ago, with all that hangs on them, in small batches. Walks the table by age with a
 * cursor kept in memory, so that no index has to exist for it; what may not go yet is passed over until the next round.
 */
import type { PruneBefore } from '@motia/core/store'
import { CODE, type StatusCode } from './codes.ts'
import { KEY_LIFE_MS } from './run-keys.ts'
import type { Tables } from './tables.ts'

/** Rows looked at for each that may be deleted: bounds the time that others wait. */
const LOOKS_PER_DELETE = 10
const MIN_LOOKS = 1000

type Candidate = [
  seq: number,
  status: StatusCode,
  step: number,
  createdAt: number,
  finishedAt: number | null,
  key: string | null,
]

export function createPrune(tables: Tables) {
  const { db, counts } = tables
  const walk = db.prepare<Candidate>(`SELECT seq, status, step, created_at, finished_at, key FROM runs
    WHERE seq > ? ORDER BY seq LIMIT ?`)
  const isAwaited = db.prepare<[number]>(`SELECT 1 FROM run_deps d JOIN runs r ON r.seq = d.run
    WHERE d.depends_on = ? AND r.status = ${CODE.waiting}`)
  const remove = createRemove(tables)
  let cursor = 0

  const mayGo = ([seq, status, , createdAt, finishedAt, key]: Candidate, before: PruneBefore) => {
    const limit = status === CODE.succeeded ? before.succeeded : before.failed
    if (finishedAt === null || finishedAt >= limit) return false
    if (key !== null && tables.latestNow() - createdAt < KEY_LIFE_MS) return false
    return !isAwaited.get([seq])
  }

  return (before: PruneBefore, limit: number): number => {
    const looks = Math.max(MIN_LOOKS, limit * LOOKS_PER_DELETE)
    const rows = walk.all([cursor, looks])
    const horizon = Math.max(before.succeeded, before.failed)
    const doomed: Candidate[] = []
    let reached = rows.length < looks ? 0 : cursor
    for (const row of rows) {
      if (row[3] >= horizon) {
        reached = 0 // rows from here on are younger still
        break
      }
      if (mayGo(row, before)) doomed.push(row)
      if (doomed.length >= limit) {
        reached = row[0]
        break
      }
      if (rows.length === looks) reached = row[0]
    }
    cursor = reached
    if (doomed.length > 0) remove(JSON.stringify(doomed.map(([seq]) => seq)))
    for (const [, status, step] of doomed) counts.add(step, status, -1)
    return doomed.length
  }
}

/** Deletes rows of `runs`, as a JSON array of `seq`, and what other tables hold for them. */
function createRemove({ db, payloads }: Tables) {
  const those = '(SELECT value FROM json_each(?))'
  const statements = [
    `DELETE FROM attempts WHERE run IN ${those}`,
    `DELETE FROM run_deps WHERE run IN ${those}`,
    `DELETE FROM run_deps WHERE depends_on IN ${those}`,
    `DELETE FROM run_keys WHERE (step, key) IN (SELECT step, key FROM runs
      WHERE key IS NOT NULL AND seq IN ${those}) AND run IN ${those}`.replace(/\?/g, '?1'),
    `DELETE FROM sends WHERE run_id IN (SELECT id FROM runs WHERE seq IN ${those})`,
    `DELETE FROM runs WHERE seq IN ${those}`,
  ].map((sql) => db.prepare(sql))
  return (seqs: string): void => {
    payloads.remove(seqs)
    for (const statement of statements) statement.run([seqs])
  }
}
