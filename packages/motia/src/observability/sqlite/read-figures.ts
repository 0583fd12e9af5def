/** Figures over time, from what was counted in the app; reader.ts calls it. */
import type { FiguresFilter, FiguresRecord, RequestCounts } from '../figures.ts'
import type { RequestCountsFilter } from '../records.ts'
import type { Connection } from './connection.ts'

export function readFigures(_db: Connection, filter: FiguresFilter): FiguresRecord {
  return nothingCounted(filter)
}

/** The answer while there is no file. */
export function nothingCounted({ from, to, bucketMs }: FiguresFilter): FiguresRecord {
  const nothing = { executions: 0, failed: 0, retried: 0 }
  const end = Math.ceil(to / bucketMs) * bucketMs
  const count = Math.max(1, Math.round((to - from) / bucketMs))
  const begin = end - count * bucketMs
  const series = Array.from({ length: count }, (_, i) => ({ at: begin + i * bucketMs, ...nothing }))
  return { from: begin, to: end, bucketMs, total: nothing, series, steps: [] }
}

export function readRequestCounts(_db: Connection, _filter: RequestCountsFilter): RequestCounts {
  return { kept: 0, of: 0 }
}
