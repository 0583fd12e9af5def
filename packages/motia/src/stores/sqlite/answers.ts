/** The ability `answers`: what requests with an `Idempotency-Key` were answered. Written by runs-commit.ts. */
import type { EncodedResponse } from '@motia/core/outcome'
import { ANSWER_LIFE_MS, type NewAnswer, type StoredAnswer } from '@motia/core/store-answers'
import type { Connection } from '../../sqlite/connection.ts'

export interface Answers {
  find(key: string, now: number): StoredAnswer | undefined
  /** In the place of one that has had its time. */
  put(answer: NewAnswer, now: number): void
  /** Deletes up to `limit` of those that have had their time. */
  prune(now: number, limit: number): void
}

export function createAnswers(db: Connection): Answers {
  const select = db.prepare<[string, string | null]>(
    'SELECT request, response FROM answers WHERE key = ? AND created_at > ?',
  )
  const replace = db.prepare(
    'INSERT OR REPLACE INTO answers (key, request, response, created_at) VALUES (?, ?, ?, ?)',
  )
  const remove = db.prepare(
    'DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE created_at <= ? LIMIT ?)',
  )
  return {
    find(key, now) {
      const [request, response] = select.get([key, now - ANSWER_LIFE_MS]) ?? []
      if (request === undefined) return undefined
      return { request, ...(response && { response: JSON.parse(response) as EncodedResponse }) }
    },
    put({ key, request, response }, now) {
      replace.run([key, request, response ? JSON.stringify(response) : null, now])
    },
    prune: (now, limit) => void remove.run([now - ANSWER_LIFE_MS, limit]),
  }
}
