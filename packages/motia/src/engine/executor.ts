/** Hands a claimed run to its runtime and the report to the committer; knows what is under way. */
import type { AttemptServices, Runtime } from '@motia/core/runtime'
import type { ClaimedRun } from '@motia/core/store'
import type { Committer } from './committer.ts'
import type { LimitWait } from './limit-watch.ts'
import type { Registry } from './registry.ts'
import { createUnderWay } from './under-way.ts'

export interface ExecutorDeps {
  readonly registry: Registry
  readonly committer: Committer
  readonly services: AttemptServices
  readonly now: () => number
}

export interface Executor {
  /** Resolves when what became of the run is on disk. @param limit what its step's limit made it wait */
  execute(run: ClaimedRun, runtime: Runtime, limit?: LimitWait): Promise<void>
  /** Runs whose end is not on disk. */
  held(): readonly ClaimedRun[]
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

export function createExecutor({ registry, committer, services, now }: ExecutorDeps): Executor {
  const underWay = createUnderWay()
  const held = new Set<ClaimedRun>()

  const execute: Executor['execute'] = async (run, runtime, limit) => {
    const { runId, traceId, stepId, input, isolated, attemptsUsed } = run
    const timeoutMs = registry.policyOf(stepId)?.timeoutMs ?? 0
    const request = {
      runId,
      traceId,
      stepId,
      attempt: attemptsUsed + 1,
      input,
      deadline: now() + timeoutMs,
      isolated,
    }
    underWay.begin()
    held.add(run)
    try {
      await committer.settle(run, await runtime.execute(request, services), limit)
    } finally {
      held.delete(run)
      underWay.end()
    }
  }
  return { execute, held: () => [...held], idle: underWay.idle }
}
