/**
 * Times as places in the order of acceptance, so that a span of time needs no index: runs are accepted in the order of
 * their times, but for clocks that were set back and requests that took a while, which a margin allows for.
 */
import type { RunFilter } from '@motia/core/store'
import type { Connection, Row } from '../../sqlite/connection.ts'

/** Rows around a place found that may belong to the other side of it. */
const MARGIN = 1_000

export interface Places {
  /** Condition on `runs r`: before the place and the filter's run, created within its times. */
  within(filter: RunFilter, beforeSeq?: number): { readonly sql: string; readonly params: Row }
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

  /** 0 for one that is not there, before which nothing lies. */
  const placeOf = (runId: string | undefined) =>
    runId === undefined ? Number.MAX_SAFE_INTEGER : (seqById.get([runId])?.[0] ?? 0)

  return {
    within({ from, to, before }, beforeSeq = Number.MAX_SAFE_INTEGER) {
      const where = ['r.seq < ?']
      const params = [
        Math.min(beforeSeq, placeOf(before), to === undefined ? beforeSeq : firstAt(to) + MARGIN),
      ]
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
