/** What led to what: a run's children, and how the steps hang together in the runs that are kept. For readers. */
import type { RunSummary } from '@motia/core/store'
import type { SeenEdges, StepEdge } from '@motia/core/store-reader'
import type { Connection } from '../../sqlite/connection.ts'
import type { RunReads } from './runs-read.ts'

export interface Descent {
  /** Oldest first. */
  children(runId: string): RunSummary[]
  edges(limit: number): SeenEdges
}

const CHUNK = 2_000
const EDGES_MS = 80

export function createDescent(db: Connection, { summaries }: Pick<RunReads, 'summaries'>): Descent {
  // children are of their parent's trace
  const childrenOf = db.prepare<[number]>(`SELECT r.seq FROM runs p JOIN runs r ON r.trace_id = p.trace_id
    WHERE p.id = ?1 AND r.parent_run_id = ?1`)
  const last = db.prepare<[number | null]>('SELECT max(seq) FROM runs')
  const chunk = db.prepare<[lowest: number | null, count: number]>(
    'SELECT min(seq), count(*) FROM (SELECT seq FROM runs WHERE seq <= ? ORDER BY seq DESC LIMIT ?)',
  )
  const between = db.prepare<[from: string, to: string, cause: string, count: number, lastAt: number]>(
    `SELECT f.name, t.name, e.cause, e.count, e.last_at FROM (
      SELECT p.step AS parent, r.step AS child, r.cause, count(*) AS count, max(r.created_at) AS last_at
      FROM runs r JOIN runs p ON p.id = r.parent_run_id WHERE r.seq BETWEEN ? AND ? GROUP BY 1, 2, 3) e
    JOIN steps f ON f.id = e.parent JOIN steps t ON t.id = e.child`,
  )
  return {
    children: (runId) => summaries(childrenOf.all([runId]).map(([seq]) => seq)).reverse(),
    edges(limit) {
      const until = performance.now() + EDGES_MS
      const edges = new Map<string, StepEdge>()
      let lookedAt = 0
      let high = last.get([])?.[0] ?? 0
      while (lookedAt < limit && performance.now() < until) {
        const [low, count] = chunk.get([high, Math.min(CHUNK, limit - lookedAt)]) ?? [null, 0]
        if (low === null) break
        for (const row of between.all([low, high])) add(edges, toEdge(row))
        lookedAt += count
        high = low - 1
      }
      return { edges: [...edges.values()], lookedAt }
    },
  }
}

function toEdge([from, to, cause, count, lastAt]: readonly [
  string,
  string,
  string,
  number,
  number,
]): StepEdge {
  return { from, to, cause, count, lastAt }
}

function add(edges: Map<string, StepEdge>, edge: StepEdge): void {
  const key = JSON.stringify([edge.from, edge.to, edge.cause])
  const known = edges.get(key)
  edges.set(key, {
    ...edge,
    count: edge.count + (known?.count ?? 0),
    lastAt: Math.max(edge.lastAt, known?.lastAt ?? 0),
  })
}
