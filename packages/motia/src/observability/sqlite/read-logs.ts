/** Queries of log lines, by where they belong and by what they say; reader.ts calls them. */
import type { LogFilter, LogPage, LogRecord } from '../records.ts'
import type { Connection } from './connection.ts'
import { betweenTimes, idsBetween } from './id-range.ts'
import { LEVELS } from './rows.ts'
import { huntLines, type Row } from './search-logs.ts'
import { createWhere, type Where } from './where.ts'
import { type Search, toSearch } from './words.ts'

interface LogRow extends Row {
  readonly at: number
  readonly source: string
  readonly run_id: string | null
  readonly trace_id: string | null
  readonly attempt: number | null
}

/** Lines that are looked at for each run that is wanted: some write the same words again and again. */
const LINES_PER_RUN = 5

export function readLogs(db: Connection, filter: LogFilter): LogPage {
  const search = toSearch(filter)
  return search ? searchLogs(db, filter, search) : listLogs(db, filter)
}

/** Of the lines with these words, the latest first. */
export function readRunIdsOfLogs(db: Connection, text: string, limit: number): string[] {
  const { lines } = readLogs(db, { text, limit: limit * LINES_PER_RUN })
  const ids = lines.map(({ runId }) => runId).filter((id) => id !== undefined)
  return [...new Set(ids)].slice(0, limit)
}

function listLogs(db: Connection, filter: LogFilter): LogPage {
  const where = toWhere(db, filter)
  where.and('id < ?', filter.before)
  where.and('id > ?', filter.after)
  const order = filter.after === undefined ? 'DESC' : 'ASC'
  const rows = db
    .prepare(`SELECT * FROM logs ${where.sql()} ORDER BY id ${order} LIMIT ?`)
    .all(...where.params(), filter.limit) as LogRow[]
  return toPage(filter, rows, rows.length === filter.limit ? rows.at(-1)?.id : undefined)
}

function searchLogs(db: Connection, filter: LogFilter, search: Search): LogPage {
  // Lines of a run or a trace are few, and found by their index.
  const isScan = filter.runId !== undefined || filter.traceId !== undefined
  const { above, below } = idsBetween(db, 'logs', filter)
  const { rows, reached } = huntLines<LogRow>(db, {
    where: toWhere(db, filter).condition(),
    above: Math.max(above, filter.after ?? 0),
    below: Math.min(below, filter.before ?? below),
    order: filter.after === undefined ? 'DESC' : 'ASC',
    limit: filter.limit,
    search: isScan ? { matches: [], accepts: search.accepts } : search,
  })
  return toPage(filter, rows, reached)
}

/** What is asked for besides the words and the place to go on from. */
function toWhere(db: Connection, filter: LogFilter): Where {
  const where = createWhere()
  where.and('run_id = ?', filter.runId)
  where.and('trace_id = ?', filter.traceId)
  where.and('step_id = ?', filter.stepId)
  // As a literal, or the planner could not tell that the index of bad lines will do.
  if (filter.level) where.and(`level >= ${LEVELS.indexOf(filter.level)}`)
  where.within(betweenTimes(db, 'logs', filter))
  return where
}

function toPage(filter: LogFilter, rows: readonly LogRow[], before: number | undefined): LogPage {
  const lines = rows.map(toLog)
  return before === undefined || filter.after !== undefined ? { lines } : { lines, before }
}

function toLog(row: LogRow): LogRecord {
  return {
    id: row.id,
    at: row.at,
    level: LEVELS[row.level] ?? 'info',
    source: row.source === 'logger' ? 'logger' : 'print',
    message: row.message,
    ...(row.fields !== null && { fields: JSON.parse(row.fields) as Record<string, unknown> }),
    ...(row.run_id !== null && { runId: row.run_id }),
    ...(row.trace_id !== null && { traceId: row.trace_id }),
    ...(row.step_id !== null && { stepId: row.step_id }),
    ...(row.attempt !== null && { attempt: row.attempt }),
  }
}
