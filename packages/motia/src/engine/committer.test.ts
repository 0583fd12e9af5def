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

interface Shape {
  readonly admits?: boolean
  /** What the clock says, one after another; the last for good. */
  readonly clock?: number[]
}

/** What is recorded of an attempt, by default while the sampler wants none. */
async function recordOf(outcome: Outcome, shape: Shape = {}): Promise<TelemetryEvent[]> {
  const { admits = false, clock = [1] } = shape
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
    admits: () => admits,
    newId: () => 'id',
    now: () => (clock.length > 1 ? (clock.shift() as number) : (clock[0] as number)),
    random: () => 0,
  })
  await committer.settle(run, { type: 'outcome', outcome, startedAt: 20 }, { from: 5, ms: 10 })
  return recorded
}

describe('the end of an attempt', () => {
  it('is not recorded when it succeeded and the sampler has enough', async () => {
    expect(await recordOf(succeeded)).toEqual([])
  })

  it('is recorded when it failed, whatever the sampler has', async () => {
    expect(await recordOf(failed)).toMatchObject([{ type: 'attempt', runId: 'r', status: 'failed' }])
  })

  it('tells its wait, of it what the limit was the cause of, its execution and its commit', async () => {
    const [event] = await recordOf(succeeded, { admits: true, clock: [50, 57] })
    expect(event).toMatchObject({
      queuedAt: 0,
      limitAt: 5,
      limitMs: 10,
      startedAt: 20,
      at: 50,
      durationMs: 30,
    })
    expect(event).toMatchObject({ commitMs: 7 })
  })
})
