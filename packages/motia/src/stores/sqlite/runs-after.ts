/**
 * `after`: runs that wait for others. Success frees them, any other end cancels them, and those that wait for them in
 * turn; redriving what failed revives what it had cancelled. Called whenever a run is accepted, ends or is redriven.
 */
import type { Changes } from './changes.ts'
import { CODE, type StatusCode } from './codes.ts'
import { createPass } from './runs-pass.ts'
import type { Tables } from './tables.ts'

/** What a run's dependencies make of it when it is accepted. `on` are the rows that have not succeeded. */
interface Standing {
  readonly status: 'free' | 'waiting' | 'cancelled'
  readonly reason: string | null
  readonly on: readonly number[]
}

/** A run that ended, or was redriven. */
interface Moved {
  readonly seq: number
  readonly id: string
}

export interface After {
  examine(ids: readonly string[]): Standing
  add(seq: number, on: readonly number[]): void
  /** Follows the end of a run through all that wait for it. */
  settle(run: Moved, succeeded: boolean, now: number, changes: Changes): void
  /** Follows a redrive through all that the run had cancelled. */
  revive(run: Moved): void
}

type Dependant = [seq: number, id: string, step: number, dueAt: number | null, passes: number]
type Dependency = [seq: number, id: string, status: StatusCode]

/** Why a dependant is cancelled. */
function reasonAfter(runId: string): string {
  return `after:${runId}`
}

export function createAfter(tables: Tables): After {
  const { db, steps, counts } = tables
  const byId = db.prepare<Dependency>('SELECT seq, id, status FROM runs WHERE id = ?')
  const insert = db.prepare('INSERT OR IGNORE INTO run_deps (run, depends_on) VALUES (?, ?)')
  const removeOn = db.prepare('DELETE FROM run_deps WHERE depends_on = ?')
  const dependants = `SELECT r.seq, r.id, r.step, r.due_at, r.passes FROM run_deps d
    JOIN runs r ON r.seq = d.run WHERE d.depends_on = ? AND r.status =`
  const waitingOn = db.prepare<Dependant>(`${dependants} ${CODE.waiting} ORDER BY r.seq`)
  const cancelledBy = db.prepare<Dependant>(`${dependants} ${CODE.cancelled} AND r.reason = ? ORDER BY r.seq`)
  const unmet = db.prepare<Dependency>(`SELECT r.seq, r.id, r.status FROM run_deps d
    JOIN runs r ON r.seq = d.depends_on WHERE d.run = ? AND r.status <> ${CODE.succeeded} ORDER BY r.seq`)
  const setStatus = db.prepare('UPDATE runs SET status = ?, finished_at = ?, reason = ? WHERE seq = ?')
  // from now on it could begin: the time that it waited for others is none of its own
  const setQueued = db.prepare(`UPDATE runs SET status = ${CODE.queued}, due_at = ? WHERE seq = ?`)
  const setReason = db.prepare('UPDATE runs SET reason = ? WHERE seq = ?')
  const pass = createPass(tables)

  const free = ([seq, id, step, dueAt, passes]: Dependant, now: number, changes: Changes, work: Move[]) => {
    if (dueAt !== null && dueAt > now) {
      setStatus.run([CODE.scheduled, null, null, seq])
      counts.move(step, CODE.waiting, CODE.scheduled)
      changes.scheduled = true
    } else if (passes) {
      pass(seq, CODE.waiting, now, changes)
      work.push({ seq, id, succeeded: true })
    } else {
      setQueued.run([now, seq])
      counts.move(step, CODE.waiting, CODE.queued)
      changes.queued.add(step)
    }
  }

  const cancel = ([seq, id, step]: Dependant, cause: Move, now: number, changes: Changes, work: Move[]) => {
    const reason = reasonAfter(cause.id)
    setStatus.run([CODE.cancelled, now, reason, seq])
    counts.move(step, CODE.waiting, CODE.cancelled)
    changes.ended.push({ runId: id, stepId: steps.nameOf(step), status: 'cancelled', reason })
    work.push({ seq, id, succeeded: false })
  }

  return {
    examine(ids) {
      const found = ids.map((id) => byId.get([id]))
      const on = found.flatMap((run) => (run && run[2] !== CODE.succeeded ? [run[0]] : []))
      const unknown = ids.find((_, index) => !found[index])
      const broken = unknown ?? found.find((run) => run && endedBadly(run[2]))?.[1]
      if (broken !== undefined) return { status: 'cancelled', reason: reasonAfter(broken), on }
      return { status: on.length > 0 ? 'waiting' : 'free', reason: null, on }
    },
    add(seq, on) {
      for (const dependency of on) insert.run([seq, dependency])
    },
    settle(run, succeeded, now, changes) {
      if (counts.total(CODE.waiting) === 0) return
      const work: Move[] = [{ ...run, succeeded }]
      for (const moved of work) {
        const waiting = waitingOn.all([moved.seq])
        if (moved.succeeded) removeOn.run([moved.seq])
        for (const dependant of waiting) {
          if (!moved.succeeded) cancel(dependant, moved, now, changes, work)
          else if (!unmet.get([dependant[0]])) free(dependant, now, changes, work)
        }
      }
    },
    revive(run) {
      const work = [run]
      for (const moved of work) {
        for (const [seq, id, step] of cancelledBy.all([moved.seq, reasonAfter(moved.id)])) {
          const broken = unmet.all([seq]).find(([, , status]) => endedBadly(status))
          if (broken) {
            setReason.run([reasonAfter(broken[1]), seq])
            continue
          }
          setStatus.run([CODE.waiting, null, null, seq])
          counts.move(step, CODE.cancelled, CODE.waiting)
          work.push({ seq, id })
        }
      }
    },
  }
}

interface Move extends Moved {
  readonly succeeded: boolean
}

/** Failed, cancelled or quarantined. */
function endedBadly(status: StatusCode): boolean {
  return status >= CODE.failed
}
