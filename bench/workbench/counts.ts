/** The counts that an app would have reported while the runs were played, and those of the six days before. */
import type { TelemetryEvent } from '@motia/core/events'
import { createTotals, type Totals } from '../../packages/motia/src/observability/totals.ts'
import type { Played } from './play.ts'
import { type Chance, type RunStory, tellTrace } from './story.ts'

export interface Counts {
  /** For each quarter of an hour of the six days before. */
  tellWeek(chance: Chance): void
  /** In the order of their times. */
  take(played: readonly Played[]): void
  finish(): void
}

const QUARTER_MS = 900_000
const DAY_MS = 86_400_000
const WEEK_QUARTERS = 6 * 96
const TRACES_PER_QUARTER = 30
/** The last quarter is reported as finely as it is kept. */
const REPORT_MS = { early: 60_000, late: 5_000 }

export function keepCounts(endAt: number, write: (events: TelemetryEvent[]) => void): Counts {
  const totals = createTotals('seed')
  let reportedAt = 0
  const report = (at: number) => {
    const counters = totals.snapshot(at)
    if (counters) write([counters])
    reportedAt = at
  }
  return {
    tellWeek(chance) {
      const week = createTotals('week')
      for (let quarter = WEEK_QUARTERS; quarter > 0; quarter--) {
        for (let i = 0; i < TRACES_PER_QUARTER; i++) countStory(week, tellTrace(i, chance).root)
        const counters = week.snapshot(endAt - DAY_MS - quarter * QUARTER_MS)
        if (counters) write([counters])
      }
    },
    take(played) {
      for (const run of played) {
        const everyMs = endAt - run.endedAt < QUARTER_MS ? REPORT_MS.late : REPORT_MS.early
        if (run.endedAt - reportedAt >= everyMs) report(run.endedAt)
        count(totals, run.story, run.request !== undefined)
      }
    },
    finish: () => report(endAt),
  }
}

function countStory(totals: Totals, story: RunStory): void {
  count(totals, story, story.cause === 'api')
  for (const child of story.children) countStory(totals, child)
}

function count(totals: Totals, { stepId, tookMs, waitedMs, failure }: RunStory, isRequest: boolean): void {
  if (isRequest) totals.requestEnded(stepId, tookMs, false, true)
  else totals.attemptEnded(stepId, failure ? 'failed' : 'succeeded', tookMs, waitedMs)
}
