/** Who waits for runs to end: `result()`, `motia.call`, `trigger --wait`. */

import { isFinal } from '@motia/core/run'
import type { RunResult } from '@motia/core/runtime'
import type { EndedRun, RunStore } from '@motia/core/store'

export interface Waiters {
  /** In the order of the ids. */
  await(runIds: readonly string[]): Promise<RunResult[]>
  ended(run: EndedRun): void
  /** From now on another app hears of ends: whoever waits here waits there. */
  follow(awaitThere: Waiters['await']): void
}

interface Waiter {
  readonly resolve: (result: RunResult) => void
  readonly reject: (error: Error) => void
}

export function createWaiters(runs: Pick<RunStore, 'get'>): Waiters {
  const waiting = new Map<string, Waiter[]>()
  let awaitThere: Waiters['await'] | undefined

  const awaitOne = (runId: string): Promise<RunResult> =>
    new Promise((resolve, reject) => {
      if (awaitThere) return askThere(awaitThere, runId, [{ resolve, reject }])
      const list = waiting.get(runId) ?? []
      waiting.set(runId, list)
      list.push({ resolve, reject })
      // It may have ended before we listened.
      runs.get(runId).then((record) => {
        if (!record || !isFinal(record.status)) return
        const { result, failure, reason, ...rest } = record
        notify({
          ...rest,
          ...(result !== null && { result }),
          ...(failure && { failure }),
          ...(reason && { reason }),
        })
      }, reject)
    })
  const notify = (run: EndedRun) => {
    const list = waiting.get(run.runId)
    if (!list) return
    waiting.delete(run.runId)
    for (const { resolve } of list) resolve(toResult(run))
  }
  return {
    await: (runIds) => Promise.all(runIds.map(awaitOne)),
    ended: notify,
    follow(there) {
      awaitThere = there
      for (const [runId, list] of waiting) askThere(there, runId, list)
      waiting.clear()
    },
  }
}

function askThere(awaitThere: Waiters['await'], runId: string, waiters: readonly Waiter[]): void {
  awaitThere([runId]).then(
    ([result]) => {
      for (const { resolve } of waiters) resolve(result as RunResult)
    },
    (error) => {
      for (const { reject } of waiters) reject(error)
    },
  )
}

function toResult(run: EndedRun): RunResult {
  const { runId, stepId, status, result, failure, reason } = run
  if (status === 'succeeded') return { runId, ok: true, result: result ?? 'null' }
  const why = failure?.message ?? reason ?? status
  return { runId, ok: false, stepId, status, reason: why, ...(failure && { failure }) }
}
