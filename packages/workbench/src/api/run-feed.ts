/**
 * Reads the list of runs for panels/runs: its head whenever something changed, the older page in view while something on
 * it runs, further pages as they are scrolled to. What was read stays for a while, so that Back shows it at once.
 */
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { WireRuns } from 'motia/workbench/wire/runs'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { RunsSearch } from '../model/page/search.ts'
import {
  pageInView,
  type RunFeed,
  showNewer,
  takeAgain,
  takeHead,
  takeOlder,
} from '../model/runs/run-feed.ts'
import { toRunQuery } from '../model/runs/run-filter.ts'
import { getJson } from './client.ts'
import { useFollow } from './follow.ts'
import { ask } from './query-client.ts'

const PAGE = 100
const MAX_KEPT = 8
/** How long the code of the list may take. */
const AHEAD_MS = 10_000

const kept = new Map<string, RunFeed>()
const listeners = new Set<() => void>()

function change(key: string, to: (feed: RunFeed | undefined) => RunFeed | undefined): void {
  const next = to(kept.get(key))
  if (!next || next === kept.get(key)) return
  kept.delete(key)
  kept.set(key, next)
  for (const old of [...kept.keys()].slice(0, -MAX_KEPT)) kept.delete(old)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function fetchRuns(search: RunsSearch, before: string | undefined, signal?: AbortSignal): Promise<WireRuns> {
  return getJson<WireRuns>('runs', { ...toRunQuery(search, Date.now()), before, limit: PAGE }, signal)
}

/** `part`: the head, or an older page by its cursor. */
const partQuery = (search: RunsSearch, part: string | undefined) =>
  queryOptions({
    queryKey: ['runs', 'run-feed', search, part ?? null] as const,
    queryFn: ({ signal }) => fetchRuns(search, part, signal),
    gcTime: 0,
  })

/** For a list that is about to be shown. */
export function askForRuns(search: RunsSearch): void {
  ask({ ...partQuery(search, undefined), gcTime: AHEAD_MS })
}

export interface RunFeedControl {
  /** What the search brought; what an earlier one did until then. */
  readonly feed: RunFeed | undefined
  /** It is an earlier one's. */
  readonly isEarlier: boolean
  readonly error: Error | null
  readonly refetch: () => unknown
  /** Reads on below; undefined at the end. */
  readonly readOlder: (() => void) | undefined
  /** Why that did not work. */
  readonly olderError: Error | undefined
  readonly showNewer: () => void
  /** To be told what is in view: nothing moves while the start is not. */
  readonly setAtStart: (isAtStart: boolean) => void
  readonly setRange: (first: number, last: number) => void
}

export function useRunFeed(search: RunsSearch): RunFeedControl {
  const key = JSON.stringify(search)
  const own = useSyncExternalStore(subscribe, () => kept.get(key))
  const earlier = useRef(own)
  if (own) earlier.current = own
  const isAtStart = useRef(true)
  const [inView, setInView] = useState<string>()

  const head = useQuery(partQuery(search, undefined))
  useFollow(partQuery(search, undefined).queryKey, ['spans'], search.kind !== 'run')
  useEffect(() => {
    if (head.data) change(key, (feed) => takeHead(feed, head.data, isAtStart.current))
  }, [key, head.data])

  const again = useQuery({ ...partQuery(search, inView), enabled: inView !== undefined })
  useEffect(() => {
    if (inView !== undefined && again.data) change(key, (feed) => feed && takeAgain(feed, again.data))
  }, [key, inView, again.data])

  const { read, error: olderError } = useOlder(search, key)
  return {
    feed: own ?? earlier.current,
    isEarlier: own === undefined,
    error: own ? null : head.error,
    refetch: head.refetch,
    readOlder: own?.before === undefined ? undefined : read,
    olderError,
    showNewer: useCallback(() => change(key, (feed) => feed && showNewer(feed)), [key]),
    setAtStart: useCallback((next) => {
      isAtStart.current = next
    }, []),
    setRange: useCallback(
      (first, last) => {
        const feed = kept.get(key)
        setInView(feed && pageInView(feed, first, last))
      },
      [key],
    ),
  }
}

/** One page at a time. */
function useOlder(search: RunsSearch, key: string) {
  const reading = useRef<string>(undefined)
  const latest = useRef(search)
  latest.current = search
  const [failed, setFailed] = useState<{ readonly key: string; readonly error: Error }>()
  const read = useCallback(() => {
    const before = kept.get(key)?.before
    if (before === undefined || reading.current === before) return
    reading.current = before
    setFailed(undefined)
    fetchRuns(latest.current, before)
      .then((page) => change(key, (feed) => feed && takeOlder(feed, page, before)))
      .catch((error: Error) => setFailed({ key, error }))
      .finally(() => {
        if (reading.current === before) reading.current = undefined
      })
  }, [key])
  return { read, error: failed?.key === key ? failed.error : undefined }
}
