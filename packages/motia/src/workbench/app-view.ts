/** What the Workbench needs to know of the app and its project; the supervisor, which hears of it, brings it. */
import type { Mistake, StepDescriptor } from '@motia/core/descriptor'
import type { Failure } from '@motia/core/failure'
import type { WireApp, WireInfo } from './wire/app.ts'

export interface AppView {
  /** What does not depend on who asks. */
  info(): Omit<WireInfo, 'role' | 'canArrange' | 'app' | 'mistakes'>
  state(): WireApp
  /** Of the app that is ready, or was last. */
  steps(): readonly StepDescriptor[]
  mistakes(): readonly Mistake[]
  /** What ended the app, or kept it from starting; null once it is ready and its project has changed. */
  crash(): AppCrash | null
  /** Whether a worker has loaded the step: its runs wait until then. */
  isLoaded(step: StepDescriptor): boolean
  /** For `KEEP_HEADER` of requests to the app. */
  readonly keepKey?: string
}

export interface AppCrash {
  readonly at: number
  readonly cause: string
  readonly failure?: Failure
}
