/**
 * Requests of a step that are answered before its handler is reached: above its rate limit, or with a body that is not
 * taken. They are told to telemetry like any other. route-table.ts and around/rate-limit.ts call it.
 */
import { type Failure, toFailure } from '@motia/core/failure'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { BodyError } from './bodies/body-error.ts'
import { RequestFacts } from './request-facts.ts'
import type { RouteWorld } from './route-world.ts'

/** What a route's config says, for requests that do not get as far as its handler. */
export interface EarlyRoute {
  readonly stepId?: string
}

type EarlyWorld = Pick<RouteWorld, 'log' | 'newId'>

/** What Fastify's own refusals of bodies are called: too large, shorter than they said, of a type that is none. */
const FASTIFY_BODY = 'FST_ERR_CTP_'

/** Of an error that Fastify was given: if it is about the body, nothing else has told of the request. */
export function tellOfRefusedBody(
  error: Error & { code?: string; statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
  world: EarlyWorld,
): void {
  const { stepId } = request.routeOptions.config as EarlyRoute
  const isOfBody = error instanceof BodyError || error.code?.startsWith(FASTIFY_BODY)
  if (stepId === undefined || !isOfBody) return
  const { stack: _, ...failure } = toFailure(error)
  const cause = (error.cause as Error | undefined)?.message
  tellOfEarlyAnswer(stepId, request, reply, error.statusCode ?? 500, world, {
    ...failure,
    ...(cause !== undefined && { message: `${error.message}: ${cause}` }),
  })
}

/** Counts it, and samples its span. */
export function tellOfEarlyAnswer(
  stepId: string,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  { log, newId }: EarlyWorld,
  failure?: Failure,
): void {
  const facts = new RequestFacts(stepId, 0, request, newId)
  log.answered(facts, request, status, reply.elapsedTime, failure)
}
