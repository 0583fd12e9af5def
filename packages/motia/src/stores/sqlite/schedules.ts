/** The ability `schedules`: when each cron step is due next, and the compare-and-set that makes a tick fire once. */
import type { Commit } from '@motia/core/store'
import type { ScheduleRecord } from '@motia/core/store-schedules'
import type { Connection } from '../../sqlite/connection.ts'

type Tick = NonNullable<Commit['tick']>

export interface Schedules {
  put(record: ScheduleRecord): void
  remove(stepId: string): void
  expects(tick: Tick): boolean
  advance(tick: Tick): void
}

export function createSchedules(db: Connection): Schedules {
  const replace = db.prepare(
    'INSERT OR REPLACE INTO schedules (step_id, fingerprint, next_at, last_at) VALUES (?, ?, ?, ?)',
  )
  const remove = db.prepare('DELETE FROM schedules WHERE step_id = ?')
  const expects = db.prepare<[number]>('SELECT 1 FROM schedules WHERE step_id = ? AND next_at = ?')
  const advance = db.prepare('UPDATE schedules SET next_at = ?, last_at = ? WHERE step_id = ?')
  return {
    put: ({ stepId, fingerprint, nextAt, lastAt }) => void replace.run([stepId, fingerprint, nextAt, lastAt]),
    remove: (stepId) => void remove.run([stepId]),
    expects: ({ stepId, at }) => expects.get([stepId, at]) !== undefined,
    advance: ({ stepId, at, nextAt }) => void advance.run([nextAt ?? null, at, stepId]),
  }
}

/** Also for readers. Ordered by step id. */
export function createScheduleList(db: Connection): () => ScheduleRecord[] {
  const select = db.prepare<[string, string, number | null, number | null]>(
    'SELECT step_id, fingerprint, next_at, last_at FROM schedules ORDER BY step_id',
  )
  return () =>
    select.all([]).map(([stepId, fingerprint, nextAt, lastAt]) => ({ stepId, fingerprint, nextAt, lastAt }))
}
