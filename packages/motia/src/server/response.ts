/** Sends a response that was prepared by runtimes/node/invoke/encode-response.ts, whole. send-pieces.ts does the rest. */
import type { Json } from '@motia/core/json'
import type { EncodedResponse } from '@motia/core/outcome'
import type { FastifyReply } from 'fastify'
import { assertSendable, type Body, type PreparedResponse } from '../runtimes/node/invoke/encode-response.ts'
import { sendSoon } from './send-queue.ts'

export const JSON_TYPE = 'application/json; charset=utf-8'
const OF_THE_CONNECTION = /^(?:transfer-encoding|trailer|keep-alive)$/i
const BYTES_TYPE = 'application/octet-stream'
/** Of an answer's text, so much is kept with the run. */
const RESULT_CHARS = 4096

export function sendResponse(to: FastifyReply, { status, headers, body }: PreparedResponse): void {
  const reply = to.code(status)
  for (const name in headers) if (!isOfTheConnection(name)) reply.header(name, headers[name])
  if (body !== undefined && !reply.hasHeader('content-type')) reply.header('content-type', defaultType(body))
  sendSoon(reply, body)
}

/** How an answer is sent is not its step's to say, who may have copied the headers of another one. */
export function isOfTheConnection(name: string): boolean {
  return OF_THE_CONNECTION.test(name)
}

/** The `content-type` of a body whose headers name none. */
export function defaultType(body: Body): string {
  return typeof body === 'string' ? JSON_TYPE : BYTES_TYPE
}

/** What a worker answered. @throws what the step did wrong */
export function fromEncoded({ status, headers, body, encoding }: EncodedResponse, stepId: string) {
  assertSendable(status, headers, stepId)
  const bytes = body !== undefined && encoding === 'base64' ? Buffer.from(body, encoding) : body
  return { status, headers, body: bytes } satisfies PreparedResponse
}

/** What is kept of the answer as the result of its run. */
export function toResult({ status, body }: PreparedResponse): Json {
  return JSON.stringify({ status, body: typeof body === 'string' ? body.slice(0, RESULT_CHARS) : null })
}

/** Whether the answer has a body at all: one in pieces is not even begun otherwise. */
export function takesBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304
}
