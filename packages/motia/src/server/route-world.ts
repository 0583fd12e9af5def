/** What routes need of the app, put together by app/open-server.ts. */
import type { Effects } from '@motia/core/effect'
import type { AttemptReport, AttemptRequest, AttemptServices } from '@motia/core/runtime'
import type { Inline, InlineRun } from '../engine/inline.ts'
import type { InvokeWorld } from '../runtimes/node/invoke/invoke.ts'
import type { RequestLog } from './request-log.ts'

export interface RouteWorld {
  readonly invoke: InvokeWorld
  readonly services: AttemptServices
  readonly inline: Inline
  /** Further effects of a run that has its row. @throws when the store cannot take them */
  commitMore(run: InlineRun, effects: Effects): Promise<'done' | 'conflict'>
  readonly log: RequestLog
  readonly newId: () => string
  timeoutMsOf(stepId: string): number
  /** Runs an api step that this process does not. */
  executeInWorker(attempt: AttemptRequest): Promise<AttemptReport>
  /** In development an answer of 500 says why. */
  readonly reveal: boolean
}
