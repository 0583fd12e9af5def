/**
 * Where inputs and results lie: in their run's row while short, in a table of their own from INLINE_LENGTH on, so
 * that claiming and ending a run never writes a long text again.
 */
import type { Json } from '@motia/core/json'
import type { Connection } from '../../sqlite/connection.ts'

/** UTF-16 units, which is what JavaScript counts without looking. */
const INLINE_LENGTH = 1024

/** SQL for the text of a row of `runs r`, wherever it lies. */
export const INPUT_SQL = 'coalesce(r.input, (SELECT body FROM payloads WHERE id = r.seq * 2))'
export const RESULT_SQL = `CASE WHEN r.status = 0 THEN
  coalesce(r.result, (SELECT body FROM payloads WHERE id = r.seq * 2 + 1)) END`

/** Whether a row holds the text itself. */
export function isInline(text: Json): boolean {
  return text.length < INLINE_LENGTH
}

/** What a row holds of a text: all or nothing. */
export function inline(text: Json): Json | null {
  return isInline(text) ? text : null
}

export interface Payloads {
  /** Stores the text if its row does not hold it. */
  putInput(seq: number, text: Json): void
  putResult(seq: number, text: Json): void
  /** Of all these rows; `seqs` is a JSON array. */
  remove(seqs: Json): void
}

export function createPayloads(db: Connection): Payloads {
  const insert = db.prepare('INSERT OR REPLACE INTO payloads (id, body) VALUES (?, ?)')
  const remove = db.prepare(`DELETE FROM payloads WHERE id IN
    (SELECT value * 2 FROM json_each(?1) UNION ALL SELECT value * 2 + 1 FROM json_each(?1))`)
  const put = (id: number, text: Json) => {
    if (!isInline(text)) insert.run([id, text])
  }
  return {
    putInput: (seq, text) => put(seq * 2, text),
    putResult: (seq, text) => put(seq * 2 + 1, text),
    remove: (seqs) => void remove.run([seqs]),
  }
}
