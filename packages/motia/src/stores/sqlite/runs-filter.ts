/**
 * Which runs a filter names, newest first, as their places in the order of acceptance. Takes for each part of the
 * filter the index that leads there with the fewest rows, which `counts` tells, and merges what the parts give.
 */
import type { RunStatus } from '@motia/core/run'
import type { RunFilter } from '@motia/core/store'
import { CODE } from './codes.ts'
import type { Connection, Row } from './connection.ts'
import { createPlaces } from './runs-places.ts'

export interface RunFilters {
  /** The newest `limit` that the filter names and that lie before the place, if one is given. */
  seqsOf(filter: RunFilter, beforeSeq?: number): number[]
  /** The place of a run; 0 for one that is not there, before which nothing lies. */
  seqOf(runId: string): number
}

/** Rows of an index, newest first. */
interface Part {
  readonly sql: string
  readonly params: Row
  /** How many rows match at most, other conditions aside: looking further would look in vain. */
  readonly atMost: number
}

/** How many runs a step has in a status. */
type StepStatusCount = [step: number, name: string, status: number, count: number]

const RARE: readonly number[] = [CODE.waiting, CODE.failed, CODE.cancelled, CODE.quarantined]

export function createRunFilters(db: Connection): RunFilters {
  const places = createPlaces(db)
  const counts = db.prepare<StepStatusCount>(
    'SELECT c.step, s.name, c.status, c.count FROM counts c JOIN steps s ON s.id = c.step WHERE c.count > 0',
  )
  const statements = new Map<string, ReturnType<typeof db.prepare<[number]>>>()
  const all = (sql: string, params: Row): number[] => {
    const statement = statements.get(sql) ?? db.prepare<[number]>(sql)
    statements.set(sql, statement)
    return statement.all(params).map(([seq]) => seq)
  }

  const partsOf = ({ stepIds, statuses, traceId }: RunFilter): Part[] => {
    if (traceId !== undefined) return [ofTrace(traceId, stepIds, statuses)]
    if (!stepIds && !statuses) return [EVERYTHING]
    const codes: readonly number[] | undefined = statuses?.map((status) => CODE[status])
    const wanted = counts
      .all([])
      .filter(([, name, code]) => (stepIds?.includes(name) ?? true) && (codes?.includes(code) ?? true))
    return codes ? ofStatuses(wanted, stepIds !== undefined, counts.all([])) : ofSteps(wanted)
  }

  return {
    seqOf: places.seqOf,
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
      if (found.length === 1) return found[0] ?? []
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

function ofSteps(wanted: readonly StepStatusCount[]): Part[] {
  const sums = new Map<number, number>()
  for (const [step, , , count] of wanted) sums.set(step, (sums.get(step) ?? 0) + count)
  return [...sums].map(([step, atMost]) => ({
    sql: 'SELECT r.seq FROM runs r INDEXED BY runs_step WHERE r.step = ?',
    params: [step],
    atMost,
  }))
}

/** Rare statuses by their own index, unless the step's is shorter; queued ones too; the others by step. */
function ofStatuses(
  wanted: readonly StepStatusCount[],
  hasSteps: boolean,
  all: readonly StepStatusCount[],
): Part[] {
  const sum = (of: (row: StepStatusCount) => boolean) =>
    all.filter(of).reduce((total, [, , , count]) => total + count, 0)
  const parts: Part[] = []
  const rare = new Set<number>()
  for (const [step, , code, count] of wanted) {
    const isRare = RARE.includes(code)
    if (isRare && !hasSteps) rare.add(code)
    else if (isRare && sum(([, , other]) => other === code) < sum(([other]) => other === step))
      parts.push(ofRare(code, count, step))
    else parts.push(ofStepAndStatus(step, code, count))
  }
  for (const code of rare)
    parts.push(
      ofRare(
        code,
        sum(([, , other]) => other === code),
      ),
    )
  return parts
}

/** The status is a literal, so that the partial index applies. */
function ofRare(code: number, atMost: number, step?: number): Part {
  const sql = `SELECT r.seq FROM runs r INDEXED BY runs_rare WHERE r.status = ${code} AND r.status >= ${CODE.waiting}`
  return step === undefined
    ? { sql, params: [], atMost }
    : { sql: `${sql} AND +r.step = ?`, params: [step], atMost }
}

function ofStepAndStatus(step: number, code: number, atMost: number): Part {
  const index = code === CODE.queued ? 'runs_queued' : 'runs_step'
  const sql = `SELECT r.seq FROM runs r INDEXED BY ${index} WHERE r.step = ? AND r.status = ${code}`
  return { sql, params: [step], atMost }
}
