/**
 * Cuts connections whose client takes nothing of its answer any more: what is yet to be sent would be held in memory for
 * as long as it likes. server.ts starts it.
 */
import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'

/** @param afterMs without any byte that moved; what a handler takes to answer does not count */
export function cutStalledClients(server: HttpServer, afterMs: number): void {
  const connections = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  // Not `server.timeout`, whose timer is wound up by every request and answer: that is 3 % of all that a request costs.
  const sweep = setInterval(() => {
    for (const socket of connections) if (socket.writableLength > 0) watch(socket, afterMs)
  }, afterMs / 4)
  sweep.unref()
  server.once('close', () => clearInterval(sweep))
  // Whoever listens decides for Node, about connections that are kept and were not used, too.
  server.on('timeout', (socket) => {
    if (socket.writableLength > 0 || !isAnswered(socket)) socket.destroy()
  })
}

/** Until the answer has been sent: then Node sets the timeout of connections that are kept. */
function watch(socket: Socket, afterMs: number): void {
  if (socket.timeout !== afterMs) socket.setTimeout(afterMs)
}

/** Node's own name for the response that a connection is there for now. */
function isAnswered(socket: Socket & { _httpMessage?: unknown }): boolean {
  return socket._httpMessage !== undefined && socket._httpMessage !== null
}
