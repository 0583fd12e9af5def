/** `key` of a trigger: within 24 h, the same key to the same step means the run that it made first. */
import { DAY_MS } from '@motia/core/duration'
import type { RunStatus } from '@motia/core/run'
import type { Connection } from '../../sqlite/connection.ts'
import { toStatus } from './codes.ts'

export const KEY_LIFE_MS = DAY_MS

export interface RunKeys {
  find(step: number, key: string, now: number): { runId: string; status: RunStatus } | undefined
  put(step: number, key: string, seq: number, now: number): void
}

const FIND = `SELECT r.id, r.status FROM run_keys k JOIN runs r ON r.seq = k.run
  WHERE k.step = ? AND k.key = ? AND k.created_at > ?`

export function createRunKeys(db: Connection): RunKeys {
  const select = db.prepare<[string, number]>(FIND)
  const replace = db.prepare(
    'INSERT OR REPLACE INTO run_keys (step, key, run, created_at) VALUES (?, ?, ?, ?)',
  )
  return {
    find(step, key, now) {
      const row = select.get([step, key, now - KEY_LIFE_MS])
      return row && { runId: row[0], status: toStatus(row[1]) }
    },
    put: (step, key, seq, now) => void replace.run([step, key, seq, now]),
  }
}
