/**
 * Which runs a filter names, newest first, as their places in the order of acceptance. Takes for each part of the
 * filter the index that leads there with the fewest rows, which `counts` tells, and merges what the parts give.
 */
import type { RunStatus } from '@motia/core/run'
import type { RunFilter } from '@motia/core/store'
import { CODE } from './codes.ts'
import type { Connection, Row, Statement } from './connection.ts'
import { createPlaces } from './runs-places.ts'

export interface RunFilters {
  /** The newest `limit` that the filter names and that lie before the place, if one is given. */
  seqsOf(filter: RunFilter, beforeSeq?: number): number[]
}

/** Rows of an index, newest first. */
interface Part {
  readonly sql: string
  readonly params: Row
  /** How many rows match at most, other conditions aside: looking further would look in vain. */
  readonly atMost: number
}

/** How many runs a step has in a status. */
type Cell = [step: number, name: string, status: number, count: number]

const RARE: readonly number[] = [CODE.waiting, CODE.failed, CODE.cancelled, CODE.quarantined]

export function createRunFilters(db: Connection): RunFilters {
  const places = createPlaces(db)
  const counts = db.prepare<Cell>(
    'SELECT c.step, s.name, c.status, c.count FROM counts c JOIN steps s ON s.id = c.step WHERE c.count > 0',
  )
  const statements = new Map<string, Statement<[string | null]>>()
  /** As one text: rows would cost more than finding them. */
  const all = (sql: string, params: Row): number[] => {
    const statement =
      statements.get(sql) ?? db.prepare<[string | null]>(`SELECT group_concat(seq) FROM (${sql})`)
    statements.set(sql, statement)
    return JSON.parse(`[${statement.get(params)?.[0] ?? ''}]`) as number[]
  }

  const partsOf = ({ stepIds, statuses, traceId }: RunFilter): Part[] => {
    if (traceId !== undefined) return [ofTrace(traceId, stepIds, statuses)]
    if (!stepIds && !statuses) return [EVERYTHING]
    const codes: readonly number[] | undefined = statuses?.map((status) => CODE[status])
    const cells = counts.all([])
    const wanted = cells.filter(
      ([, name, code]) => (stepIds?.includes(name) ?? true) && (codes?.includes(code) ?? true),
    )
    return codes ? codes.flatMap((code) => ofStatus(code, wanted, cells)) : ofSteps(wanted)
  }

  return {
    seqsOf(filter, beforeSeq) {
      const { before, limit } = filter
      const end = Math.min(
        beforeSeq ?? Number.MAX_SAFE_INTEGER,
        before === undefined ? Number.MAX_SAFE_INTEGER : places.seqOf(before),
      )
      const { sql, params } = places.within(filter, end)
      const found = partsOf(filter).map((part) =>
        all(`${part.sql} AND ${sql} ORDER BY r.seq DESC LIMIT ?`, [
          ...part.params,
          ...params,
          Math.min(limit, part.atMost),
        ]),
      )
      return found
        .flat()
        .sort((a, b) => b - a)
        .slice(0, limit)
    },
  }
}

const EVERYTHING: Part = {
  sql: 'SELECT r.seq FROM runs r WHERE true',
  params: [],
  atMost: Number.MAX_SAFE_INTEGER,
}

/** Traces are short: the conditions may look at each run. */
function ofTrace(traceId: string, stepIds?: readonly string[], statuses?: readonly RunStatus[]): Part {
  const where = ['r.trace_id = ?']
  const params = [traceId]
  if (stepIds) {
    where.push('r.step IN (SELECT s.id FROM steps s JOIN json_each(?) w ON w.value = s.name)')
    params.push(JSON.stringify(stepIds))
  }
  if (statuses) {
    where.push('r.status IN (SELECT value FROM json_each(?))')
    params.push(JSON.stringify(statuses.map((status) => CODE[status])))
  }
  const sql = `SELECT r.seq FROM runs r INDEXED BY runs_trace WHERE ${where.join(' AND ')}`
  return { sql, params, atMost: Number.MAX_SAFE_INTEGER }
}

function ofSteps(wanted: readonly Cell[]): Part[] {
  const sums = new Map<number, number>()
  for (const [step, , , count] of wanted) sums.set(step, (sums.get(step) ?? 0) + count)
  return [...sums].map(([step, atMost]) => ({
    sql: 'SELECT r.seq FROM runs r INDEXED BY runs_step WHERE r.step = ?',
    params: [step],
    atMost,
  }))
}

/** A rare status by its own index, unless those of the steps are shorter together; others by step. */
function ofStatus(code: number, wanted: readonly Cell[], all: readonly Cell[]): Part[] {
  const cells = wanted.filter(([, , own]) => own === code)
  const steps = new Set(cells.map(([step]) => step))
  const isShorter = sum(all, ([, , own]) => own === code) <= sum(all, ([step]) => steps.has(step))
  if (RARE.includes(code) && isShorter) return [ofRare(code, [...steps], sum(cells))]
  return cells.map(([step, , , count]) => ofStepAndStatus(step, code, count))
}

function sum(cells: readonly Cell[], which: (cell: Cell) => boolean = () => true): number {
  return cells.filter(which).reduce((total, [, , , count]) => total + count, 0)
}

/** The status is a literal, so that the partial index applies. */
function ofRare(code: number, steps: readonly number[], atMost: number): Part {
  const sql = `SELECT r.seq FROM runs r INDEXED BY runs_rare WHERE r.status = ${code} AND r.status >= ${CODE.waiting}
    AND +r.step IN (SELECT value FROM json_each(?))`
  return { sql, params: [JSON.stringify(steps)], atMost }
}

function ofStepAndStatus(step: number, code: number, atMost: number): Part {
  const index = code === CODE.queued ? 'runs_queued' : 'runs_step'
  const sql = `SELECT r.seq FROM runs r INDEXED BY ${index} WHERE r.step = ? AND r.status = ${code}`
  return { sql, params: [step], atMost }
}
