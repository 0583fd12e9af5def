/**
 * Counts every api request in the app process: running totals and a histogram by step, cheap enough to never be
 * sampled. server/ observes; the app records a snapshot a second.
 */
import type { CountersEvent, StepTotals } from '@motia/core/events'
import { BUCKET_COUNT, bucketOf } from './buckets.ts'

export interface Totals {
  observe(stepId: string, durationMs: number, failed: boolean): void
  /** The totals of all steps; `undefined` if nothing was observed since the last snapshot. */
  snapshot(atMs: number): CountersEvent | undefined
}

/** @param processId unlike that of any other life of the app process */
export function createTotals(processId: string): Totals {
  const steps = new Map<string, StepCounts>()
  let hasNews = false
  return {
    observe(stepId, durationMs, failed) {
      let counts = steps.get(stepId)
      if (counts === undefined) {
        counts = emptyCounts()
        steps.set(stepId, counts)
      }
      counts.requests++
      if (failed) counts.failed++
      counts.totalMs += durationMs
      const bucket = bucketOf(durationMs)
      counts.buckets[bucket] = (counts.buckets[bucket] as number) + 1
      hasNews = true
    },
    snapshot(atMs) {
      if (!hasNews) return undefined
      hasNews = false
      return { type: 'counters', at: atMs, processId, steps: [...steps].map(toStepTotals) }
    },
  }
}

interface StepCounts {
  requests: number
  failed: number
  totalMs: number
  readonly buckets: number[]
}

function emptyCounts(): StepCounts {
  return { requests: 0, failed: 0, totalMs: 0, buckets: new Array<number>(BUCKET_COUNT).fill(0) }
}

function toStepTotals([stepId, { requests, failed, totalMs, buckets }]: [string, StepCounts]): StepTotals {
  return { stepId, requests, failed, totalMs, buckets: [...buckets] }
}
