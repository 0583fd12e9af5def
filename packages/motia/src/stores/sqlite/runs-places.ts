/**
 * Times as places in the order of acceptance, so that a span of time needs no index: runs are accepted in the order of
 * their times, but for clocks that were set back and requests that took a while, which a margin allows for.
 */
import type { RunFilter } from '@motia/core/store'
import type { Connection, Row } from './connection.ts'

/** Rows around a place found that may belong to the other side of it. */
const MARGIN = 1_000

export interface Places {
  /** The place of a run; 0 for one that is not there. */
  seqOf(runId: string): number
  /** Condition on `runs r`: before the place, and created within the filter's times. */
  within(filter: RunFilter, endSeq: number): { readonly sql: string; readonly params: Row }
}

export function createPlaces(db: Connection): Places {
  const seqById = db.prepare<[number]>('SELECT seq FROM runs WHERE id = ?')
  const ends = db.prepare<[number | null, number | null]>(
    'SELECT (SELECT min(seq) FROM runs), (SELECT max(seq) FROM runs)',
  )
  const atOrAfter = db.prepare<[number, number]>(
    'SELECT seq, created_at FROM runs WHERE seq >= ? ORDER BY seq LIMIT 1',
  )

  /** The first place whose run was created at the time or later. */
  const firstAt = (time: number): number => {
    let [low, high] = ends.get([]) ?? [0, 0]
    low ??= 0
    high = (high ?? 0) + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const [seq, createdAt] = atOrAfter.get([middle]) ?? [high, Number.POSITIVE_INFINITY]
      if (createdAt >= time) high = middle
      else low = seq + 1
    }
    return low
  }

  return {
    seqOf: (runId) => seqById.get([runId])?.[0] ?? 0,
    within({ from, to }, endSeq) {
      const where = ['r.seq < ?']
      const params = [to === undefined ? endSeq : Math.min(endSeq, firstAt(to) + MARGIN)]
      if (from !== undefined) {
        where.push('r.seq >= ? AND r.created_at >= ?')
        params.push(firstAt(from) - MARGIN, from)
      }
      if (to !== undefined) {
        where.push('r.created_at < ?')
        params.push(to)
      }
      return { sql: where.join(' AND '), params }
    },
  }
}
