/** What somebody asks for by hand: a run is cancelled, or run once more. engine.ts makes it. */
import type { Runtime } from '@motia/core/runtime'
import type { EndedRun, RunStore } from '@motia/core/store'
import type { Lanes } from './lanes.ts'
import type { Submitter } from './submitter.ts'

export interface ByHandDeps {
  readonly runs: Pick<RunStore, 'cancel' | 'redrive'>
  readonly lanes: Lanes
  readonly submitter: Submitter
  readonly runtimes: Iterable<Runtime>
  readonly now: () => number
  /** It may be under way in an app that was replaced. */
  onCancelled(runId: string): void
}

export interface ByHand {
  /** Resolves to what was cancelled: the run, and those that wait for it. */
  cancel(runId: string): Promise<readonly EndedRun[]>
  /** The attempt's signal, and nothing else. */
  abort(runId: string): void
  redrive(runId: string): Promise<boolean>
}

export function createByHand({ runs, lanes, submitter, runtimes, now, onCancelled }: ByHandDeps): ByHand {
  const abort = (runId: string) => {
    for (const runtime of runtimes) runtime.cancel(runId)
  }
  return {
    abort,
    async cancel(runId) {
      const ended = await runs.cancel(runId, 'cancelled by hand', now())
      for (const run of ended) {
        lanes.drop(run)
        abort(run.runId)
        onCancelled(run.runId)
      }
      submitter.ended(ended)
      return ended
    },
    async redrive(runId) {
      const backlog = await runs.redrive(runId, now())
      if (backlog) submitter.spread(backlog)
      return backlog !== undefined
    },
  }
}
