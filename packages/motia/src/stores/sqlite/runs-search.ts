/**
 * Looking for a text in runs: goes through them newest first, some at a time, until the page is full or the time is
 * up. No index of words has to be kept for it, which accepting a run would pay for.
 */
import type { FoundRuns, RunSearch } from '@motia/core/store-reader'
import type { Connection } from './connection.ts'
import { containsPattern } from './like.ts'
import { INPUT_SQL } from './payloads.ts'
import type { RunFilters } from './runs-filter.ts'
import type { RunReads } from './runs-read.ts'

/** Few enough that the time is kept where inputs are long. */
const CHUNK = 500
/** Leaves room for the rest of the answer within half a second. */
const SEARCH_MS = 350

export function createSearch(
  db: Connection,
  filters: RunFilters,
  { summaries }: Pick<RunReads, 'summaries'>,
) {
  // Inputs are JSON text: what is looked for is a part of a value in them, or of the text itself.
  const holding = db.prepare<[number]>(`SELECT r.seq FROM json_each(?1) w JOIN runs r ON r.seq = w.value
    WHERE ${INPUT_SQL} LIKE ?2 ESCAPE '\\' OR (?2 <> ?3 AND ${INPUT_SQL} LIKE ?3 ESCAPE '\\') OR r.id LIKE ?3 ESCAPE '\\' OR r.trace_id LIKE ?3 ESCAPE '\\' OR r.reason LIKE ?3 ESCAPE '\\'
    OR (r.failure IS NOT NULL AND r.failure ->> '$.message' LIKE ?3 ESCAPE '\\')`)
  const seqsOf = db.prepare<[number]>('SELECT r.seq FROM json_each(?) w JOIN runs r ON r.id = w.value')
  const idOf = db.prepare<[string]>('SELECT id FROM runs WHERE seq = ?')

  /** Whether each of these rows is a hit. */
  const createTest = ({ text, orRunIds = [] }: RunSearch) => {
    const patterns = [containsPattern(JSON.stringify(text).slice(1, -1)), containsPattern(text)] as const
    const also = new Set(seqsOf.all([JSON.stringify(orRunIds)]).map(([seq]) => seq))
    return (seqs: readonly number[]): ReadonlySet<number> => {
      const held = holding.all([JSON.stringify(seqs), ...patterns]).map(([seq]) => seq)
      return new Set([...held, ...seqs.filter((seq) => also.has(seq))])
    }
  }

  /** All rows that the filter names, newest first, and whether they are hits; `undefined` once the time is up. */
  const look = function* (search: RunSearch) {
    const until = performance.now() + SEARCH_MS
    const isHit = createTest(search)
    let seqs: readonly number[] = []
    do {
      seqs = filters.seqsOf({ ...search, limit: CHUNK }, seqs.at(-1))
      const hits = isHit(seqs)
      for (const seq of seqs) yield [seq, hits.has(seq)] as const
      if (seqs.length === CHUNK && performance.now() >= until) yield
    } while (seqs.length === CHUNK)
  }

  return (search: RunSearch): FoundRuns => {
    const hits: number[] = []
    let lookedThrough = 0
    let last = 0
    const found = (isComplete: boolean): FoundRuns => {
      const before = isComplete ? undefined : idOf.get([last])?.[0]
      return { runs: summaries(hits), lookedThrough, isComplete, ...(before !== undefined && { before }) }
    }
    for (const row of look(search)) {
      if (!row || hits.length === search.limit) return found(false)
      lookedThrough++
      last = row[0]
      if (row[1]) hits.push(last)
    }
    return found(true)
  }
}
