/** The authoring API of `@motia/core`: what a step's author imports. Re-exports only. */
import type { Motia } from './trigger.ts'

export type { ApiRequest, Context, Logger, RequestLocals, State, StateItem } from './context.ts'
export type { CookieOptions } from './cookie.ts'
export { clearCookie, setCookie } from './cookie.ts'
export { CallFailedError, HttpError, MotiaError, NonRetryableError } from './errors.ts'
export type { JsonSchema } from './json-schema.ts'
export { logger } from './logger.ts'
export type { Answer, Middleware, Next } from './middleware.ts'
export { middleware } from './middleware.ts'
export { motia } from './motia.ts'
export type { Response } from './outcome.ts'
export { redirect, response } from './outcome.ts'
export type { RetryOption } from './retry.ts'
export type { ApiRoutes, RouteOf, RouteType } from './route-type.ts'
export type { EventSource, ServerSentEvent } from './server-sent.ts'
export { sse } from './server-sent.ts'
export type {
  ApiOptions,
  CronOptions,
  EventOptions,
  HttpMethod,
  LimitedRequest,
  NoopOptions,
  RateLimit,
  Step,
  Tick,
} from './step.ts'
export { api, cron, event, noop } from './step.ts'
export type {
  Motia,
  PayloadOf,
  Receipt,
  StepId,
  StepPayloads,
  TriggerOptions,
  TypeOptions,
} from './trigger.ts'
export type { UploadedFile, UploadLimits, UploadOption } from './upload.ts'

declare global {
  /** The ambient `motia`, the same object that `@motia/core` exports. */
  var motia: Motia
}
