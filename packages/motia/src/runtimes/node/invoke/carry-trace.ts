/**
 * Lets `fetch` tell others which attempt asks: within one it sends `traceparent`, unless the caller has set one.
 * process-host.ts turns it on, once a process; `MOTIA_TRACE_FETCH=off` in the environment leaves `fetch` alone.
 */
import { toTraceparent } from '@motia/core/traceparent'
import { currentAttempt } from './attempt.ts'

const HEADER = 'traceparent'

export function carryTrace(): void {
  if (process.env.MOTIA_TRACE_FETCH === 'off') return
  const { fetch } = globalThis
  const carrying: typeof fetch = (input, init) => {
    const attempt = currentAttempt.getStore()
    return attempt ? fetch(input, withTrace(input, init, toTraceparent(attempt.facts))) : fetch(input, init)
  }
  globalThis.fetch = carrying
}

function withTrace(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  traceparent: string,
): RequestInit | undefined {
  const given = init?.headers ?? (input instanceof Request ? input.headers : undefined)
  let headers: Headers
  try {
    headers = new Headers(given)
  } catch {
    return init // fetch itself says what is wrong with them
  }
  if (headers.has(HEADER)) return init
  headers.set(HEADER, traceparent)
  return { ...init, headers }
}
