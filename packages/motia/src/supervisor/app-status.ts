/**
 * How the app fares and what it consists of, as the Workbench tells it: without secrets. supervisor.ts feeds it with what
 * it hears.
 */
import type { Language, Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { TelemetryEvent } from '@motia/core/events'
import type { Failure } from '@motia/core/failure'
import { redactFailure, redactMistakes } from '../observability/redact.ts'
import type { AppView } from '../workbench/app-view.ts'
import type { Sink } from './telemetry.ts'

export interface AppStatus extends Sink, Omit<AppView, 'info'> {
  /** The app is about to be started, for the first time or because its project has changed. */
  starting(): void
  /** It ended, and is started again, or is left at that. `failure` if it said why. */
  died(cause: string, failure: Failure | undefined, isComing: boolean): void
  /** The next one could not be loaded, and the one that there is goes on. */
  refused(failure: Failure): void
  /** What is wrong with a configuration that is not used therefore, in place of what was. */
  misconfigured(mistakes: readonly Mistake[]): void
}

export function createAppStatus(now: () => number = Date.now): AppStatus {
  let state: ReturnType<AppView['state']> = { state: 'starting' }
  let steps: readonly StepDescriptor[] = []
  let mistakes: readonly Mistake[] = []
  let ofConfig: readonly Mistake[] = []
  let crash: ReturnType<AppView['crash']> = null
  /** What ended it may have been mended: not so where it is only started again. */
  let isMended = true
  let pending: ReadonlySet<Language> = new Set()

  function takeOne(event: TelemetryEvent): void {
    if (event.type === 'app-ready') pending = new Set(event.pending)
    else if (event.type === 'steps-described') {
      pending = new Set([...pending].filter((language) => language !== event.language))
    } else return
    state = { state: 'ready' } // another object, since what it consists of has changed
    steps = event.steps
    mistakes = redactMistakes(event.mistakes)
    if (isMended) crash = null
  }

  return {
    name: 'the state of the app',
    state: () => state,
    steps: () => steps,
    mistakes: () => [...ofConfig, ...mistakes],
    crash: () => crash,
    isLoaded: ({ language }) => !pending.has(language),
    starting() {
      isMended = true
      state = { state: 'starting' }
    },
    died(cause, thrown, isComing) {
      const failure = thrown && redactFailure(thrown)
      state = { state: isComing ? 'starting' : 'down', detail: failure?.message ?? cause }
      isMended = false
      crash = { at: now(), cause, ...(failure && { failure }) }
    },
    refused(thrown) {
      const failure = redactFailure(thrown)
      state = { state: 'ready' }
      isMended = false
      crash = { at: now(), cause: 'the project could not be loaded', failure }
    },
    misconfigured(found) {
      if (found.length === 0 && ofConfig.length === 0) return
      ofConfig = redactMistakes(found)
      state = { ...state }
    },
    take(events) {
      for (const event of events) takeOne(event)
    },
  }
}
