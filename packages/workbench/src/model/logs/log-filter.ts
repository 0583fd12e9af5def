/** What log lines are narrowed to: from the address to the request and back. Pure; panels/logs calls it. */
import type { LogsSearch } from '../page/search.ts'

/** As a request to the API has it; without what narrows nothing. */
export interface LogListQuery {
  readonly run?: string
  readonly trace?: string
  readonly step?: string
  readonly level?: string
  readonly text?: string
}

const KEYS = ['level', 'step', 'run', 'trace', 'text'] as const

export function toLogQuery(search: LogsSearch): LogListQuery {
  const given = KEYS.filter(
    (key) => search[key] !== undefined && !(key === 'level' && search[key] === 'debug'),
  )
  return Object.fromEntries(given.map((key) => [key, search[key]]))
}

/** One thing that lines are narrowed to: each word of a search by itself. */
export interface LogNarrowing {
  readonly key: (typeof KEYS)[number]
  readonly value: string
}

export function toLogNarrowings(search: LogsSearch): LogNarrowing[] {
  return Object.entries(toLogQuery(search)).flatMap(([key, value]: [string, string]) =>
    (key === 'text' ? value.split(/\s+/).filter(Boolean) : [value]).map((each) => ({
      key: key as LogNarrowing['key'],
      value: each,
    })),
  )
}

/** The search without it. */
export function withoutLogNarrowing(search: LogsSearch, { key, value }: LogNarrowing): LogsSearch {
  if (key !== 'text') return { ...search, [key]: undefined }
  const left = (search.text ?? '').split(/\s+/).filter((word) => word && word !== value)
  return { ...search, text: left.join(' ') || undefined }
}
