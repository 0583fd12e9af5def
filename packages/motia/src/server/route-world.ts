/** What routes need of the app, put together by app/open-server.ts. */
import type { AttemptReport, AttemptRequest, AttemptServices } from '@motia/core/runtime'
import type { Inline } from '../engine/inline.ts'
import type { InvokeWorld } from '../runtimes/node/invoke/invoke.ts'
import type { EventStreams } from './event-streams.ts'
import type { RequestLog } from './request-log.ts'

export interface RouteWorld {
  readonly invoke: InvokeWorld
  readonly services: AttemptServices
  readonly inline: Inline
  readonly log: RequestLog
  readonly newId: () => string
  /** Idempotency keys of requests under way. */
  readonly keysUnderWay: Set<string>
  readonly streams: EventStreams
  timeoutMsOf(stepId: string): number
  /** Runs an api step that this process does not. */
  executeInWorker(attempt: AttemptRequest): Promise<AttemptReport>
  /** Development: an answer of 500 says why, and answers are checked. */
  readonly reveal: boolean
}
