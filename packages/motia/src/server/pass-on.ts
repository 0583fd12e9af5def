/**
 * A request that comes over a connection of an app which was replaced: the connection is kept alive by its client, who
 * cannot know, so the request is passed on to whoever accepts connections now. server.ts does so after a handover.
 */
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import type { EventStreams } from './event-streams.ts'
import { isEventStream } from './heartbeat.ts'

/** Hop by hop: each connection has its own. */
const OWN_HEADERS = ['connection', 'keep-alive', 'transfer-encoding']
const BAD_GATEWAY = 502

/** Answers as the other app does; the connection ends with it. @param streams of this app: events end with its connections */
export function passOn(request: IncomingMessage, response: ServerResponse, streams: EventStreams): void {
  const { localAddress, localPort } = request.socket
  const onward = ask({
    host: localAddress,
    port: localPort,
    method: request.method,
    path: request.url,
    headers: withoutOwn(request.rawHeaders, ['connection', 'keep-alive']),
    setHost: false,
    agent: false,
  })
  onward.on('response', (answer) => {
    const headers = [...withoutOwn(answer.rawHeaders, OWN_HEADERS), 'connection', 'close']
    response.writeHead(answer.statusCode ?? BAD_GATEWAY, answer.statusMessage, headers)
    const forget = isEventStream(answer.headers as Record<string, string>)
      ? streams.add(() => {
          answer.unpipe(response)
          response.end()
        })
      : undefined
    pipeline(answer, response, () => forget?.()) // a part of an answer is told by its connection's end
  })
  onward.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(BAD_GATEWAY, { connection: 'close' }).end()
  })
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}

function withoutOwn(rawHeaders: readonly string[], own: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (!own.includes(name.toLowerCase())) kept.push(name, value)
  }
  return kept
}
