/** What the API server answers when it is not a step's own answer: JSON, without stacks or internals. */
import { HttpError, motiaError } from '@motia/core/errors'
import type { Failure } from '@motia/core/failure'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { assertHeaders } from '../runtimes/node/invoke/encode-response.ts'
import { ValidationError } from '../runtimes/node/invoke/validation.ts'
import { BodyError } from './bodies/body-error.ts'
import { JSON_TYPE } from './response.ts'

const WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

export interface Problem {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** The answer for what a handler, or its input's validation, threw. @param reveal adds the message of a 500 */
export function toProblem(thrown: unknown, traceId: string, reveal: boolean): Problem {
  if (thrown instanceof ValidationError) {
    const body = { error: 'Validation failed', code: thrown.code, issues: thrown.issues }
    return { status: 400, body, headers: {} }
  }
  if (isHttpError(thrown)) {
    const { status, body, headers } = thrown
    const problem = {
      status,
      body: body ?? { error: WORDS[status] ?? `HTTP ${status}` },
      headers: headers ?? {},
    }
    if (isSendable(problem)) return problem
  }
  const message = reveal
    ? { message: String((thrown as { message?: unknown } | null)?.message ?? thrown) }
    : {}
  return { status: 500, body: { error: WORDS[500], ...message, traceId }, headers: {} }
}

/** The same for what failed in a worker. */
export function failureToProblem({ http, ...failure }: Failure, traceId: string, reveal: boolean): Problem {
  if (failure.code === 'MOTIA_VALIDATION') {
    const body = { error: 'Validation failed', code: failure.code, issues: failure.issues }
    return { status: 400, body, headers: {} }
  }
  if (failure.code === 'MOTIA_TIMEOUT') return toUnavailable('the request took too long')
  const thrown = http ? { name: 'HttpError', headers: {}, ...http } : failure
  return toProblem(thrown, traceId, reveal)
}

/** 415 where bytes came to a schema that knows none: it is their type that is wrong, not their values. */
export function refuseBytes(
  { body, headers }: Pick<FastifyRequest, 'body' | 'headers'>,
  problem: Problem,
): Problem {
  const { issues } = (problem.body ?? {}) as { issues?: Failure['issues'] }
  if (!Buffer.isBuffer(body) || !issues?.some(({ in: part }) => part === 'body')) return problem
  const message = `${headers['content-type'] ?? 'a body without a content type'} is not taken here`
  return { status: 415, body: { error: WORDS[415], message }, headers: {} }
}

/** Why a request was given up whose state had changed at each of so many commits. */
export function toConflict(stepId: string, times: number): Failure {
  const { name, message, code } = motiaError('MOTIA_STATE_CONFLICT', { stepId, times })
  return { name, message, code }
}

export function conflictProblem(): Problem {
  const message = 'the state this request depends on kept changing; try again'
  return { status: 409, body: { error: 'Conflict', message }, headers: { 'retry-after': '1' } }
}

/** 503 with a time to come back at. */
export function toUnavailable(message: string): Problem {
  return { status: 503, body: { error: WORDS[503], message }, headers: { 'retry-after': '1' } }
}

export function sendProblem(reply: FastifyReply, { status, body, headers }: Problem): void {
  reply.code(status).headers(headers).header('content-type', JSON_TYPE).send(JSON.stringify(body))
}

/** Errors of Fastify itself: bodies that are too large, of another type, not JSON. */
export function answerError(error: Error & { statusCode?: number }, reply: FastifyReply): void {
  const status = error.statusCode ?? 500
  const message = status < 500 || error instanceof BodyError ? { message: error.message } : {}
  sendProblem(reply, { status, body: { error: WORDS[status] ?? 'Error', ...message }, headers: {} })
}

/**
 * 405 with `Allow` when another method would be answered there, 204 if that is what was asked for, else 404.
 * @param methods those that are
 * @param isPending 503 instead: a file that is yet to be described may hold the route
 */
export function answerNotFound(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: readonly string[],
  isPending: boolean,
): void {
  if (isPending) {
    sendProblem(reply, toUnavailable('some of the steps are still being loaded; try again'))
    return
  }
  const path = request.url.split('?', 1)[0] ?? ''
  const isGone = methods.includes(request.method) // the file of a route, say
  const allow = isGone ? '' : methods.join(', ')
  if (allow !== '' && request.method === 'OPTIONS') {
    reply.code(204).header('allow', `${allow}, OPTIONS`).send()
    return
  }
  const status = allow === '' ? 404 : 405
  const message = allow === '' ? `no step answers ${request.method} ${path}` : `${path} answers ${allow}`
  sendProblem(reply, {
    status,
    body: { error: WORDS[status], message },
    headers: allow === '' ? {} : { allow },
  })
}

/** From any copy of the package, with a status of an error. */
function isHttpError(thrown: unknown): thrown is HttpError {
  const { name, status } = (thrown ?? {}) as { name?: unknown; status?: unknown }
  const isError = thrown instanceof HttpError || name === 'HttpError'
  return isError && Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599
}

/** What a step gave an error along must not leave the request without an answer. */
function isSendable({ body, headers }: Problem): boolean {
  try {
    assertHeaders(headers)
    return JSON.stringify(body) !== undefined
  } catch {
    return false
  }
}
