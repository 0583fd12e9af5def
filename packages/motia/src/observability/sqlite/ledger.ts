/**
 * Adds the running totals of app processes up, over all their lives: what is new since a process's last report is added
 * to its step's row, so that a lost report loses nothing and a repeated one counts once.
 */
import type { CountersEvent, StepTotals } from '@motia/core/events'
import { BUCKET_COUNT } from '../buckets.ts'
import type { Connection } from './connection.ts'

export interface Ledger {
  /** Inside the transaction of the batch. What it learns counts once `settle` is called. */
  add(event: CountersEvent, nowMs: number): void
  /** After the transaction: whether it was committed. */
  settle(isCommitted: boolean): void
}

interface CounterRow {
  readonly requests: number
  readonly failed: number
  readonly total_ms: number
  readonly buckets: string
}

/**
 * Reports of processes, by process and step. Kept in memory only: processes do not outlive the supervisor. Those that
 * reported last are kept, since a process that hands over may report beside its successor.
 */
export type Reports = Map<string, ReadonlyMap<string, StepTotals>>

const MAX_PROCESSES = 50

export function createLedger(db: Connection, reports: Reports): Ledger {
  const get = db.prepare('SELECT requests, failed, total_ms, buckets FROM counters WHERE step_id = ?')
  const put = db.prepare(`INSERT INTO counters (step_id, since, requests, failed, total_ms, buckets)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (step_id) DO UPDATE SET requests = excluded.requests,
    failed = excluded.failed, total_ms = excluded.total_ms, buckets = excluded.buckets`)
  let pending: Reports = new Map()

  function addStep(totals: StepTotals, last: StepTotals | undefined, nowMs: number): void {
    // Fewer than before: another life under the same name.
    const base = last === undefined || totals.requests < last.requests ? undefined : last
    if (totals.requests === (base?.requests ?? 0)) return
    const row = get.get(totals.stepId) as CounterRow | undefined
    const buckets = row ? (JSON.parse(row.buckets) as number[]) : []
    put.run(
      totals.stepId,
      nowMs,
      (row?.requests ?? 0) + totals.requests - (base?.requests ?? 0),
      (row?.failed ?? 0) + totals.failed - (base?.failed ?? 0),
      (row?.total_ms ?? 0) + totals.totalMs - (base?.totalMs ?? 0),
      JSON.stringify(
        Array.from(
          { length: BUCKET_COUNT },
          (_, i) => (buckets[i] ?? 0) + (totals.buckets[i] ?? 0) - (base?.buckets[i] ?? 0),
        ),
      ),
    )
  }

  return {
    add(event, nowMs) {
      const last = pending.get(event.processId) ?? reports.get(event.processId)
      const next = new Map(last)
      for (const totals of event.steps) {
        addStep(totals, last?.get(totals.stepId), nowMs)
        next.set(totals.stepId, totals)
      }
      pending.set(event.processId, next)
    },
    settle(isCommitted) {
      if (isCommitted) for (const [processId, report] of pending) remember(reports, processId, report)
      pending = new Map()
    },
  }
}

function remember(reports: Reports, processId: string, report: ReadonlyMap<string, StepTotals>): void {
  // Maps keep the order of insertion: the one that reported longest ago is first.
  reports.delete(processId)
  reports.set(processId, report)
  const oldest = reports.keys().next().value
  if (reports.size > MAX_PROCESSES && oldest !== undefined) reports.delete(oldest)
}
