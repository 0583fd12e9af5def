/** Sends that happen once over all attempts of a run: the first one's receipt stands, whatever the payload. */
import { createHash } from 'node:crypto'
import type { AcceptedRun, Commit } from '@motia/core/store'
import type { Connection } from '../../sqlite/connection.ts'
import { type StatusCode, toStatus } from './codes.ts'

type Once = NonNullable<Commit['once']>

export interface Sends {
  /** The receipt of an earlier attempt's send, its runs' statuses as of now. */
  find(once: Once): { accepted: AcceptedRun[]; samePayload: boolean } | undefined
  put(once: Once, accepted: readonly AcceptedRun[], now: number): void
}

export function createSends(db: Connection): Sends {
  const select = db.prepare<[string, string]>(
    'SELECT accepted, payload_hash FROM sends WHERE run_id = ? AND name = ?',
  )
  const insert = db.prepare(
    'INSERT INTO sends (run_id, name, payload_hash, accepted, created_at) VALUES (?, ?, ?, ?, ?)',
  )
  const statusOf = db.prepare<[StatusCode]>('SELECT status FROM runs WHERE id = ?')
  return {
    find({ runId, name, payload }) {
      const row = select.get([runId, name])
      if (!row) return undefined
      const accepted = (JSON.parse(row[0]) as AcceptedRun[]).map((run) => {
        const code = statusOf.get([run.runId])?.[0]
        return code === undefined ? run : { ...run, status: toStatus(code) }
      })
      return { accepted, samePayload: row[1] === hash(payload) }
    },
    put({ runId, name, payload }, accepted, now) {
      const receipt = accepted.map(({ runId, stepId, status, duplicate }) => ({
        runId,
        stepId,
        status,
        duplicate,
      }))
      insert.run([runId, name, hash(payload), JSON.stringify(receipt), now])
    },
  }
}

function hash(payload: string): string {
  return createHash('sha256').update(payload).digest('base64')
}
