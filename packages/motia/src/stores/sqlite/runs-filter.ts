/**
 * Which runs a filter names, newest first, as their places in the order of acceptance. Takes for each part of the
 * filter the index that leads there with the fewest rows, which `counts` tells, and merges what the parts give.
 */
import type { RunStatus } from '@motia/core/run'
import type { RunFilter } from '@motia/core/store'
import type { Connection, Row, Statement } from '../../sqlite/connection.ts'
import { CODE } from './codes.ts'
import { createPlaces } from './runs-places.ts'

export interface RunFilters {
  /** The newest `limit` that the filter names. */
  seqsOf(filter: RunFilter): number[]
  /** Those before a place, if one is given, and which of them the condition holds of. */
  look(filter: RunFilter, beforeSeq: number | undefined, condition: Condition): Looked
}

/** SQL on a row of `runs r`. */
export interface Condition {
  readonly sql: string
  readonly params: Row
}

export interface Looked {
  /** How many were looked at: `limit`, unless there are no more. */
  readonly count: number
  /** The oldest of them. */
  readonly last: number | undefined
  /** Newest first. */
  readonly hits: readonly number[]
}

/** Rows of an index, newest first. */
interface Part {
  /** `FROM … WHERE …` */
  readonly from: string
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
  const statements = new Map<string, Statement<LookedRow>>()
  const get = (sql: string, params: Row): LookedRow => {
    const statement = statements.get(sql) ?? db.prepare<LookedRow>(sql)
    statements.set(sql, statement)
    return statement.get(params) ?? [0, null, null]
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

  /** Places travel as one text: rows would cost more than finding them. */
  const lookAt = (
    part: Part,
    filter: RunFilter,
    beforeSeq: number | undefined,
    { sql, params }: Condition,
  ) => {
    const within = places.within(filter, beforeSeq)
    const rows = `SELECT r.seq, (${sql}) AS hit ${part.from} AND ${within.sql} ORDER BY r.seq DESC LIMIT ?`
    const limit = Math.min(filter.limit, part.atMost)
    const found = get(`SELECT count(*), min(seq), group_concat(CASE WHEN hit THEN seq END) FROM (${rows})`, [
      ...params,
      ...part.params,
      ...within.params,
      limit,
    ])
    return toLooked(found)
  }

  const seqsBefore = (filter: RunFilter, parts: readonly Part[], beforeSeq?: number) =>
    parts
      .flatMap((part) => lookAt(part, filter, beforeSeq, ALWAYS).hits)
      .sort(newestFirst)
      .slice(0, filter.limit)

  return {
    seqsOf: (filter) => seqsBefore(filter, partsOf(filter)),
    look(filter, beforeSeq, condition) {
      const parts = partsOf(filter)
      const [only, ...others] = parts
      if (only && others.length === 0) return lookAt(only, filter, beforeSeq, condition)
      const seqs = seqsBefore(filter, parts, beforeSeq)
      const these = `SELECT r.seq, (${condition.sql}) AS hit FROM json_each(?) w JOIN runs r ON r.seq = w.value`
      const [, , hits] = get(
        `SELECT count(*), min(seq), group_concat(CASE WHEN hit THEN seq END) FROM (${these})`,
        [...condition.params, JSON.stringify(seqs)],
      )
      return { ...toLooked([seqs.length, null, hits]), last: seqs.at(-1) }
    },
  }
}

type LookedRow = [count: number, last: number | null, hits: string | null]

function toLooked([count, last, hits]: LookedRow): Looked {
  const seqs = JSON.parse(`[${hits ?? ''}]`) as number[]
  return { count, last: last ?? undefined, hits: seqs.sort(newestFirst) }
}

function newestFirst(a: number, b: number): number {
  return b - a
}

const ALWAYS: Condition = { sql: 'true', params: [] }

const EVERYTHING: Part = {
  from: 'FROM runs r WHERE true',
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
  const from = `FROM runs r INDEXED BY runs_trace WHERE ${where.join(' AND ')}`
  return { from, params, atMost: Number.MAX_SAFE_INTEGER }
}

function ofSteps(wanted: readonly Cell[]): Part[] {
  const sums = new Map<number, number>()
  for (const [step, , , count] of wanted) sums.set(step, (sums.get(step) ?? 0) + count)
  return [...sums].map(([step, atMost]) => ({
    from: 'FROM runs r INDEXED BY runs_step WHERE r.step = ?',
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
  const from = `FROM runs r INDEXED BY runs_rare WHERE r.status = ${code} AND r.status >= ${CODE.waiting}
    AND +r.step IN (SELECT value FROM json_each(?))`
  return { from, params: [JSON.stringify(steps)], atMost }
}

function ofStepAndStatus(step: number, code: number, atMost: number): Part {
  const index = code === CODE.queued ? 'runs_queued' : 'runs_step'
  const from = `FROM runs r INDEXED BY ${index} WHERE r.step = ? AND r.status = ${code}`
  return { from, params: [step], atMost }
}
