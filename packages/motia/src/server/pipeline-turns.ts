/**
 * Requests that come over one connection before those ahead of them are answered: a few are begun, the others wait. A
 * client that sends thousands and reads nothing would otherwise have all their answers held in memory at once. server.ts
 * asks for every request; one that nothing is ahead of costs it a comparison.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Begun behind the one that is being answered. */
const MAX_AHEAD = 8

interface Line {
  ahead: number
  readonly waiting: (() => void)[]
}

export interface PipelineTurns {
  /** Begins with the request now, or when it is its turn; never if the connection ends before. */
  take(request: IncomingMessage, response: ServerResponse): void
}

export function createPipelineTurns(
  begin: (request: IncomingMessage, response: ServerResponse) => void,
): PipelineTurns {
  const lines = new WeakMap<Socket, Line>()

  return {
    take(request, response) {
      if (response.socket) return begin(request, response) // Node gives it to the response whose turn it is to be sent
      const line = lines.get(request.socket) ?? { ahead: 0, waiting: [] }
      lines.set(request.socket, line)
      const start = () => {
        line.ahead++
        begin(request, response)
      }
      response.once('socket', () => {
        line.ahead--
        line.waiting.shift()?.()
      })
      if (line.ahead < MAX_AHEAD) start()
      else line.waiting.push(start)
    },
  }
}
