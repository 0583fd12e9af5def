/**
 * Sends an answer that comes in pieces, at the pace of the client. Used by both kinds of route, after what was asked
 * for until the head has been committed.
 *
 *   head ─► piece ─► piece ─► … ─► whole() commits the rest ─► the answer's end
 *     │        └─ throws: the connection is cut          └─ throws: the connection is cut
 *     └─ leaves with the first piece, or a moment later: what throws before is answered like anything else
 *    the client goes: gone() closes the source, nothing more is committed
 *    the server ends: the same, and events end as if there were no more of them
 */
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { PreparedResponse } from '../runtimes/node/invoke/encode-response.ts'
import type { Pieces } from '../runtimes/node/invoke/pieces.ts'
import type { EventStreams } from './event-streams.ts'
import { isEventStream, startHeartbeat } from './heartbeat.ts'
import { defaultType, isOfTheConnection, takesBody } from './response.ts'

export interface PiecesEvents {
  /** All pieces were sent: the answer ends when this has. */
  whole(): Promise<void>
  /** Nobody is there to take the rest. */
  gone(): void
}

/** A client is to know by then that it is being answered. */
const HEAD_MS = 100

/**
 * Resolves when the last piece was handed to the connection, or the client has gone.
 * @throws what ended it before: if the head has left (`reply.sent`) the connection is cut, else nothing was answered
 */
export async function sendPieces(
  reply: FastifyReply,
  head: PreparedResponse,
  pieces: Pieces,
  events: PiecesEvents,
  streams: EventStreams,
): Promise<void> {
  const { raw, request } = reply.code(head.status)
  let isGone = false
  const leave = () => {
    isGone = true
    events.gone()
    pieces.close()
  }
  raw.on('error', () => {}) // 'close' tells as much
  if (raw.destroyed) return leave()
  if (!takesBody(request.method, head.status)) {
    leave()
    beginAnswer(reply, head).end()
    return
  }
  raw.once('close', leave)
  const late = setTimeout(() => beginAnswer(reply, head).flushHeaders(), HEAD_MS)
  const isEvents = isEventStream(head.headers)
  const heartbeat = startHeartbeat(isEvents, (text) => beginAnswer(reply, head).write(text))
  const end = () => {
    if (isGone) return
    raw.off('close', leave)
    leave()
    beginAnswer(reply, head).end()
  }
  const forget = isEvents ? streams.add(end) : undefined
  try {
    for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
      beginAnswer(reply, head)
      heartbeat.sent(piece)
      if (!raw.write(piece)) await drained(reply, pieces)
    }
    if (isGone) return
    raw.off('close', leave) // from here on it changes nothing for the step
    await events.whole()
    beginAnswer(reply, head).end()
  } catch (error) {
    if (isGone) return
    raw.off('close', leave)
    if (reply.sent) setImmediate(() => raw.destroy()) // what was written until now still leaves
    throw error
  } finally {
    clearTimeout(late)
    forget?.()
    heartbeat.stop()
    pieces.close()
  }
}

/** Once. The reply is ours from here on: Fastify knows no pieces. */
function beginAnswer(reply: FastifyReply, { status, headers, body }: PreparedResponse): ServerResponse {
  if (reply.sent) return reply.raw
  const before = reply.getHeaders() // what hooks have set
  const { raw } = reply.hijack()
  for (const name in before) raw.setHeader(name, before[name] as string | readonly string[])
  for (const name in headers)
    if (!isOfTheConnection(name)) raw.setHeader(name, headers[name] as string | readonly string[])
  raw.strictContentLength = true // more than was said would be taken for the next answer
  if (!raw.hasHeader('content-type')) raw.setHeader('content-type', defaultType(body))
  return raw.writeHead(status)
}

/** Resolves when the connection takes more, or has gone, or is to get no more. */
function drained({ raw }: FastifyReply, pieces: Pieces): Promise<void> {
  return new Promise((resolve) => {
    if (raw.destroyed || pieces.isClosed) return resolve()
    const settle = () => {
      raw.off('drain', settle).off('close', settle)
      resolve()
    }
    raw.on('drain', settle).on('close', settle)
    pieces.onClose = settle
  })
}
