/**
 * An api step that runs in a worker, of another language or because it asked for one (`isolate: true`): the same
 * exchange as route.ts, with the handler a message away. The worker validates; nothing is retried.
 */
import { NO_EFFECTS } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import { type Failure, toFailure } from '@motia/core/failure'
import { type Outcome, toResponse } from '@motia/core/outcome'
import type { AttemptReport } from '@motia/core/runtime'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InlineRun } from '../engine/inline.ts'
import { failureToProblem, type Problem, sendProblem, toUnavailable } from './answers.ts'
import { rawBodyOf } from './bodies.ts'
import { type PreparedResponse, prepareResponse, sendResponse } from './response.ts'
import { conflictProblem, type RouteWorld, toConflict } from './route.ts'

export function createWorkerRoute(stepId: string, world: RouteWorld) {
  const timeoutMs = world.timeoutMsOf(stepId)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const run = { runId: world.newId(), traceId: world.newId(), stepId, startedAt: Date.now() }
    const beganAt = performance.now()
    const { problem, failure } = await exchange(run, timeoutMs, request, reply, world)
    if (problem) sendProblem(reply, problem)
    world.log.answered(run, request, reply.statusCode, performance.now() - beganAt, failure)
    if (failure && reply.statusCode >= 500) {
      await world.inline.failed(run, failure, JSON.stringify(request.body ?? null)).catch(world.log.lost)
    }
    return reply // so that Fastify waits for what is sent
  }
}

interface Ending {
  /** Unless the step's own answer was sent. */
  readonly problem?: Problem
  readonly failure?: Failure
}

async function exchange(
  run: InlineRun,
  timeoutMs: number,
  request: FastifyRequest,
  reply: FastifyReply,
  world: RouteWorld,
): Promise<Ending> {
  const { runId, traceId, stepId } = run
  const input = toInput(request)
  for (let conflicts = 0; ; conflicts++) {
    const deadline = run.startedAt + timeoutMs
    const attempt = { runId, traceId, stepId, attempt: 1, input, deadline, isolated: false }
    const outcome = toOutcome(await world.executeInWorker(attempt))
    if (!outcome) return { problem: toUnavailable('no worker is free') }
    if (outcome.status === 'failed') {
      const { failure } = outcome
      return { failure, problem: failureToProblem(failure, traceId, world.reveal) }
    }
    const body = () => JSON.stringify(request.body ?? null)
    let response: PreparedResponse
    try {
      response = prepareResponse(toResponse(JSON.parse(outcome.result)), stepId)
    } catch (error) {
      const failure = toFailure(error)
      return { failure, problem: failureToProblem(failure, traceId, world.reveal) }
    }
    try {
      const done = await world.inline.commit(
        run,
        outcome.effects ?? NO_EFFECTS,
        body,
        outcome.result,
        conflicts,
      )
      if (done === 'again') continue
      if (done === 'conflict')
        return { failure: toConflict(stepId, conflicts + 1), problem: conflictProblem() }
    } catch (error) {
      return {
        failure: toFailure(error),
        problem: toUnavailable('the request could not be stored; try again'),
      }
    }
    sendResponse(reply, response)
    return {}
  }
}

function toOutcome(report: AttemptReport): Outcome | undefined {
  switch (report.type) {
    case 'outcome':
      return report.outcome
    case 'lost': {
      const failure = toFailure(motiaError('MOTIA_RUN_LOST', { cause: report.cause }))
      return { status: 'failed', reason: 'error', failure }
    }
    case 'stream':
    case 'returned':
      return undefined
  }
}

/** The request as a worker's handler gets it (runtimes/node/invoke/validation.ts). */
function toInput(request: FastifyRequest): string {
  const { body, params, query, headers, method, url } = request
  const path = url.split('?', 1)[0]
  const raw = rawBodyOf(request).toString('utf8')
  return JSON.stringify({ __request: { body, params, query, headers, method, path, url, raw } })
}
