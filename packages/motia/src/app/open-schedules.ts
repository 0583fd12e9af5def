/** The schedules of an app: of the steps whose workers have told when they are due. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { Store } from '@motia/core/store'
import type { Telemetry } from '@motia/core/telemetry'
import type { Config } from '../config/config.ts'
import type { Engine } from '../engine/engine.ts'
import type { Registry } from '../engine/registry.ts'
import { type Schedules, startSchedules } from '../triggers/schedules.ts'
import { toNotice } from './announcements.ts'

export function openSchedules(
  { mode }: Config,
  registry: Registry,
  store: Store,
  { submitter, pauses }: Engine,
  newId: () => string,
  telemetry: Telemetry,
): Promise<Schedules> {
  return startSchedules({
    steps: schedulableSteps(registry),
    isExpected: (stepId) => registry.policyOf(stepId) !== undefined,
    isPaused: pauses.isPaused,
    store: store.schedules,
    submitter,
    newId,
    now: Date.now,
    mode,
    onError: (error) => telemetry.record(toNotice(error)),
  })
}

/** Those that a worker has loaded: what is only seen in a file has no schedule yet. */
export function schedulableSteps(registry: Registry): StepDescriptor[] {
  return registry.steps.filter(({ id }) => registry.policyOf(id)?.isLoaded)
}
