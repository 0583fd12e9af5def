/** The lanes of all languages, addressed by step. */
import type { Language } from '@motia/core/descriptor'
import type { ClaimedRun } from '@motia/core/store'
import type { Lane } from './lane.ts'
import type { Registry } from './registry.ts'

export interface Lanes {
  wake(stepId: string): void
  reserve(stepId: string): boolean
  resolveReservation(stepId: string, claimed: ClaimedRun | undefined): void
  /** A run that was cancelled is not handed over any more. */
  drop(run: { readonly runId: string; readonly stepId: string }): void
  /** A run of the step goes on elsewhere; gives what ends its permit. */
  hold(stepId: string): () => void
  /** What was claimed of a paused step and has not begun. */
  withdraw(stepId: string): Promise<readonly ClaimedRun[]>
  pump(): void
  open(): void
  /** What was claimed but not handed over. */
  close(): Promise<ClaimedRun[]>
}

/** Runs of a step that no runtime executes, or that no worker has loaded yet, stay queued: visibly waiting for it. */
export function createLanes(lanes: ReadonlyMap<Language, Lane>, registry: Registry): Lanes {
  const laneOf = (stepId: string) => {
    const policy = registry.policyOf(stepId)
    return policy?.isLoaded ? lanes.get(policy.language) : undefined
  }
  return {
    wake: (stepId) => laneOf(stepId)?.wake(stepId),
    reserve: (stepId) => laneOf(stepId)?.reserve(stepId) ?? false,
    resolveReservation: (stepId, claimed) => laneOf(stepId)?.resolveReservation(stepId, claimed),
    drop: ({ runId, stepId }) => laneOf(stepId)?.drop(runId),
    hold(stepId) {
      const language = registry.policyOf(stepId)?.language // loaded or not: its permits are counted from the first
      return (language && lanes.get(language)?.hold(stepId)) ?? (() => {})
    },
    withdraw: async (stepId) => (await laneOf(stepId)?.withdraw(stepId)) ?? [],
    pump: () => {
      for (const lane of lanes.values()) lane.pump()
    },
    open: () => {
      for (const lane of lanes.values()) lane.open()
    },
    close: async () => (await Promise.all([...lanes.values()].map((lane) => lane.close()))).flat(),
  }
}
