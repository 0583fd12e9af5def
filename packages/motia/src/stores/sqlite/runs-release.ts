/** Running → queued without using up an attempt: worker losses, conflicts, hand-backs, and the app's own death. */
import { motiaError } from '@motia/core/errors'
import type { Failure } from '@motia/core/failure'
import { MAX_STRIKES } from '@motia/core/run'
import type { Backlog, Release, ReleasedRun, RunRef } from '@motia/core/store'
import { createAttemptLog } from './attempts.ts'
import { createChanges, wholeBacklog } from './changes.ts'
import { CODE } from './codes.ts'
import type { After } from './runs-after.ts'
import type { Tables } from './tables.ts'

type Held = [step: number, attempts: number, conflicts: number, strikes: number, startedAt: number | null]

export function createRelease(tables: Tables, after: After) {
  const { db, steps, counts } = tables
  const log = createAttemptLog(db)
  const select = db.prepare<Held>(`SELECT step, attempts, conflicts, strikes, started_at FROM runs
    WHERE seq = ? AND status = ${CODE.running} AND epoch = ? AND id = ?`)
  // what was begun could begin again from now on; what was not has waited all the time
  const requeue = db.prepare(`UPDATE runs SET status = ${CODE.queued}, isolated = max(isolated, ?),
    strikes = strikes + ?, conflicts = conflicts + ?, due_at = coalesce(?, due_at) WHERE seq = ?`)
  const quarantine = db.prepare(`UPDATE runs SET status = ${CODE.quarantined}, strikes = ?, finished_at = ?,
    reason = ?, failure = ? WHERE seq = ?`)

  const quarantineRun = ({ runId, ref, cause }: Release, [step, , , strikes]: Held, now: number) => {
    const failure = toFailure(motiaError('MOTIA_QUARANTINED', { strikes: strikes + 1, cause }))
    quarantine.run([strikes + 1, now, cause, JSON.stringify(failure), ref])
    counts.move(step, CODE.running, CODE.quarantined)
    const changes = createChanges()
    after.settle({ seq: ref, id: runId }, false, now, changes)
    const dependants = changes.ended.map(({ runId, stepId, status }) => ({ runId, stepId, status }))
    return [{ runId, stepId: steps.nameOf(step), status: 'quarantined' as const }, ...dependants]
  }

  const note = ({ ref, why, cause }: Release, held: Held, now: number) => {
    const [step, attempts, conflicts, , startedAt] = held
    if (why === 'returned') return
    const failure =
      why === 'conflict'
        ? motiaError('MOTIA_STATE_CONFLICT', { stepId: steps.nameOf(step), times: conflicts + 1 })
        : motiaError('MOTIA_RUN_LOST', { cause })
    log.add({
      run: ref,
      attempt: attempts + 1,
      startedAt: startedAt ?? now,
      finishedAt: now,
      outcome: why,
      failure: JSON.stringify(toFailure(failure)),
    })
  }

  const releaseOne = (release: Release, now: number): ReleasedRun[] => {
    const { runId, ref, epoch, why } = release
    const held = select.get([ref, epoch, runId])
    if (!held) return []
    note(release, held, now)
    const [step, , , strikes] = held
    if (why === 'alone' && strikes + 1 >= MAX_STRIKES) return quarantineRun(release, held, now)
    const isolated = why === 'lost' || why === 'alone'
    const readyAt = why === 'returned' ? null : now
    requeue.run([Number(isolated), Number(why === 'alone'), Number(why === 'conflict'), readyAt, ref])
    counts.move(step, CODE.running, CODE.queued)
    return [{ runId, stepId: steps.nameOf(step), status: 'queued' }]
  }

  return (releases: readonly Release[], now: number): ReleasedRun[] => {
    tables.sawNow(now)
    return releases.flatMap((release) => releaseOne(release, now))
  }
}

/** What was running when the last process died, but for what others go on with. No index: as many are looked for as there are, the newest first. */
export function createRecover(tables: Tables) {
  const { db, counts } = tables
  const running = db.prepare<[number, number]>(
    `SELECT seq, step FROM runs WHERE status = ${CODE.running} ORDER BY seq DESC LIMIT ?`,
  )
  const requeue = db.prepare(`UPDATE runs SET status = ${CODE.queued}, due_at = ? WHERE seq = ?`)
  return (now: number, held: readonly RunRef[] = []): Backlog => {
    tables.sawNow(now)
    const kept = new Set(held)
    const count = counts.total(CODE.running)
    for (const [seq, step] of count > 0 ? running.all([count]) : []) {
      if (kept.has(seq)) continue
      requeue.run([now, seq])
      counts.move(step, CODE.running, CODE.queued)
    }
    return wholeBacklog(tables)
  }
}

function toFailure({ name, message, code }: ReturnType<typeof motiaError>): Failure {
  return { name, message, code }
}
