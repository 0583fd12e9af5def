/** How the app fares and what it consists of, as the Workbench tells it. supervisor.ts feeds it with what it hears. */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import type { Sink } from './telemetry.ts'

export interface AppStatus extends Sink {
  readonly state: () => { readonly state: 'starting' | 'ready' | 'down'; readonly detail?: string }
  /** Of the app that is ready, or was last. */
  readonly steps: () => readonly StepDescriptor[]
  readonly mistakes: () => readonly Mistake[]
  /** The app is about to be started, for the first time or again. */
  starting(why?: string): void
  /** It ended, or never got ready, and is left at that. */
  down(why: string): void
}

export function createAppStatus(): AppStatus {
  let state: ReturnType<AppStatus['state']> = { state: 'starting' }
  let steps: readonly StepDescriptor[] = []
  let mistakes: readonly Mistake[] = []

  function takeOne(event: TelemetryEvent): void {
    if (event.type !== 'app-ready' && event.type !== 'steps-described') return
    state = { state: 'ready' }
    steps = event.steps
    mistakes = event.mistakes
  }

  return {
    name: 'the state of the app',
    state: () => state,
    steps: () => steps,
    mistakes: () => mistakes,
    starting(why) {
      state = { state: 'starting', ...(why !== undefined && { detail: why }) }
    },
    down(why) {
      state = { state: 'down', detail: why }
    },
    take(events) {
      for (const event of events) takeOne(event)
    },
  }
}
