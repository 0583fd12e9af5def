/**
 * Log lines as a terminal holds them: the newest at the end, further ones added there, earlier ones before, never more
 * than can be kept. Pure: api/log-tail.ts reads, panels/logs shows.
 */
import type { WireLogs } from 'motia/workbench/wire/logs'

export interface LogTail {
  /** Oldest first, without gaps between them but for what the filter leaves out. */
  readonly lines: WireLogs['lines']
  /** Where earlier lines go on; absent at the begin. */
  readonly before?: number
  /** Lines at the end were let go for earlier ones: what comes after the last one is not the newest. */
  readonly isCut: boolean
}

export const MAX_LINES = 50_000

/** @param page the newest lines, newest first */
export function toTail({ lines, before }: WireLogs): LogTail {
  return { lines: lines.toReversed(), isCut: false, ...(before !== undefined && { before }) }
}

/** @param page lines after the last one, oldest first */
export function takeAfter(tail: LogTail, page: WireLogs, most = MAX_LINES): LogTail {
  const last = tail.lines.at(-1)?.id ?? 0
  const fresh = page.lines.filter(({ id }) => id > last)
  if (fresh.length === 0) return tail
  const lines = [...tail.lines, ...fresh]
  if (lines.length <= most) return { ...tail, lines }
  const kept = lines.slice(-most)
  return { ...tail, lines: kept, before: kept[0]?.id ?? 0 }
}

/** @param page lines before the first one, newest first. @param before what it was asked for with */
export function takeEarlier(tail: LogTail, page: WireLogs, before: number, most = MAX_LINES): LogTail {
  if (tail.before !== before) return tail
  const first = tail.lines[0]?.id ?? Number.POSITIVE_INFINITY
  const earlier = page.lines.filter(({ id }) => id < first).toReversed()
  const lines = [...earlier, ...tail.lines]
  return {
    lines: lines.slice(0, most),
    isCut: tail.isCut || lines.length > most,
    ...(page.before !== undefined && { before: page.before }),
  }
}
