/**
 * What may stand around the handler of an api step: `middleware()`. Listed in a step's options, or the default export
 * of a `_middleware.ts`; the API server calls it (server/middleware.ts).
 */
import type { ApiRequest, Context } from './context.ts'
import type { MaybePromise, Response } from './outcome.ts'

/** What is about to be answered. Its headers, by lower-case name, may be changed in place. */
export interface Answer extends Response {
  readonly headers: Record<string, string | readonly string[]>
}

/** The middlewares within, and at last the handler. @throws what they throw; called once */
export type Next = () => Promise<Answer>

/**
 * Runs before the input is checked against its schemas: the request's parts are as they came. What it returns is the
 * answer, as a handler's is; nothing, after `next()`, stands for what that gave.
 */
export type Middleware = (request: ApiRequest, ctx: Context, next: Next) => MaybePromise<unknown>

/** Types a middleware; it stays a plain function that a unit test may call. */
export function middleware<M extends Middleware>(handle: M): M {
  return handle
}
