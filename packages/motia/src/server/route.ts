/**
 * One api step as a Fastify handler: middlewares → its handler, here or in a worker → commit its effects → answer. The
 * hot path of the system: synchronous as far as the schemas and the handler are, nothing allocated that is not used.
 */
import { type Effects, hasEffects } from '@motia/core/effect'
import { type Failure, toFailure } from '@motia/core/failure'
import type { Json } from '@motia/core/json'
import { isThenable } from '@motia/core/outcome'
import type { StoredAnswer } from '@motia/core/store-answers'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InlineRun } from '../engine/inline.ts'
import { Attempt, type AttemptFacts, currentAttempt } from '../runtimes/node/invoke/attempt.ts'
import type { PreparedResponse } from '../runtimes/node/invoke/encode-response.ts'
import { Pieces } from '../runtimes/node/invoke/pieces.ts'
import { ValidationError } from '../runtimes/node/invoke/validation.ts'
import {
  conflictProblem,
  failureToProblem,
  type Problem,
  refuseBytes,
  sendProblem,
  toConflict,
  toProblem,
  toUnavailable,
} from './answers.ts'
import { KeyedRequest, type KeyedRoute, mayBeKeyed } from './around/keyed-request.ts'
import { passMiddleware, type RouteMiddleware } from './around/middleware.ts'
import { bodyAsPayload } from './bodies/bodies.ts'
import { dropUploads } from './bodies/uploads.ts'
import { commitRest } from './commit-rest.ts'
import type { Handle } from './local-handler.ts'
import { discardAnswer, prepareAnswer } from './ready-answer.ts'
import { RequestFacts } from './request-facts.ts'
import { sendResponse, toResult } from './response.ts'
import type { RouteWorld } from './route-world.ts'
import { sendPieces } from './send-pieces.ts'
import { failureBehind, NoWorkerError } from './worker-failure.ts'

/** What a route is made of. */
export interface RouteShape extends KeyedRoute {
  readonly handle: Handle
  /** Outermost first. */
  readonly middleware: readonly RouteMiddleware[]
}

export function createRoute(shape: RouteShape, world: RouteWorld) {
  const { stepId } = shape
  const timeoutMs = world.timeoutMsOf(stepId)
  const takesKeys = mayBeKeyed(shape.method)
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const facts = new RequestFacts(stepId, Date.now() + timeoutMs, request, world.newId)
    const keyed = takesKeys ? KeyedRequest.of(shape, world, request) : undefined
    new Exchange(shape, world, request, reply, facts, keyed).run(0)
  }
}

/** One request and its answer. */
class Exchange {
  readonly #shape: RouteShape
  readonly #world: RouteWorld
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #facts: AttemptFacts
  readonly #keyed: KeyedRequest | undefined
  readonly #startedAt = performance.now()
  #isAnswered = false

  constructor(
    shape: RouteShape,
    world: RouteWorld,
    request: FastifyRequest,
    reply: FastifyReply,
    facts: AttemptFacts,
    keyed: KeyedRequest | undefined,
  ) {
    this.#shape = shape
    this.#world = world
    this.#request = request
    this.#reply = reply
    this.#facts = facts
    this.#keyed = keyed
  }

  /** @param conflicts how often state had changed at commit, so that the handler runs again */
  run(conflicts: number): void {
    const attempt = new Attempt(this.#facts, this.#world.services)
    const { deadlines } = this.#world.invoke
    deadlines.add(attempt, (error) =>
      this.#refuse(attempt, error, toUnavailable('the request took too long')),
    )
    try {
      const returned = this.#handle(attempt)
      if (isThenable(returned)) {
        returned.then(
          (value) => this.#finish(attempt, value, conflicts),
          (error) => this.#fail(attempt, error),
        )
      } else this.#finish(attempt, returned, conflicts)
    } catch (error) {
      this.#fail(attempt, error)
    }
  }

  #handle(attempt: Attempt): unknown {
    const { handle, middleware } = this.#shape
    const keyed = this.#keyed
    if (middleware.length === 0 && !keyed) return handle(attempt, this.#request)
    const innermost = (locals: object) => handle(attempt, this.#request, locals)
    const within = (locals: object) => keyed?.answerOnce(() => innermost(locals)) ?? innermost(locals)
    return currentAttempt.run(attempt, () =>
      passMiddleware(middleware, attempt, this.#request, this.#world, within),
    )
  }

  #finish(attempt: Attempt, returned: unknown, conflicts: number): void {
    if (this.#isAnswered) {
      discardAnswer(returned, this.#facts.stepId)
      return
    }
    this.#world.invoke.deadlines.remove(attempt)
    attempt.phase = 'succeeded' // what still runs on is not part of this commit
    try {
      const response = prepareAnswer(returned, this.#facts.stepId)
      if (response.body instanceof Pieces) this.#beginPieces(attempt, response, response.body, conflicts)
      else if (attempt.hasEffects() || this.#keyed?.toAnswer(false))
        void this.#commit(attempt, attempt.effects(), response, conflicts)
      else this.#answer(response)
    } catch (error) {
      this.#fail(attempt, error)
    }
  }

  /** What the pieces' source asks for is a part of its own, and there is no deadline any more. */
  #beginPieces(attempt: Attempt, response: PreparedResponse, pieces: Pieces, conflicts: number): void {
    attempt.phase = 'open'
    attempt.onCutOff = () => pieces.close()
    const effects = attempt.takeEffects()
    if (hasEffects(effects)) void this.#commit(attempt, effects, response, conflicts)
    else void this.#answerInPieces(attempt, response, pieces, [])
  }

  async #commit(
    attempt: Attempt,
    effects: Effects,
    response: PreparedResponse,
    conflicts: number,
  ): Promise<void> {
    const { inline } = this.#world
    const { body } = response
    const returnedAt = performance.now()
    try {
      const done = await inline.commit(
        this.#toRun(attempt),
        effects,
        () => this.#input(),
        toResult(response),
        conflicts,
        this.#keyed?.toAnswer(hasEffects(effects)),
      )
      if (done === 'done') {
        if (body instanceof Pieces) void this.#answerInPieces(attempt, response, body, [effects])
        else this.#answer(response, [effects], performance.now() - returnedAt)
      } else if (done === 'again') {
        attempt.cutOff(new Error('the state that it had read has changed')) // it never was
        this.run(conflicts + 1)
      } else if (done !== 'conflict') this.#repeat(attempt, response, done)
      else this.#refuse(attempt, toConflict(this.#facts.stepId, conflicts + 1), conflictProblem(), true)
    } catch (error) {
      this.#refuse(attempt, error, toUnavailable('the request could not be stored; try again'))
    }
  }

  /** The same request was carried out elsewhere meanwhile, so this one was not. */
  #repeat(attempt: Attempt, { body }: PreparedResponse, earlier: StoredAnswer): void {
    if (body instanceof Pieces) body.close()
    try {
      this.#answer((this.#keyed as KeyedRequest).replay(earlier))
    } catch (error) {
      this.#fail(attempt, error)
    }
  }

  #answer(response: PreparedResponse, effects?: readonly Effects[], commitMs?: number): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.#keyed?.release()
    sendResponse(this.#reply, response)
    this.#world.log.answered(
      this.#facts,
      this.#request,
      response.status,
      performance.now() - this.#startedAt,
      undefined,
      effects,
      undefined,
      commitMs,
    )
  }

  /** @param committed the head's effects, which are on disk */
  async #answerInPieces(
    attempt: Attempt,
    head: PreparedResponse,
    pieces: Pieces,
    committed: readonly Effects[],
  ): Promise<void> {
    const whole = () => {
      attempt.phase = 'succeeded'
      const rest = {
        run: this.#toRun(attempt),
        effects: attempt.effects(),
        head,
        hasRow: committed.length > 0,
      }
      return commitRest(this.#world, { ...rest, input: () => this.#input() })
    }
    const gone = () => attempt.cutOff(new Error('nobody takes the answer any more'))
    let failure: Failure | undefined
    try {
      // Whatever the source is, its code runs within the attempt.
      await currentAttempt.run(attempt, () =>
        sendPieces(this.#reply, head, pieces, { whole, gone }, this.#world.streams),
      )
    } catch (error) {
      if (!this.#reply.sent) return this.#fail(attempt, error)
      attempt.cutOff(error as Error)
      failure = this.#toFailure(error)
      dropUploads(this.#request)
    }
    this.#isAnswered = true
    this.#keyed?.release()
    const durationMs = performance.now() - this.#startedAt
    const { log } = this.#world
    const effects = failure ? committed : [...committed, attempt.effects()]
    log.answered(this.#facts, this.#request, head.status, durationMs, failure, effects, failure !== undefined)
    if (failure) this.#tellErrorStep(attempt, failure)
  }

  #fail(attempt: Attempt, thrown: unknown): void {
    const { traceId } = this.#facts
    const { reveal } = this.#world
    const failure = failureBehind(thrown)
    if (thrown instanceof NoWorkerError) this.#refuse(attempt, thrown, toUnavailable(thrown.message))
    else if (failure) {
      const problem = failureToProblem(failure, traceId, reveal)
      this.#refuse(attempt, thrown, refuseBytes(this.#request, problem), true)
    } else this.#refuse(attempt, thrown, refuseBytes(this.#request, toProblem(thrown, traceId, reveal)))
  }

  /** An answer without a commit; from 500 on a failure of the step. @param isTold below that, too, in telemetry */
  #refuse(
    attempt: Attempt,
    thrown: unknown,
    problem: Problem,
    isTold = thrown instanceof ValidationError,
  ): void {
    this.#world.invoke.deadlines.remove(attempt)
    attempt.phase = 'closed'
    if (attempt.onCutOff) attempt.cutOff(thrown as Error)
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.#keyed?.release()
    const isFailure = problem.status >= 500 && !(thrown instanceof NoWorkerError)
    const failure = isFailure || isTold ? this.#toFailure(thrown) : undefined
    sendProblem(this.#reply, problem)
    dropUploads(this.#request)
    const durationMs = performance.now() - this.#startedAt
    this.#world.log.answered(this.#facts, this.#request, problem.status, durationMs, failure)
    if (isFailure && failure) this.#tellErrorStep(attempt, failure)
  }

  #tellErrorStep(attempt: Attempt, failure: Failure): void {
    const { inline, log } = this.#world
    inline.failed(this.#toRun(attempt), failure, this.#input()).catch((error) => log.lost(error))
  }

  #toRun({ startedAt }: Attempt): InlineRun {
    const { runId, traceId, stepId } = this.#facts
    return { runId, traceId, stepId, startedAt }
  }

  #toFailure(thrown: unknown): Failure {
    const known = failureBehind(thrown)
    if (known) return known
    const { stack, ...failure } = toFailure(thrown)
    return { ...failure, ...(stack !== undefined && { stack: this.#world.invoke.trimStack(stack) }) }
  }

  #input(): Json {
    return bodyAsPayload(this.#request)
  }
}
