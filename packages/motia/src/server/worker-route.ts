/**
 * An api step that runs in a worker, of another language or because it asked for one (`isolate: true`): the same
 * exchange as route.ts, with the handler a message away. The worker validates; nothing is retried.
 */
import { isUtf8 } from 'node:buffer'
import { type Effects, hasEffects } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import { type Failure, toFailure } from '@motia/core/failure'
import type { Json } from '@motia/core/json'
import type { Outcome } from '@motia/core/outcome'
import type { AttemptReport, ResponseStream } from '@motia/core/runtime'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InlineRun } from '../engine/inline.ts'
import { assertSendable, type PreparedResponse } from '../runtimes/node/invoke/encode-response.ts'
import { Pieces } from '../runtimes/node/invoke/pieces.ts'
import type { WireRequest } from '../runtimes/node/invoke/validation.ts'
import {
  conflictProblem,
  failureToProblem,
  type Problem,
  sendProblem,
  toConflict,
  toUnavailable,
} from './answers.ts'
import { rawBodyOf } from './bodies.ts'
import { commitRest } from './commit-rest.ts'
import { fromEncoded, sendResponse, toResult } from './response.ts'
import type { RouteWorld } from './route-world.ts'
import { sendPieces } from './send-pieces.ts'
import { traceIdOf } from './trace-context.ts'

export function createWorkerRoute(stepId: string, world: RouteWorld) {
  const timeoutMs = world.timeoutMsOf(stepId)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const traceId = traceIdOf(request) ?? world.newId()
    const run = { runId: world.newId(), traceId, stepId, startedAt: Date.now() }
    const beganAt = performance.now()
    const exchange = new WorkerExchange(run, timeoutMs, request, reply, world)
    const { problem, failure, isCut, committed } = await exchange.end()
    if (problem) sendProblem(reply, problem)
    const isFailed = isCut || reply.statusCode >= 500
    const durationMs = performance.now() - beganAt
    world.log.answered(run, request, reply.statusCode, durationMs, failure, committed, isFailed)
    if (failure && isFailed) await world.inline.failed(run, failure, inputOf(request)).catch(world.log.lost)
    return reply // so that Fastify waits for what is sent
  }
}

interface Ending {
  /** Unless the step's own answer was sent. */
  readonly problem?: Problem
  readonly failure?: Failure
  /** The failure ended an answer that had begun. */
  readonly isCut?: boolean
  /** What the step asked for, which is on disk. */
  readonly committed?: readonly Effects[]
}

type Succeeded = Outcome & { status: 'succeeded' }

/** One request and its answer, with the handler in a worker. */
class WorkerExchange {
  readonly #run: InlineRun
  readonly #deadline: number
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #world: RouteWorld

  constructor(
    run: InlineRun,
    timeoutMs: number,
    request: FastifyRequest,
    reply: FastifyReply,
    world: RouteWorld,
  ) {
    this.#run = run
    this.#deadline = run.startedAt + timeoutMs
    this.#request = request
    this.#reply = reply
    this.#world = world
  }

  /** Resolves when it has been answered, or is to be with a problem. */
  async end(): Promise<Ending> {
    const { runId, traceId, stepId } = this.#run
    const input = toInput(this.#request)
    const attempt = { runId, traceId, stepId, attempt: 1, input, deadline: this.#deadline, isolated: false }
    for (let conflicts = 0; ; conflicts++) {
      const report = await this.#world.executeInWorker(attempt)
      const ending =
        report.type === 'stream'
          ? await this.#answerInPieces(report.stream, conflicts)
          : await this.#answer(report, conflicts)
      if (ending !== 'again') return ending
    }
  }

  async #answer(report: AttemptReport, conflicts: number): Promise<Ending | 'again'> {
    const outcome = report.type === 'outcome' ? report.outcome : undefined
    if (outcome?.status !== 'succeeded') {
      const failure = failureOf(report)
      return failure ? this.#fail(failure) : { problem: toUnavailable('no worker is free') }
    }
    let response: PreparedResponse
    try {
      response = toPrepared(outcome, this.#run.stepId)
    } catch (error) {
      return this.#fail(toFailure(error))
    }
    const done = await this.#commit(outcome.effects, response, conflicts)
    if (done !== 'done') return done
    sendResponse(this.#reply, response)
    return { committed: [outcome.effects] }
  }

  async #answerInPieces(stream: ResponseStream, conflicts: number): Promise<Ending | 'again'> {
    const { status, headers, effects } = stream
    const { stepId } = this.#run
    try {
      assertSendable(status, headers, stepId)
    } catch (error) {
      stream.cancel()
      return this.#fail(toFailure(error))
    }
    const iterator = stream.pieces[Symbol.asyncIterator]()
    const pieces = new Pieces({ next: () => iterator.next(), close: () => stream.cancel() }, stepId)
    const head = { status, headers, body: pieces }
    const done = await this.#commit(effects, head, conflicts)
    if (done !== 'done') {
      pieces.close()
      return done
    }
    const committed = [effects]
    const whole = async () => {
      const report = await stream.end
      if (report.type !== 'outcome' || report.outcome.status !== 'succeeded')
        throw new Error('it was cut off')
      const rest = { run: this.#run, head, hasRow: hasEffects(effects), input: () => inputOf(this.#request) }
      await commitRest(this.#world, { ...rest, effects: report.outcome.effects })
      committed.push(report.outcome.effects)
    }
    try {
      await sendPieces(this.#reply, head, pieces, { whole, gone: () => {} })
      return { committed }
    } catch (error) {
      const failure = failureOf(await stream.end) ?? toFailure(error)
      return this.#reply.sent ? { isCut: true, failure, committed } : this.#fail(failure)
    }
  }

  /** What the handler asked for until the answer begins. */
  async #commit(
    effects: Effects,
    response: PreparedResponse,
    conflicts: number,
  ): Promise<'done' | 'again' | Ending> {
    const { inline } = this.#world
    const input = () => inputOf(this.#request)
    try {
      const done = await inline.commit(this.#run, effects, input, toResult(response), conflicts)
      if (done !== 'conflict') return done
      return { failure: toConflict(this.#run.stepId, conflicts + 1), problem: conflictProblem() }
    } catch (error) {
      const problem = toUnavailable('the request could not be stored; try again')
      return { failure: toFailure(error), problem }
    }
  }

  #fail(failure: Failure): Ending {
    return { failure, problem: failureToProblem(failure, this.#run.traceId, this.#world.reveal) }
  }
}

/** Why an attempt did not succeed; `undefined` if it did, or never began. */
function failureOf(report: AttemptReport): Failure | undefined {
  if (report.type === 'lost') return toFailure(motiaError('MOTIA_RUN_LOST', { cause: report.cause }))
  if (report.type !== 'outcome' || report.outcome.status === 'succeeded') return undefined
  return report.outcome.failure
}

/** @throws what the step did wrong, or the worker */
function toPrepared({ response }: Succeeded, stepId: string): PreparedResponse {
  if (response) return fromEncoded(response, stepId)
  throw motiaError('MOTIA_PROTOCOL', {
    what: `it answered a request of ${stepId} with a result, not a response`,
  })
}

/** The request as docs/protocol.md has it: the body once, as it came. */
function toInput(request: FastifyRequest): Json {
  const { params, query, headers, method, url } = request
  const path = url.split('?', 1)[0] ?? ''
  const bytes = rawBodyOf(request)
  const raw = isUtf8(bytes)
    ? { raw: bytes.toString('utf8') }
    : { raw: bytes.toString('base64'), rawEncoding: 'base64' as const }
  const isJson = request.body !== undefined
  const __request: WireRequest = { method, path, url, params, query, headers, ...raw, isJson }
  return JSON.stringify({ __request })
}

/** The body, which is the payload that triggering the step by id would take. */
function inputOf(request: FastifyRequest): Json {
  return request.body === undefined ? 'null' : rawBodyOf(request).toString('utf8')
}
