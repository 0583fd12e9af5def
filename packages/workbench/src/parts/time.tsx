/** A point in time, as long ago as it is; the exact time on hover. One clock ticks for all of them. */
import { useSyncExternalStore } from 'react'
import { toAgo, toDateTime } from '../words/format.ts'
import { useLanguage } from '../words/words.ts'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time of now, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

export function Ago({ at }: { readonly at: number }) {
  const current = useNow()
  useLanguage()
  return (
    <time dateTime={new Date(at).toISOString()} title={toDateTime(at)}>
      {toAgo(at, Math.max(current, at))}
    </time>
  )
}

/** A time in the future, too. */
export function When({ at }: { readonly at: number }) {
  const current = useNow()
  useLanguage()
  return (
    <time dateTime={new Date(at).toISOString()} title={toDateTime(at)}>
      {toAgo(at, current)}
    </time>
  )
}
