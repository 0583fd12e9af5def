/**
 * Deleting runs that ended long ago, with all that hangs on them, in small batches. Walks the table by age, a window at
 * a time, with a cursor kept in memory, so that no index has to exist for it; what may not go yet is passed over until
 * the next round.
 */
import type { PruneBefore } from '@motia/core/store'
import type { Answers } from './answers.ts'
import { CODE, type StatusCode } from './codes.ts'
import { KEY_LIFE_MS } from './run-keys.ts'
import type { Tables } from './tables.ts'

/** Rows looked at by one statement, and statements by one call: bounds the time that commits wait. */
const WINDOW = 10_000
const MAX_WINDOWS = 5

type Candidate = [seq: number, status: StatusCode, step: number, createdAt: number, key: string | null]

export function createPrune(tables: Tables, answers: Answers) {
  const { db, counts } = tables
  const endedIn = db.prepare<Candidate>(`SELECT seq, status, step, created_at, key FROM runs
    WHERE seq > ? AND seq <= ? AND finished_at < CASE WHEN status IN (${CODE.failed}, ${CODE.quarantined})
    THEN ? ELSE ? END ORDER BY seq LIMIT ?`)
  const next = db.prepare<[number, number]>(
    'SELECT seq, created_at FROM runs WHERE seq > ? ORDER BY seq LIMIT 1',
  )
  const isAwaited = db.prepare<[number]>(`SELECT 1 FROM run_deps d JOIN runs r ON r.seq = d.run
    WHERE d.depends_on = ? AND r.status = ${CODE.waiting}`)
  // of api runs that failed, which leave no row
  const removeLoneSends = db.prepare(`DELETE FROM sends WHERE id IN (SELECT s.id FROM sends s
    WHERE s.created_at < ? AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = s.run_id) LIMIT ?)`)
  const remove = createRemove(tables)
  let cursor = 0

  const mayGo = ([seq, , , createdAt, key]: Candidate) =>
    (key === null || tables.latestNow() - createdAt >= KEY_LIFE_MS) && !isAwaited.get([seq])

  /** Where the next rows lie that are old enough to have ended in time. */
  const nextWindow = (after: number, horizon: number) => {
    const [seq, createdAt] = next.get([after]) ?? [0, horizon]
    return createdAt < horizon ? seq - 1 : undefined
  }

  const collect = (before: PruneBefore, limit: number) => {
    const horizon = Math.max(before.succeeded, before.failed)
    const doomed: Candidate[] = []
    let from = nextWindow(cursor, horizon) ?? nextWindow(0, horizon)
    for (let windows = 0; from !== undefined && doomed.length < limit && windows < MAX_WINDOWS; windows++) {
      const room = limit - doomed.length
      const rows = endedIn.all([from, from + WINDOW, before.failed, before.succeeded, room])
      doomed.push(...rows.filter(mayGo))
      cursor = rows.length < room ? from + WINDOW : (rows.at(-1)?.[0] ?? from)
      from = nextWindow(cursor, horizon)
    }
    return doomed
  }

  return (before: PruneBefore, limit: number): number => {
    const doomed = collect(before, limit)
    if (doomed.length < limit) {
      removeLoneSends.run([before.failed, limit])
      answers.prune(tables.latestNow(), limit)
    }
    if (doomed.length > 0) remove(JSON.stringify(doomed.map(([seq]) => seq)))
    for (const [, status, step] of doomed) counts.add(step, status, -1)
    return doomed.length
  }
}

/** Deletes rows of `runs`, given as a JSON array of `seq`, and what other tables hold for them. */
function createRemove({ db, payloads }: Tables) {
  const those = '(SELECT value FROM json_each(?1))'
  const statements = [
    `DELETE FROM attempts WHERE run IN ${those}`,
    `DELETE FROM run_deps WHERE run IN ${those}`,
    `DELETE FROM run_deps WHERE depends_on IN ${those}`,
    `DELETE FROM run_keys WHERE run IN ${those} AND (step, key) IN
      (SELECT step, key FROM runs WHERE seq IN ${those} AND key IS NOT NULL)`,
    `DELETE FROM sends WHERE run_id IN (SELECT id FROM runs WHERE seq IN ${those})`,
    `DELETE FROM runs WHERE seq IN ${those}`,
  ].map((sql) => db.prepare(sql))
  return (seqs: string): void => {
    payloads.remove(seqs)
    for (const statement of statements) statement.run([seqs])
  }
}
