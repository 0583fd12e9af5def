/**
 * An api step's handler in a worker, of another language or because the step asked for one (`isolate: true`): a message
 * away, and else like local-handler.ts. The worker validates; what it collected becomes the attempt's.
 */
import { isUtf8 } from 'node:buffer'
import { motiaError } from '@motia/core/errors'
import { type Failure, toFailure } from '@motia/core/failure'
import { encodeJson, type Json } from '@motia/core/json'
import type { AttemptReport, ResponseStream } from '@motia/core/runtime'
import type { FastifyRequest } from 'fastify'
import type { Attempt } from '../runtimes/node/invoke/attempt.ts'
import { assertSendable } from '../runtimes/node/invoke/encode-response.ts'
import { Pieces } from '../runtimes/node/invoke/pieces.ts'
import type { WireRequest } from '../runtimes/node/invoke/validation.ts'
import { bodyAsPayload, isJsonBody, rawBodyOf } from './bodies/bodies.ts'
import type { Handle } from './local-handler.ts'
import { ReadyAnswer } from './ready-answer.ts'
import { fromEncoded } from './response.ts'
import type { RouteWorld } from './route-world.ts'
import { NoWorkerError, toThrown } from './worker-failure.ts'

export function createWorkerHandler(stepId: string, world: RouteWorld): Handle {
  return async (attempt, request, locals) => {
    const { runId, traceId, deadline } = attempt.facts
    const input = toInput(request, locals)
    const asked = { runId, traceId, stepId, attempt: 1, input, deadline, isolated: false }
    const report = await world.executeInWorker(asked)
    if (report.type === 'stream') return toStreamed(report.stream, attempt)
    const { response, effects } = toSucceeded(report)
    if (!response) {
      const what = `it answered a request of ${stepId} with a result, not a response`
      throw motiaError('MOTIA_PROTOCOL', { what })
    }
    const answer = fromEncoded(response, stepId)
    attempt.absorb(effects)
    return new ReadyAnswer(answer)
  }
}

/** What the handler asked for until the answer began is committed with its head, the rest at the end of the pieces. */
function toStreamed(stream: ResponseStream, attempt: Attempt): ReadyAnswer {
  const { status, headers, effects } = stream
  const { stepId } = attempt.facts
  try {
    assertSendable(status, headers, stepId)
  } catch (error) {
    stream.cancel()
    throw error
  }
  attempt.absorb(effects)
  const iterator = stream.pieces[Symbol.asyncIterator]()
  const next = async () => {
    try {
      const piece = await iterator.next()
      if (piece.done) attempt.absorb(toSucceeded(await stream.end).effects)
      return piece
    } catch (error) {
      const failure = failureOf(await stream.end)
      throw failure ? toThrown(failure) : error
    }
  }
  const pieces = new Pieces({ next, close: () => stream.cancel() }, stepId)
  return new ReadyAnswer({ status, headers, body: pieces })
}

/** @throws why the attempt did not succeed */
function toSucceeded(report: AttemptReport) {
  if (report.type === 'outcome' && report.outcome.status === 'succeeded') return report.outcome
  const failure = failureOf(report)
  throw failure ? toThrown(failure) : new NoWorkerError('no worker is free')
}

/** `undefined` if it succeeded, or never began. */
function failureOf(report: AttemptReport): Failure | undefined {
  if (report.type === 'lost') return toFailure(motiaError('MOTIA_RUN_LOST', { cause: report.cause }))
  if (report.type !== 'outcome' || report.outcome.status === 'succeeded') return undefined
  return report.outcome.failure
}

/** The request as docs/protocol.md has it: JSON and bytes once, as they came. */
function toInput(request: FastifyRequest, locals: object | undefined): Json {
  const { params, query, headers, method, url, ip } = request
  const path = url.split('?', 1)[0] ?? ''
  const bytes = rawBodyOf(request)
  const raw = isUtf8(bytes)
    ? { raw: bytes.toString('utf8') }
    : { raw: bytes.toString('base64'), rawEncoding: 'base64' as const }
  const isJson = isJsonBody(request)
  const isBytes = request.body === undefined || Buffer.isBuffer(request.body)
  const body = isJson || isBytes ? undefined : { body: bodyAsPayload(request) }
  const left = locals && toPlain(locals)
  const __request: WireRequest = {
    method,
    path,
    url,
    params,
    query,
    headers,
    ...raw,
    isJson,
    ip,
    ...body,
    ...left,
  }
  return JSON.stringify({ __request })
}

/** Without what only this process can have: a connection, say. */
function toPlain(locals: object): { readonly locals: object } | undefined {
  const entries = Object.entries(locals).filter(([, value]) => isPlain(value))
  return entries.length > 0 ? { locals: Object.fromEntries(entries) } : undefined
}

function isPlain(value: unknown): boolean {
  try {
    encodeJson(value, 'locals')
    return true
  } catch {
    return false
  }
}
