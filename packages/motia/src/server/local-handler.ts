/** An api step's handler in this process: validate → call in the attempt's scope. Called by route.ts. */
import type { MaybePromise } from '@motia/core/outcome'
import type { ApiHandler, Step } from '@motia/core/step'
import type { FastifyRequest } from 'fastify'
import { type Attempt, currentAttempt } from '../runtimes/node/invoke/attempt.ts'
import { AttemptContext } from '../runtimes/node/invoke/context.ts'
import { validateParts } from '../runtimes/node/invoke/validation.ts'
import { HandlerRequest } from './request.ts'
import type { RouteWorld } from './route-world.ts'

/**
 * What a route does within an attempt: the handler's answer, as it returned it or ready to be sent.
 * @param locals what middlewares left
 * @throws what the handler throws, and a ValidationError
 */
export type Handle = (attempt: Attempt, request: FastifyRequest, locals?: object) => MaybePromise<unknown>

/** Synchronous as far as the schemas and the handler are. */
export function createLocalHandler({ options, handler }: Step<'api'>, world: RouteWorld): Handle {
  const { id, schema } = options
  const call = (attempt: Attempt, from: FastifyRequest, parts: object, locals: object | undefined) => {
    if (attempt.phase !== 'open') return undefined // its deadline passed while the input was checked
    const request = new HandlerRequest(from, parts as HandlerRequest['parts'], locals)
    const ctx = new AttemptContext(attempt, world.invoke)
    return currentAttempt.run(attempt, handler as ApiHandler, request as never, ctx)
  }
  return (attempt, from, locals) => {
    const parts = validateParts(id, schema, from)
    return parts instanceof Promise
      ? parts.then((valid) => call(attempt, from, valid, locals))
      : call(attempt, from, parts, locals)
  }
}
