/** Queries of log lines, by where they belong and by what they say; reader.ts calls them. */
import type { LogFilter, LogPage, LogRecord } from '../records.ts'
import type { Connection } from './connection.ts'
import { betweenTimes } from './id-range.ts'
import { LEVELS } from './rows.ts'
import { createWhere, escapeLike, type Where } from './where.ts'

interface LogRow {
  readonly id: number
  readonly at: number
  readonly level: number
  readonly source: string
  readonly message: string
  readonly fields: string | null
  readonly run_id: string | null
  readonly trace_id: string | null
  readonly step_id: string | null
  readonly attempt: number | null
}

/** Lines that one search looks through, since the supervisor waits for it; the page says where to go on. */
const SEARCH_LINES = 100_000
const MAX_TERMS = 8
/** Lines that are looked at for each run that is wanted: some write the same words again and again. */
const LINES_PER_RUN = 5

export function readLogs(db: Connection, filter: LogFilter): LogPage {
  const where = createWhere()
  where.and('run_id = ?', filter.runId)
  where.and('trace_id = ?', filter.traceId)
  where.and('step_id = ?', filter.stepId)
  // As a literal, or the planner could not tell that the index of bad lines will do.
  if (filter.level) where.and(`level >= ${LEVELS.indexOf(filter.level)}`)
  where.and('id < ?', filter.before)
  where.and('id > ?', filter.after)
  where.within(betweenTimes(db, 'logs', filter))
  const terms = (filter.text ?? '').split(/\s+/).filter(Boolean).slice(0, MAX_TERMS)
  const searchedFrom = terms.length === 0 ? undefined : searchStart(db, filter)
  where.and('id >= ?', searchedFrom)
  for (const term of terms) addTerm(where, term)
  const order = filter.after === undefined ? 'DESC' : 'ASC'
  const rows = db
    .prepare(`SELECT * FROM logs ${where.sql()} ORDER BY id ${order} LIMIT ?`)
    .all(...where.params(), filter.limit) as LogRow[]
  const lines = rows.map(toLog)
  if (filter.after !== undefined) return { lines }
  const before = lines.length === filter.limit ? lines.at(-1)?.id : searchedFrom
  return before === undefined ? { lines } : { lines, before }
}

/** Of the lines with these words, the latest first. */
export function readRunIdsOfLogs(db: Connection, text: string, limit: number): string[] {
  const { lines } = readLogs(db, { text, limit: limit * LINES_PER_RUN })
  const ids = lines.map(({ runId }) => runId).filter((id) => id !== undefined)
  return [...new Set(ids)].slice(0, limit)
}

/** The first line that a search looks at; `undefined` if it gets to the oldest, or goes forward. */
function searchStart(db: Connection, filter: LogFilter): number | undefined {
  // Lines of a run or a trace are few, and found by their index.
  if (filter.after !== undefined || filter.runId !== undefined || filter.traceId !== undefined)
    return undefined
  const ends = db.prepare('SELECT min(id) AS oldest, max(id) AS newest FROM logs').get()
  const { oldest, newest } = ends as { oldest: number | null; newest: number | null }
  const start = (filter.before ?? (newest ?? 0) + 1) - SEARCH_LINES
  return start > (oldest ?? 0) ? start : undefined
}

/** Found in the message or anywhere in the fields; `name=value` also as a field, whatever its type. */
function addTerm(where: Where, term: string): void {
  const inMessage = `%${escapeLike(term)}%`
  const inFields = `%${escapeLike(JSON.stringify(term).slice(1, -1))}%`
  const anywhere = "message LIKE ? ESCAPE '\\' OR fields LIKE ? ESCAPE '\\'"
  const field = /^([\p{L}\p{N}_$.-]+)=(.+)$/u.exec(term)
  if (!field) {
    where.and(`(${anywhere})`, inMessage, inFields)
    return
  }
  const [, name = '', value = ''] = field
  const path = `$.${name
    .split('.')
    .map((key) => `"${key}"`)
    .join('.')}`
  where.and(`(${anywhere} OR fields -> ? IN (?, ?))`, inMessage, inFields, path, value, JSON.stringify(value))
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
