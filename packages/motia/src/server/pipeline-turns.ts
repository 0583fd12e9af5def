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
  /** Calls `begin` now, or when it is the request's turn; never if the connection ends before. */
  take(request: IncomingMessage, response: ServerResponse, begin: () => void): void
}

export function createPipelineTurns(): PipelineTurns {
  const lines = new WeakMap<Socket, Line>()

  return {
    take({ socket }, response, begin) {
      if (response.socket) return begin() // Node gives it to the response whose turn it is to be sent
      const line = lines.get(socket) ?? { ahead: 0, waiting: [] }
      lines.set(socket, line)
      const start = () => {
        line.ahead++
        begin()
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
