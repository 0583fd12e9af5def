/** Clients that ask until they are answered: each request names its number as key, so that asking again is safe. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Clients {
  /** Requests answered with 200. */
  readonly answered: number
  /** Tries that ended in anything else. */
  readonly retries: number
  /** Resolves when all are answered. */
  readonly done: Promise<void>
}

export interface ClientOptions {
  readonly url: string
  readonly total: number
  /** Spread evenly over this time. */
  readonly overMs: number
  readonly concurrency: number
}

const RETRY_MS = 100
const REQUEST_TIMEOUT_MS = 10_000

export function startClients({ url, total, overMs, concurrency }: ClientOptions): Clients {
  const beganAt = performance.now()
  const state = { answered: 0, retries: 0 }
  let next = 0
  const client = async () => {
    while (next < total) {
      const n = next++
      const dueAt = beganAt + (overMs * n) / total
      if (dueAt > performance.now()) await sleep(dueAt - performance.now())
      while (!(await ask(url, n))) {
        state.retries++
        await sleep(RETRY_MS)
      }
      state.answered++
    }
  }
  const done = Promise.all(Array.from({ length: concurrency }, client)).then(() => {})
  return {
    get answered() {
      return state.answered
    },
    get retries() {
      return state.retries
    },
    done,
  }
}

async function ask(url: string, n: number): Promise<boolean> {
  try {
    const response = await fetch(`${url}/begin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ n }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    await response.text()
    return response.status === 200
  } catch {
    return false
  }
}
