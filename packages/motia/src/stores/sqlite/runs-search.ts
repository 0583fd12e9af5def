/**
 * Looking for a text in runs: goes through them newest first, some at a time, until the page is full or the time is
 * up. No index of words has to be kept for it, which accepting a run would pay for.
 */
import type { FoundRuns, RunSearch } from '@motia/core/store-reader'
import type { Connection } from './connection.ts'
import { containsPattern } from './like.ts'
import type { RunFilters } from './runs-filter.ts'
import type { RunReads } from './runs-read.ts'

const CHUNK = 2_000
/** Leaves room for the rest of the answer within half a second. */
const SEARCH_MS = 350

export function createSearch(
  db: Connection,
  filters: RunFilters,
  { summaries }: Pick<RunReads, 'summaries'>,
) {
  // failures and inputs are JSON text, and so is what is looked for in them
  const holding = db.prepare<[number]>(`SELECT r.seq FROM json_each(?1) w JOIN runs r ON r.seq = w.value
    WHERE coalesce(r.input, (SELECT body FROM payloads WHERE id = r.seq * 2)) LIKE ?2 ESCAPE '\\'
    OR r.id LIKE ?3 ESCAPE '\\' OR r.trace_id LIKE ?3 ESCAPE '\\' OR r.reason LIKE ?3 ESCAPE '\\'
    OR (r.failure IS NOT NULL AND r.failure ->> '$.message' LIKE ?3 ESCAPE '\\')`)
  const seqsOf = db.prepare<[number]>('SELECT r.seq FROM json_each(?) w JOIN runs r ON r.id = w.value')
  const idOf = db.prepare<[string]>('SELECT id FROM runs WHERE seq = ?')

  return (search: RunSearch): FoundRuns => {
    const { text, orRunIds = [], limit } = search
    const until = performance.now() + SEARCH_MS
    const patterns = [containsPattern(JSON.stringify(text).slice(1, -1)), containsPattern(text)] as const
    const also = new Set(seqsOf.all([JSON.stringify(orRunIds)]).map(([seq]) => seq))
    const hits: number[] = []
    let lookedThrough = 0
    let last: number | undefined
    for (;;) {
      const chunk = filters.seqsOf({ ...search, limit: CHUNK }, last)
      const held = new Set(holding.all([JSON.stringify(chunk), ...patterns]).map(([seq]) => seq))
      for (const seq of chunk) {
        last = seq
        lookedThrough++
        if ((held.has(seq) || also.has(seq)) && hits.push(seq) === limit) break
      }
      const isComplete = last === (chunk.at(-1) ?? last) && chunk.length < CHUNK
      if (isComplete) return { runs: summaries(hits), lookedThrough, isComplete }
      if (hits.length < limit && performance.now() < until) continue
      const before = last === undefined ? undefined : idOf.get([last])?.[0]
      return { runs: summaries(hits), lookedThrough, isComplete, ...(before !== undefined && { before }) }
    }
  }
}
