/**
 * One api step as a Fastify handler: validate → call in the attempt's scope → commit its effects → answer. The hot
 * path of the system: synchronous as far as the schemas and the handler are, nothing allocated that is not used.
 */
import { type Effects, hasEffects } from '@motia/core/effect'
import { type Failure, toFailure } from '@motia/core/failure'
import type { Json } from '@motia/core/json'
import { isThenable, toResponse } from '@motia/core/outcome'
import type { ApiHandler, Step } from '@motia/core/step'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InlineRun } from '../engine/inline.ts'
import { Attempt, type AttemptFacts, currentAttempt } from '../runtimes/node/invoke/attempt.ts'
import { AttemptContext } from '../runtimes/node/invoke/context.ts'
import { type PreparedResponse, prepareResponse } from '../runtimes/node/invoke/encode-response.ts'
import { Pieces } from '../runtimes/node/invoke/pieces.ts'
import { ValidationError, validateParts } from '../runtimes/node/invoke/validation.ts'
import {
  conflictProblem,
  type Problem,
  sendProblem,
  toConflict,
  toProblem,
  toUnavailable,
} from './answers.ts'
import { commitRest } from './commit-rest.ts'
import { HandlerRequest } from './request.ts'
import { sendResponse, toResult } from './response.ts'
import type { RouteWorld } from './route-world.ts'
import { sendPieces } from './send-pieces.ts'
import { traceIdOf } from './trace-context.ts'

export function createRoute(step: Step<'api'>, world: RouteWorld) {
  const stepId = step.options.id
  const timeoutMs = world.timeoutMsOf(stepId)
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const facts = new RequestFacts(stepId, Date.now() + timeoutMs, request, world.newId)
    new Exchange(step, world, request, reply, facts).run(0)
  }
}

/** Ids are made when somebody asks: most requests trigger nothing and leave no span. */
class RequestFacts implements AttemptFacts {
  readonly attempt = 1
  readonly stepId: string
  readonly deadline: number
  readonly #request: FastifyRequest
  readonly #newId: () => string
  #runId: string | undefined
  #traceId: string | undefined

  constructor(stepId: string, deadline: number, request: FastifyRequest, newId: () => string) {
    this.stepId = stepId
    this.deadline = deadline
    this.#request = request
    this.#newId = newId
  }
  get runId(): string {
    this.#runId ??= this.#newId()
    return this.#runId
  }
  get traceId(): string {
    this.#traceId ??= traceIdOf(this.#request) ?? this.#newId()
    return this.#traceId
  }
}

/** One request and its answer. */
class Exchange {
  readonly #step: Step<'api'>
  readonly #world: RouteWorld
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #facts: AttemptFacts
  readonly #startedAt = performance.now()
  #isAnswered = false

  constructor(
    step: Step<'api'>,
    world: RouteWorld,
    request: FastifyRequest,
    reply: FastifyReply,
    facts: AttemptFacts,
  ) {
    this.#step = step
    this.#world = world
    this.#request = request
    this.#reply = reply
    this.#facts = facts
  }

  /** @param conflicts how often state had changed at commit, so that the handler runs again */
  run(conflicts: number): void {
    const attempt = new Attempt(this.#facts, this.#world.services)
    const { deadlines } = this.#world.invoke
    deadlines.add(attempt, (error) =>
      this.#refuse(attempt, error, toUnavailable('the request took too long')),
    )
    try {
      const parts = validateParts(this.#facts.stepId, this.#step.options.schema, this.#request)
      if (parts instanceof Promise) {
        parts
          .then((valid) => this.#call(attempt, valid, conflicts))
          .catch((error) => this.#fail(attempt, error))
      } else this.#call(attempt, parts, conflicts)
    } catch (error) {
      this.#fail(attempt, error)
    }
  }

  #call(attempt: Attempt, parts: object, conflicts: number): void {
    if (this.#isAnswered) return // its deadline passed while the input was checked
    const { handler } = this.#step
    const request = new HandlerRequest(this.#request, parts as HandlerRequest['parts'])
    const ctx = new AttemptContext(attempt, this.#world.invoke)
    const returned = currentAttempt.run(attempt, handler as ApiHandler, request as never, ctx)
    if (isThenable(returned)) {
      returned.then(
        (value) => this.#finish(attempt, value, conflicts),
        (error) => this.#fail(attempt, error),
      )
    } else this.#finish(attempt, returned, conflicts)
  }

  #finish(attempt: Attempt, returned: unknown, conflicts: number): void {
    if (this.#isAnswered) {
      closePieces(returned, this.#facts.stepId)
      return
    }
    this.#world.invoke.deadlines.remove(attempt)
    attempt.phase = 'succeeded' // what still runs on is not part of this commit
    try {
      const response = prepareResponse(toResponse(returned), this.#facts.stepId)
      if (response.body instanceof Pieces) this.#beginPieces(attempt, response, response.body, conflicts)
      else if (attempt.hasEffects()) void this.#commit(attempt, attempt.effects(), response, conflicts)
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
    try {
      const done = await inline.commit(
        this.#toRun(attempt),
        effects,
        () => this.#input(),
        toResult(response),
        conflicts,
      )
      if (done === 'done') {
        if (body instanceof Pieces) void this.#answerInPieces(attempt, response, body, [effects])
        else this.#answer(response, [effects])
      } else if (done === 'again') {
        attempt.cutOff(new Error('the state that it had read has changed')) // it never was
        this.run(conflicts + 1)
      } else this.#refuse(attempt, toConflict(this.#facts.stepId, conflicts + 1), conflictProblem(), true)
    } catch (error) {
      this.#refuse(attempt, error, toUnavailable('the request could not be stored; try again'))
    }
  }

  #answer(response: PreparedResponse, effects?: readonly Effects[]): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    sendResponse(this.#reply, response)
    this.#world.log.answered(
      this.#facts,
      this.#request,
      response.status,
      performance.now() - this.#startedAt,
      undefined,
      effects,
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
      await currentAttempt.run(attempt, () => sendPieces(this.#reply, head, pieces, { whole, gone }))
    } catch (error) {
      if (!this.#reply.sent) return this.#fail(attempt, error)
      attempt.cutOff(error as Error)
      failure = this.#toFailure(error)
    }
    this.#isAnswered = true
    const durationMs = performance.now() - this.#startedAt
    const { log } = this.#world
    const effects = failure ? committed : [...committed, attempt.effects()]
    log.answered(this.#facts, this.#request, head.status, durationMs, failure, effects, failure !== undefined)
    if (failure) this.#tellErrorStep(attempt, failure)
  }

  #fail(attempt: Attempt, thrown: unknown): void {
    this.#refuse(attempt, thrown, toProblem(thrown, this.#facts.traceId, this.#world.reveal))
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
    const isFailure = problem.status >= 500
    const failure = isFailure || isTold ? this.#toFailure(thrown) : undefined
    sendProblem(this.#reply, problem)
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

  #toFailure(thrown: unknown) {
    const { stack, ...failure } = toFailure(thrown)
    return { ...failure, ...(stack !== undefined && { stack: this.#world.invoke.trimStack(stack) }) }
  }

  /** The body, which is the payload that triggering the step by id would take. */
  #input(): Json {
    return this.#request.body === undefined ? 'null' : JSON.stringify(this.#request.body)
  }
}

/** Of an answer that came too late. */
function closePieces(returned: unknown, stepId: string): void {
  try {
    const { body } = prepareResponse(toResponse(returned), stepId)
    if (body instanceof Pieces) body.close()
  } catch {
    // Nor would it have been one.
  }
}
