/** Single triggers with pauses between them, and how long each took to reach its handler: `latency` and `turns`. */
import { setTimeout as delay } from 'node:timers/promises'
import { loadHttp } from './http-load.ts'
import { percentile } from './statistics.ts'

/** Long enough for everything to fall asleep, and never in step with a timer. */
export const PAUSE_MS = { least: 15, most: 35 }
const WARM_UP = 100

/** Triggers for so many seconds; resolves to how many. @param body of each request */
export async function triggerNowAndThen(port: number, seconds: number, body: object = {}): Promise<number> {
  const once = { port, method: 'POST', path: '/submit', body, connections: 1 } as const
  const endAt = performance.now() + seconds * 1000
  let triggers = 0
  while (triggers <= WARM_UP || performance.now() < endAt) {
    await loadHttp({ ...once, amount: { requests: 1 } })
    triggers++
    await delay(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least))
  }
  return triggers
}

/** @param returned by the handlers, in the order of the triggers; the first ones are not counted */
export function describeStarts(returned: readonly unknown[]) {
  const latenciesMs = (returned as readonly { readonly startedAfterNs: number }[])
    .slice(WARM_UP)
    .map(({ startedAfterNs }) => startedAfterNs / 1e6)
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    triggers: latenciesMs.length,
  }
}
