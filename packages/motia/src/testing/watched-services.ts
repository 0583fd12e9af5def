/** What handlers ask the engine for, watched: who waits meanwhile, what was sent, whose failure somebody was told. */
import type { AttemptServices, RunResult } from '@motia/core/runtime'
import { currentAttempt } from '../runtimes/node/invoke/attempt.ts'
import type { Activity } from './activity.ts'
import type { EffectsLog } from './effects-log.ts'
import type { TestRecord } from './test-record.ts'

export function watchServices(
  services: AttemptServices,
  activity: Activity,
  effects: EffectsLog,
  record: TestRecord,
): AttemptServices {
  const parking = <T>(work: Promise<T>) => activity.parking(currentAttempt.getStore(), work)
  const note = (results: readonly RunResult[]) => {
    for (const { ok, runId } of results) if (!ok) record.seen(runId)
  }
  return {
    readState: services.readState,
    listState: services.listState,
    async triggerNow(now) {
      const receipt = await services.triggerNow(now)
      effects.sent(now)
      return receipt
    },
    async call(now) {
      effects.sent(now)
      const result = await parking(services.call(now))
      note([result])
      return result
    },
    async awaitResults(runIds) {
      const results = await parking(services.awaitResults(runIds))
      note(results)
      return results
    },
  }
}
