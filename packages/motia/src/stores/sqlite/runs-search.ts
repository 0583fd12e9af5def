/**
 * Looking for a text in runs: goes through them newest first, some at a time, until the page is full or the time is
 * up. No index of words has to be kept for it, which accepting a run would pay for.
 */
import type { FoundRuns, RunSearch } from '@motia/core/store-reader'
import type { Connection } from '../../sqlite/connection.ts'
import { containsPattern } from './like.ts'
import { INPUT_SQL } from './payloads.ts'
import type { Condition, RunFilters } from './runs-filter.ts'
import type { RunReads } from './runs-read.ts'

/** Few enough that the time is kept where inputs are long. */
const CHUNK = 500
/** Leaves room for the rest of the answer within half a second. */
const SEARCH_MS = 250

/** Inputs are JSON text: what is looked for is a part of a value in them, or of the text itself. */
const HOLDS = `${INPUT_SQL} LIKE ?2 ESCAPE '\\' OR (?2 <> ?1 AND ${INPUT_SQL} LIKE ?1 ESCAPE '\\')
  OR r.id LIKE ?1 ESCAPE '\\' OR r.trace_id LIKE ?1 ESCAPE '\\' OR r.reason LIKE ?1 ESCAPE '\\'
  OR (r.failure IS NOT NULL AND r.failure ->> '$.message' LIKE ?1 ESCAPE '\\')
  OR r.seq IN (SELECT value FROM json_each(?3))`

export function createSearch(
  db: Connection,
  filters: RunFilters,
  { summaries }: Pick<RunReads, 'summaries'>,
) {
  const seqsOf = db.prepare<[number]>('SELECT r.seq FROM json_each(?) w JOIN runs r ON r.id = w.value')
  const idOf = db.prepare<[string]>('SELECT id FROM runs WHERE seq = ?')

  const toCondition = ({ text, orRunIds = [] }: RunSearch): Condition => {
    const also = seqsOf.all([JSON.stringify(orRunIds)]).map(([seq]) => seq)
    const escaped = containsPattern(JSON.stringify(text).slice(1, -1))
    return { sql: HOLDS, params: [containsPattern(text), escaped, JSON.stringify(also)] }
  }

  /** @param last the place up to which the page came, unless it came to the end */
  const toPage = (hits: readonly number[], lookedThrough: number, last?: number): FoundRuns => {
    const before = last === undefined ? undefined : idOf.get([last])?.[0]
    const isComplete = last === undefined
    return { runs: summaries(hits), lookedThrough, isComplete, ...(before !== undefined && { before }) }
  }

  return (search: RunSearch): FoundRuns => {
    const { limit } = search
    const until = performance.now() + SEARCH_MS
    const condition = toCondition(search)
    const hits: number[] = []
    let lookedThrough = 0
    let last: number | undefined
    for (;;) {
      const looked = filters.look({ ...search, limit: CHUNK }, last, condition)
      const isEnd = looked.count < CHUNK
      hits.push(...looked.hits)
      lookedThrough += looked.count
      last = looked.last
      const isFull = isEnd ? hits.length > limit : hits.length >= limit
      if (isFull) return toPage(hits.slice(0, limit), lookedThrough, hits[limit - 1])
      if (isEnd) return toPage(hits, lookedThrough)
      if (performance.now() >= until) return toPage(hits, lookedThrough, last)
    }
  }
}
