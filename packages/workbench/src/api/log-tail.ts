/**
 * Reads log lines for panels/logs: the newest first, then what comes after whenever the pulse says that there is more,
 * and earlier ones as they are scrolled to.
 */
import type { WireLogs } from 'motia/workbench/wire/logs'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type LogTail, takeAfter, takeEarlier, toTail } from '../model/logs/log-tail.ts'
import { getJson } from './client.ts'
import { useLive } from './live.ts'
import { fetchLogsAfter, type LogQuery } from './queries.ts'

const FIRST = 500
const EARLIER = 1000
const AFTER = 1000
/** Requests in a row to catch up; with more lines than that it begins anew at the newest. */
const MAX_ROUNDS = 5

export interface LogTailControl {
  /** What the filter brought; what an earlier one did until then. */
  readonly tail: LogTail | undefined
  readonly isEarlierFilter: boolean
  readonly error: Error | undefined
  readonly isReadingEarlier: boolean
  /** Reads earlier lines; undefined at the begin. */
  readonly readEarlier: (() => void) | undefined
  /** Begins anew with the newest. */
  readonly restart: () => void
  /** Lines were written that are not here. */
  readonly isBehind: boolean
}

interface Held {
  readonly key: string
  readonly tail: LogTail
  /** Of all lines when these were read: another one says that there may be more. */
  readonly version: number
}

/** @param isLive whether further lines are wanted */
export function useLogTail(filter: LogQuery, isLive: boolean): LogTailControl {
  const key = JSON.stringify(filter)
  const [held, setHeld] = useState<Held>()
  const [failed, setFailed] = useState<{ readonly key: string; readonly error: Error }>()
  const [round, setRound] = useState(0)
  const version = useLive().pulse?.versions.logs ?? 0
  const latest = useRef({ key, filter, version, held })
  latest.current = { key, filter, version, held }
  const own = held?.key === key ? held : undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the filter; another round begins anew
  useEffect(() => {
    const abort = new AbortController()
    const at = latest.current.version
    setFailed(undefined)
    getJson<WireLogs>('logs', { ...latest.current.filter, limit: FIRST }, abort.signal)
      .then((page) => setHeld({ key, tail: toTail(page), version: at }))
      .catch((error: Error) => !abort.signal.aborted && setFailed({ key, error }))
    return () => abort.abort()
  }, [key, round])

  const restart = useCallback(() => setRound((before) => before + 1), [])
  useCatchUp(latest, setHeld, isLive && own !== undefined && own.version !== version, restart)
  const earlier = useEarlier(latest, setHeld)
  return {
    tail: (own ?? held)?.tail,
    isEarlierFilter: own === undefined,
    error: failed?.key === key ? failed.error : earlier.error,
    isReadingEarlier: earlier.isReading,
    readEarlier: own?.tail.before === undefined ? undefined : earlier.read,
    restart,
    isBehind: own !== undefined && (own.tail.isCut || own.version !== version),
  }
}

interface Latest {
  readonly current: { key: string; filter: LogQuery; version: number; held: Held | undefined }
}

type SetHeld = (to: (held: Held | undefined) => Held | undefined) => void

/** One request at a time; what the next pulse brings is fetched when it comes. */
function useCatchUp(latest: Latest, setHeld: SetHeld, isDue: boolean, restart: () => void): void {
  const isReading = useRef(false)
  const catchUp = useCallback(async () => {
    const { key, filter, version, held } = latest.current
    if (held?.key !== key) return
    let tail = held.tail
    // Without a line there is nothing to go on from.
    if (tail.isCut || tail.lines.length === 0) return restart()
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const page = await fetchLogsAfter(filter, tail.lines.at(-1)?.id ?? 0, AFTER)
      if (latest.current.key !== key) return
      tail = takeAfter(tail, page)
      if (page.lines.length < AFTER) {
        const caughtUp = tail
        // Earlier lines may have come in meanwhile: these are added to what there is now.
        setHeld((now) => (now?.key === key ? { key, version, tail: takeAfter(now.tail, caughtUp) } : now))
        return
      }
    }
    restart()
  }, [latest, setHeld, restart])
  useEffect(() => {
    if (!isDue || isReading.current) return
    isReading.current = true
    catchUp()
      // The banner says that the server does not answer; the next pulse tries again.
      .catch(() => undefined)
      .finally(() => {
        isReading.current = false
      })
  })
}

/** One page at a time. */
function useEarlier(latest: Latest, setHeld: SetHeld) {
  const reading = useRef(false)
  const [isReading, setReading] = useState(false)
  const [error, setError] = useState<Error>()
  const read = useCallback(() => {
    const { key, filter, held } = latest.current
    const before = held?.key === key ? held.tail.before : undefined
    if (before === undefined || reading.current) return
    reading.current = true
    setReading(true)
    setError(undefined)
    getJson<WireLogs>('logs', { ...filter, before, limit: EARLIER })
      .then((page) =>
        setHeld((now) => (now?.key === key ? { ...now, tail: takeEarlier(now.tail, page, before) } : now)),
      )
      .catch(setError)
      .finally(() => {
        reading.current = false
        setReading(false)
      })
  }, [latest, setHeld])
  return { read, isReading, error }
}
