/**
 * Counts every api request and every attempt of a durable run in the app process: running totals and histograms by
 * step, cheap enough to never be sampled. server/ and the engine count; a snapshot is recorded every second.
 */
import type { CountersEvent, StepTotals } from '@motia/core/events'
import type { RunCounter, Telemetry } from '@motia/core/telemetry'
import { bucketOf, emptyBuckets, toHistogram } from './buckets.ts'

export interface Totals extends RunCounter {
  /** @param isKept whether its span is recorded */
  requestEnded(stepId: string, durationMs: number, isFailed: boolean, isKept: boolean): void
  /** The totals of all steps; `undefined` if nothing was counted since the last snapshot. */
  snapshot(atMs: number): CountersEvent | undefined
}

/** Totals that are reported by themselves. */
export interface ReportedTotals extends Totals {
  /** Reports what is new since the last time. */
  report(): void
}

const REPORT_MS = 1_000

/** @param processId unlike that of any other life of the app process */
export function createReportedTotals(processId: string, telemetry: Telemetry): ReportedTotals {
  const totals = createTotals(processId)
  const report = () => {
    const counters = totals.snapshot(Date.now())
    if (counters) telemetry.record(counters)
  }
  setInterval(report, REPORT_MS).unref()
  return { ...totals, report }
}

export function createTotals(processId: string): Totals {
  const requests = new Map<string, Counts>()
  const runs = new Map<string, Counts>()
  let hasNews = false

  function countsOf(steps: Map<string, Counts>, stepId: string): Counts {
    hasNews = true
    let counts = steps.get(stepId)
    if (counts === undefined) {
      counts = emptyCounts()
      steps.set(stepId, counts)
    }
    return counts
  }

  return {
    requestEnded(stepId, durationMs, isFailed, isKept) {
      const counts = countsOf(requests, stepId)
      counts.ended++
      if (isFailed) counts.failed++
      if (isKept) counts.kept++
      counts.totalMs += durationMs
      add(counts.durations, durationMs)
    },
    attemptEnded(stepId, status, durationMs, waitedMs) {
      const counts = countsOf(runs, stepId)
      if (status === 'scheduled') counts.retried++
      else counts.ended++
      if (status === 'failed') counts.failed++
      counts.totalMs += durationMs
      add(counts.durations, durationMs)
      if (waitedMs === undefined) return
      counts.waitedMs += waitedMs
      add(counts.waits, waitedMs)
    },
    quarantined(stepId) {
      const counts = countsOf(runs, stepId)
      counts.ended++
      counts.failed++
    },
    snapshot(atMs) {
      if (!hasNews) return undefined
      hasNews = false
      const steps = [
        ...[...requests].map(([stepId, counts]) => toStepTotals(stepId, 'request', counts)),
        ...[...runs].map(([stepId, counts]) => toStepTotals(stepId, 'run', counts)),
      ]
      return { type: 'counters', at: atMs, processId, steps }
    },
  }
}

interface Counts {
  ended: number
  failed: number
  retried: number
  kept: number
  totalMs: number
  waitedMs: number
  readonly durations: number[]
  readonly waits: number[]
}

function emptyCounts(): Counts {
  const figures = { ended: 0, failed: 0, retried: 0, kept: 0, totalMs: 0, waitedMs: 0 }
  return { ...figures, durations: emptyBuckets(), waits: emptyBuckets() }
}

function add(buckets: number[], durationMs: number): void {
  const bucket = bucketOf(durationMs)
  buckets[bucket] = (buckets[bucket] as number) + 1
}

function toStepTotals(stepId: string, kind: StepTotals['kind'], counts: Counts): StepTotals {
  const { durations, waits } = counts
  return { ...counts, stepId, kind, durations: toHistogram(durations), waits: toHistogram(waits) }
}
