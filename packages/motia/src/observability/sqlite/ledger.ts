/**
 * Adds the running totals of app processes up, over all their lives and over time: what is new since a process's last
 * report is added, so that a lost report loses nothing and a repeated one counts once.
 */
import type { CountersEvent, StepTotals } from '@motia/core/events'
import type { Connection } from './connection.ts'
import { createRollups } from './rollups.ts'
import {
  addTotals,
  emptyTally,
  fromRow,
  TALLY_COLUMNS,
  type Tally,
  type TallyRow,
  toColumns,
} from './tally.ts'

export interface Ledger {
  /** Inside the transaction of the batch. What it learns counts once `settle` is called. */
  add(event: CountersEvent, nowMs: number): void
  /** After the transaction: whether it was committed. */
  settle(isCommitted: boolean): void
}

/**
 * Reports of processes, by process and step. Kept in memory only: processes do not outlive the supervisor. Those that
 * reported last are kept, since a process that hands over may report beside its successor.
 */
export type Reports = Map<string, ReadonlyMap<string, StepTotals>>

const MAX_PROCESSES = 50

export function createLedger(db: Connection, reports: Reports): Ledger {
  const get = db.prepare(`SELECT ${TALLY_COLUMNS} FROM counters WHERE step_id = ? AND kind = ?`)
  const put = db.prepare(`INSERT INTO counters (step_id, kind, since, ${TALLY_COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (step_id, kind) DO UPDATE SET ended = excluded.ended,
    failed = excluded.failed, retried = excluded.retried, kept = excluded.kept, total_ms = excluded.total_ms,
    waited_ms = excluded.waited_ms, durations = excluded.durations, waits = excluded.waits`)
  const rollups = createRollups(db)
  let pending: Reports = new Map()

  function addStep(totals: StepTotals, last: StepTotals | undefined, atMs: number, nowMs: number): void {
    const { stepId, kind } = totals
    const news = toNews(totals, last)
    if (!news) return
    rollups.add(stepId, kind, news, Math.min(atMs, nowMs))
    const row = get.get(stepId, kind) as TallyRow | undefined
    if (row) addTotals(news, fromRow(row))
    put.run(stepId, kind, nowMs, ...toColumns(news))
  }

  return {
    add(event, nowMs) {
      const last = pending.get(event.processId) ?? reports.get(event.processId)
      const next = new Map(last)
      for (const totals of event.steps) {
        const key = JSON.stringify([totals.kind, totals.stepId])
        addStep(totals, last?.get(key), event.at, nowMs)
        next.set(key, totals)
      }
      pending.set(event.processId, next)
    },
    settle(isCommitted) {
      if (isCommitted) for (const [processId, report] of pending) remember(reports, processId, report)
      pending = new Map()
    },
  }
}

/** What was counted since the last report; `undefined` if nothing. */
function toNews(totals: StepTotals, last: StepTotals | undefined): Tally | undefined {
  // Fewer than before: another life under the same name.
  const base = last && totals.ended >= last.ended && totals.retried >= last.retried ? last : undefined
  if (totals.ended === (base?.ended ?? 0) && totals.retried === (base?.retried ?? 0)) return undefined
  const news = emptyTally()
  addTotals(news, totals)
  if (base) addTotals(news, base, -1)
  return news
}

function remember(reports: Reports, processId: string, report: ReadonlyMap<string, StepTotals>): void {
  // Maps keep the order of insertion: the one that reported longest ago is first.
  reports.delete(processId)
  reports.set(processId, report)
  const oldest = reports.keys().next().value
  if (reports.size > MAX_PROCESSES && oldest !== undefined) reports.delete(oldest)
}
