/**
 * Which run or trace a person means: ids are long, and their ends (as tables show them) or beginnings suffice where
 * only one fits. The commands that take an id call it.
 */
import type { RunSummary } from '@motia/core/store'
import { shortId } from '../observability/short-id.ts'
import type { SqliteReader } from '../stores/sqlite/reader.ts'
import { CommandError, wrongUse } from './failure-words.ts'

const ID = /^[0-9a-f]{4,32}$/
const FULL_LENGTH = 32
/** How far back a part of an id is looked for. */
const MAX_SEARCHED = 20_000
const PAGE = 1000

/** Whether it needs no search: api runs without effects are in no store. */
export function isFullId(text: string): boolean {
  return ID.test(text) && text.length === FULL_LENGTH
}

/** @throws CommandError if no run fits, or several do */
export function resolveRunId(text: string, runs: SqliteReader): string {
  const part = parsePart(text, 'run')
  if (part.length === FULL_LENGTH && runs.get(part)) return part
  const found = search(runs, (run) => (fits(run.runId, part) ? run.runId : undefined))
  return onlyOne(found, text, 'run')
}

/** A run and the trace that it belongs to. */
export interface Traced {
  readonly runId: string
  readonly traceId: string
}

/**
 * The trace itself, or that of a run.
 * @param seen runs that are not in the store
 * @throws CommandError if nothing fits, or several do
 */
export function resolveTraceId(text: string, runs: SqliteReader, seen: readonly Traced[] = []): string {
  const part = parsePart(text, 'trace or run')
  if (part.length === FULL_LENGTH) {
    if (runs.trace(part).length > 0) return part
    const run = runs.get(part)
    if (run) return run.traceId
  }
  const match = ({ runId, traceId }: Traced) =>
    fits(runId, part) || fits(traceId, part) ? traceId : undefined
  const found = search(runs, match)
  for (const traceId of seen.map(match)) if (traceId !== undefined) found.add(traceId)
  return onlyOne(found, text, 'trace or run')
}

function parsePart(text: string, what: string): string {
  const part = text.trim().toLowerCase().replaceAll('-', '')
  if (ID.test(part)) return part
  throw wrongUse(
    `"${text}" is no id of a ${what}`,
    'Ids are 32 hex digits; their last or first four and more suffice.',
  )
}

function fits(id: string, part: string): boolean {
  return id.endsWith(part) || id.startsWith(part)
}

function search(runs: SqliteReader, match: (run: RunSummary) => string | undefined): Set<string> {
  const found = new Set<string>()
  let before: string | undefined
  for (let searched = 0; searched < MAX_SEARCHED; searched += PAGE) {
    const page = runs.list({ limit: PAGE, ...(before !== undefined && { before }) })
    for (const run of page) {
      const id = match(run)
      if (id !== undefined) found.add(id)
    }
    before = page.at(-1)?.runId
    if (page.length < PAGE) break
  }
  return found
}

function onlyOne(found: ReadonlySet<string>, text: string, what: string): string {
  const [id, ...others] = found
  if (id === undefined) {
    throw new CommandError(`there is no ${what} "${text}"`, { hint: '`motia runs` lists the latest.' })
  }
  if (others.length === 0) return id
  const ids = [id, ...others].slice(0, 5).map((each) => `${each} (${shortId(each)})`)
  throw wrongUse(`"${text}" fits ${found.size} of them: ${ids.join(', ')}`, 'Give more of the id.')
}
