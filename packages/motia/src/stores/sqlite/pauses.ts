/** The ability `pauses`: which steps are paused. Outlives the process, and the step's file. */
import type { Connection } from '../../sqlite/connection.ts'

export interface Pauses {
  put(stepId: string, now: number): boolean
  remove(stepId: string): boolean
}

export function createPauses(db: Connection): Pauses {
  const insert = db.prepare('INSERT OR IGNORE INTO pauses (step_id, paused_at) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM pauses WHERE step_id = ?')
  return {
    put: (stepId, now) => insert.run([stepId, now]) > 0,
    remove: (stepId) => remove.run([stepId]) > 0,
  }
}

/** Also for readers. Ordered by step id. */
export function createPauseList(db: Connection): () => string[] {
  const select = db.prepare<[string]>('SELECT step_id FROM pauses ORDER BY step_id')
  return () => select.all([]).map(([stepId]) => stepId)
}
