/**
 * The list of runs as it is scrolled through while new ones arrive. Only its head is read again and again, and laid over
 * what is there; older pages are read once. Pure: api/run-feed.ts reads, panels/runs shows.
 *
 *   head, each second ──► at the start: on top, what it covers is replaced
 *                         scrolled away: rows are renewed where they stand, new ones wait (`newer`)
 *   older pages, once ──► below
 */
import { isFinal } from '@motia/core/run'
import type { WireRunRow, WireRuns } from 'motia/workbench/wire/runs'

export interface RunFeed {
  /** Newest first. */
  readonly rows: readonly WireRunRow[]
  /** Where the next older page begins; absent at the end. */
  readonly before?: string
  /** The latest head, while it holds runs that are not shown. */
  readonly newer?: Newer
  /** Older pages that were read, newest first. */
  readonly pages: readonly FeedPage[]
  readonly sampled?: NonNullable<WireRuns['sampled']>
  readonly lookedThrough?: number
}

export interface Newer {
  readonly head: WireRuns
  readonly count: number
  /** There are more than these, between them and what is shown. */
  readonly isMore: boolean
}

interface FeedPage {
  readonly before: string
  /** When its first run was accepted. */
  readonly at: number
}

/** A list that begins with this page. */
export function toFeed({ runs, before, sampled, lookedThrough }: WireRuns): RunFeed {
  return {
    rows: runs,
    pages: [],
    ...(before !== undefined && { before }),
    ...(sampled && { sampled }),
    ...(lookedThrough !== undefined && { lookedThrough }),
  }
}

/** @param isAtStart whether the first row is in view: then nobody minds that rows move */
export function takeHead(feed: RunFeed | undefined, head: WireRuns, isAtStart: boolean): RunFeed {
  if (!feed || (feed.rows.length === 0 && head.lookedThrough === undefined)) return toFeed(head)
  return isAtStart ? layOver(feed, head) : renewBehind(feed, head)
}

/** Shows what waited. The caller scrolls to the start. */
export function showNewer(feed: RunFeed): RunFeed {
  return feed.newer ? layOver(feed, feed.newer.head) : feed
}

/** @param before what the page was asked for with: one that nobody waits for any more changes nothing */
export function takeOlder(feed: RunFeed, page: WireRuns, before: string): RunFeed {
  if (feed.before !== before) return feed
  const known = new Set(feed.rows.map(({ runId }) => runId))
  const { before: _, ...rest } = feed
  const first = page.runs[0]
  const looked = (feed.lookedThrough ?? 0) + (page.lookedThrough ?? 0)
  return {
    ...rest,
    rows: [...feed.rows, ...page.runs.filter(({ runId }) => !known.has(runId))],
    pages: first ? [...feed.pages, { before, at: first.createdAt }] : feed.pages,
    ...(page.before !== undefined && { before: page.before }),
    ...(page.sampled && { sampled: page.sampled }),
    ...(looked > 0 && { lookedThrough: looked }),
  }
}

/** Renews the rows of a page that was read again, where they stand. */
export function takeAgain(feed: RunFeed, page: WireRuns): RunFeed {
  return { ...feed, rows: renew(feed.rows, page.runs) }
}

/** The older page to read again for the rows in view: the one they are on, if any of them has not ended. */
export function pageInView({ rows, pages }: RunFeed, first: number, last: number): string | undefined {
  const row = rows[first]
  if (!row || rows.slice(first, last + 1).every(({ status }) => isFinal(status))) return undefined
  return pages.findLast(({ at }) => at >= row.createdAt)?.before
}

function layOver(feed: RunFeed, head: WireRuns): RunFeed {
  if (!isJoined(feed, head)) return toFeed(head)
  const ids = new Set(head.runs.map(({ runId }) => runId))
  const oldest = head.runs.at(-1)?.createdAt ?? Number.POSITIVE_INFINITY
  const rest = feed.rows.filter(({ runId, createdAt }) => createdAt <= oldest && !ids.has(runId))
  if (rest.length === 0 && head.lookedThrough === undefined) return toFeed(head)
  const { newer: _, ...kept } = feed
  return {
    ...kept,
    rows: [...keepSame(feed.rows, head.runs), ...rest],
    ...(feed.pages.length === 0 && head.sampled && { sampled: head.sampled }),
  }
}

/** Not if the head is all there is, nor if so much happened that what is between is not known. */
function isJoined({ rows }: RunFeed, head: WireRuns): boolean {
  if (head.before === undefined) return false
  // What a search finds is few and far between: it looked at the newest, and what was found before stands.
  if (head.lookedThrough !== undefined) return true
  const ids = new Set(head.runs.map(({ runId }) => runId))
  return rows.some(({ runId }) => ids.has(runId))
}

function renewBehind(feed: RunFeed, head: WireRuns): RunFeed {
  const known = new Set(feed.rows.slice(0, head.runs.length * 2).map(({ runId }) => runId))
  const newest = feed.rows[0]?.createdAt ?? 0
  const count = head.runs.filter(({ runId, createdAt }) => createdAt >= newest && !known.has(runId)).length
  const isMore = count === head.runs.length && head.before !== undefined
  const { newer: _, ...rest } = feed
  return {
    ...rest,
    rows: renew(feed.rows, head.runs),
    ...(count > 0 && { newer: { head, count, isMore } }),
  }
}

/** Stops where rows are older than any of the page, so that a long list costs no more than a short one. */
function renew(rows: readonly WireRunRow[], page: readonly WireRunRow[]): readonly WireRunRow[] {
  const fresh = new Map(page.map((row) => [row.runId, row]))
  const oldest = page.at(-1)?.createdAt ?? Number.POSITIVE_INFINITY
  let changed: WireRunRow[] | undefined
  for (const [index, row] of rows.entries()) {
    if (row.createdAt < oldest) break
    const next = fresh.get(row.runId)
    if (!next || isSame(row, next)) continue
    changed ??= [...rows]
    changed[index] = next
  }
  return changed ?? rows
}

/** Rows that have not changed stay the same objects: what shows them need not render again. */
function keepSame(rows: readonly WireRunRow[], page: readonly WireRunRow[]): WireRunRow[] {
  const known = new Map(rows.slice(0, page.length * 2).map((row) => [row.runId, row]))
  return page.map((row) => {
    const before = known.get(row.runId)
    return before && isSame(before, row) ? before : row
  })
}

/** Of the same run. */
function isSame(a: WireRunRow, b: WireRunRow): boolean {
  return (
    a.status === b.status &&
    a.attempts === b.attempts &&
    a.startedAt === b.startedAt &&
    a.finishedAt === b.finishedAt &&
    a.dueAt === b.dueAt &&
    a.error === b.error &&
    a.request?.status === b.request?.status
  )
}
