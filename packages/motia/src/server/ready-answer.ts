/**
 * An answer that is encoded already: a worker's, or one that is told again. route.ts sends it as it is; a middleware
 * that it passes sees its body's value.
 */
import { type Response, toResponse } from '@motia/core/outcome'
import { type Body, type PreparedResponse, prepareResponse } from '../runtimes/node/invoke/encode-response.ts'
import { Pieces } from '../runtimes/node/invoke/pieces.ts'

export class ReadyAnswer {
  readonly prepared: PreparedResponse
  constructor(prepared: PreparedResponse) {
    this.prepared = prepared
  }
}

interface Opened {
  /** How the value would be encoded here, while nobody has changed it. */
  readonly text: string
  readonly body: Body
}

const opened = new WeakMap<object, Opened>()

/** What a handler or a middleware returned, for the middleware around it. */
export function openAnswer(returned: unknown): Response {
  if (!(returned instanceof ReadyAnswer)) return toResponse(returned)
  const { status, headers, body } = returned.prepared
  if (typeof body !== 'string' || !isJson(headers)) return { status, headers, body }
  const value: unknown = JSON.parse(body)
  if (typeof value !== 'object' || value === null) return { status, headers, body: value }
  opened.set(value, { text: JSON.stringify(value), body })
  return { status, headers, body: value }
}

/** Ready to be sent: byte for byte what came encoded, unless it was changed. @throws what the step did wrong */
export function prepareAnswer(returned: unknown, stepId: string): PreparedResponse {
  if (returned instanceof ReadyAnswer) return returned.prepared
  const answer = toResponse(returned)
  const prepared = prepareResponse(answer, stepId)
  if (typeof answer.body !== 'object' || answer.body === null) return prepared
  const before = opened.get(answer.body)
  return before && before.text === prepared.body ? { ...prepared, body: before.body } : prepared
}

/** Gives up an answer that came too late. */
export function discardAnswer(returned: unknown, stepId: string): void {
  try {
    const { body } = prepareAnswer(returned, stepId)
    if (body instanceof Pieces) body.close()
  } catch {
    // Nor would it have been one.
  }
}

/** Text that names no other type. */
function isJson(headers: PreparedResponse['headers']): boolean {
  return !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}
