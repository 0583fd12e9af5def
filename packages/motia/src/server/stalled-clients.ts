/**
 * Cuts connections whose client takes nothing of its answer any more: what is yet to be sent would be held in memory for
 * as long as it likes. server.ts starts it.
 */
import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'

/** @param afterMs without any byte that moved; what a handler takes to answer does not count */
export function cutStalledClients(server: HttpServer, afterMs: number): void {
  server.timeout = afterMs
  // Whoever listens decides for Node, about connections that are kept and were not used, too.
  server.on('timeout', (socket) => {
    if (socket.writableLength > 0 || !isAnswered(socket)) socket.destroy()
  })
}

/** Node's own name for the response that a connection is there for now. */
function isAnswered(socket: Socket & { _httpMessage?: unknown }): boolean {
  return socket._httpMessage !== undefined && socket._httpMessage !== null
}
