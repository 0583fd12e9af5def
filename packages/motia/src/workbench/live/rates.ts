/** Executions and failures a second, from the running totals that app processes report. pulse.ts asks. */
import type { CountersEvent, TelemetryEvent } from '@motia/core/events'

export interface Rates {
  take(events: readonly TelemetryEvent[]): void
  /** Over the last five seconds. */
  read(): { readonly perSecond: number; readonly failedPerSecond: number }
}

interface Ended {
  readonly ended: number
  readonly failed: number
}

const WINDOW_MS = 5_000
/** Lives of the app that may still report. */
const MAX_PROCESSES = 8

export function createRates(now: () => number = Date.now): Rates {
  /** The last totals, by process and step. */
  const totals = new Map<string, Map<string, Ended>>()
  let recent: (Ended & { readonly at: number })[] = []

  function takeCounters({ processId, steps }: CountersEvent): void {
    const isNew = !totals.has(processId)
    const before = totals.get(processId) ?? new Map<string, Ended>()
    if (isNew) totals.set(processId, before)
    if (totals.size > MAX_PROCESSES) totals.delete(totals.keys().next().value as string)
    let [ended, failed] = [0, 0]
    for (const step of steps) {
      const key = `${step.kind} ${step.stepId}`
      const last = before.get(key) ?? { ended: 0, failed: 0 }
      ended += Math.max(0, step.ended - last.ended)
      failed += Math.max(0, step.failed - last.failed)
      before.set(key, step)
    }
    if (ended > 0) recent.push({ at: now(), ended, failed })
  }

  return {
    take(events) {
      for (const event of events) if (event.type === 'counters') takeCounters(event)
    },
    read() {
      const since = now() - WINDOW_MS
      recent = recent.filter(({ at }) => at > since)
      const sum = (key: keyof Ended) => recent.reduce((all, entry) => all + entry[key], 0)
      return { perSecond: toRate(sum('ended')), failedPerSecond: toRate(sum('failed')) }
    },
  }
}

function toRate(count: number): number {
  return Math.round((count * 10_000) / WINDOW_MS) / 10
}
