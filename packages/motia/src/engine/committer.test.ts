import { NO_EFFECTS } from '@motia/core/effect'
import type { TelemetryEvent } from '@motia/core/events'
import type { Outcome } from '@motia/core/outcome'
import type { ClaimedRun, RunStore } from '@motia/core/store'
import { UNCOUNTED } from '@motia/core/telemetry'
import { describe, expect, it } from 'vitest'
import { createCommitter } from './committer.ts'
import { createRegistry } from './registry.ts'

const run: ClaimedRun = {
  runId: 'r',
  ref: 1,
  stepId: 's',
  traceId: 't',
  parentRunId: null,
  epoch: 1,
  attemptsUsed: 0,
  conflicts: 0,
  strikes: 0,
  isolated: false,
  input: 'null',
  createdAt: 0,
}
const succeeded: Outcome = { status: 'succeeded', result: 'null', effects: NO_EFFECTS }
const failed: Outcome = { status: 'failed', reason: 'error', failure: { name: 'Error', message: 'no' } }

/** What is recorded of attempts while the sampler wants none of them. */
async function recordOf(outcome: Outcome): Promise<TelemetryEvent[]> {
  const recorded: TelemetryEvent[] = []
  const committer = createCommitter({
    runs: {} as RunStore,
    submitter: {
      submit: async () => ({ status: 'committed', accepted: [], ended: [], backlog: { stepIds: [] } }),
      spread: () => {},
      ended: () => {},
      idle: async () => {},
    },
    registry: createRegistry([], { strict: false }),
    telemetry: { record: (event) => void recorded.push(event) },
    counter: UNCOUNTED,
    admits: () => false,
    newId: () => 'id',
    now: () => 1,
    random: () => 0,
  })
  await committer.settle(run, { type: 'outcome', outcome, startedAt: 0 })
  return recorded
}

describe('the end of an attempt', () => {
  it('is not recorded when it succeeded and the sampler has enough', async () => {
    expect(await recordOf(succeeded)).toEqual([])
  })

  it('is recorded when it failed, whatever the sampler has', async () => {
    expect(await recordOf(failed)).toMatchObject([{ type: 'attempt', runId: 'r', status: 'failed' }])
  })
})
