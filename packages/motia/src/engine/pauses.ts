/**
 * Steps that are paused by hand: their runs are accepted and stay queued, until they are resumed. The engine asks here
 * before it begins anything; the store remembers.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { motiaError } from '@motia/core/errors'
import { didYouMean } from '@motia/core/nearest'
import type { StepKind } from '@motia/core/step'
import type { ClaimedRun } from '@motia/core/store'
import type { PauseStore } from '@motia/core/store-pauses'
import type { Registry, StepPolicy } from './registry.ts'

export interface Pauses {
  isPaused(stepId: string): boolean
  /** Reads what the store remembers. */
  load(): Promise<void>
  /** No run begins any more when it resolves; false if it was paused already. @throws `MOTIA_NO_STEP`, `MOTIA_OPTION` */
  pause(stepId: string): Promise<boolean>
  /** False if it was not paused. @throws `MOTIA_NO_STEP` */
  resume(stepId: string): Promise<boolean>
}

export interface PauseDeps {
  readonly store: PauseStore
  readonly registry: Registry
  readonly now: () => number
  /** Runs of the step that were claimed and have not begun are queued again. */
  withdraw(stepId: string): Promise<readonly ClaimedRun[]>
  handBack(runs: readonly ClaimedRun[]): Promise<void>
  /** Its queued runs may begin. */
  wake(stepId: string): void
}

/** What has no queue that could be held. */
const WITHOUT_QUEUE: Readonly<Partial<Record<StepKind, string>>> = {
  api: 'it answers requests at once',
  noop: 'its runs pass at once',
}

export function createPauses({ store, registry, now, withdraw, handBack, wake }: PauseDeps): Pauses {
  const paused = new Set<string>()
  let last: Promise<unknown> = Promise.resolve()
  /** One change after another: what is kept here and what is stored must not part. */
  const inTurn = (change: () => Promise<boolean>): Promise<boolean> => {
    const done = last.then(change)
    last = done.catch(() => {})
    return done
  }

  const pause = async (stepId: string) => {
    refuseUnpausable(stepId, registry)
    const isNew = !paused.has(stepId)
    paused.add(stepId)
    try {
      await store.put(stepId, now())
    } catch (error) {
      if (isNew) paused.delete(stepId)
      wake(stepId)
      throw error
    }
    // runs that were on their way into the store before this have arrived at their lane by then
    await nextTurn()
    await handBack(await withdraw(stepId))
    return isNew
  }

  const resume = async (stepId: string) => {
    if (!paused.has(stepId)) refuseUnknown(stepId, registry) // a paused one may have lost its file
    const wasPaused = await store.remove(stepId)
    paused.delete(stepId)
    wake(stepId)
    return wasPaused
  }

  return {
    isPaused: (stepId) => paused.has(stepId),
    async load() {
      for (const stepId of await store.list()) paused.add(stepId)
    },
    pause: (stepId) => inTurn(() => pause(stepId)),
    resume: (stepId) => inTurn(() => resume(stepId)),
  }
}

function refuseUnpausable(stepId: string, registry: Registry): void {
  const reason = WITHOUT_QUEUE[refuseUnknown(stepId, registry).descriptor.kind]
  if (reason === undefined) return
  throw motiaError('MOTIA_OPTION', { what: `"${stepId}" cannot be paused: ${reason}` })
}

function refuseUnknown(stepId: string, registry: Registry): StepPolicy {
  const policy = registry.policyOf(stepId)
  if (policy) return policy
  const known = registry.steps.map(({ id }) => id)
  throw motiaError('MOTIA_NO_STEP', { stepId, nearest: didYouMean(stepId, known) })
}
