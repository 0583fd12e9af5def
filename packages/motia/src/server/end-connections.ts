/** The end of a server's connections after another has begun to listen in its place. server.ts calls it. */
import type { Server as HttpServer } from 'node:http'
import { Server as NetServer } from 'node:net'

/** How long clients may take to notice, by a request, that their connections are not kept. */
const NOTICE_MS = 1_000
/** How long answers that come in pieces may take to end. */
const LAST_ANSWERS_MS = 30_000

/**
 * Accepts none more. None is closed that a request may be on its way over. Resolves when the last has ended.
 * @param endStreams ends, whole, the answers that have no end: whoever listens comes back, to the other server
 */
export function endConnections(server: HttpServer, endStreams: () => void): Promise<void> {
  return new Promise((resolve) => {
    // Its own `close` ends idle connections at once; that of its base accepts no more, and leaves the others.
    NetServer.prototype.close.call(server, () => {
      clearInterval(timer)
      server.close() // it checks its connections for timeouts until it is told
      resolve()
    })
    let leftMs = LAST_ANSWERS_MS
    const timer = setInterval(() => {
      leftMs -= NOTICE_MS
      if (leftMs <= 0) endStreams()
      if (leftMs >= 0) server.closeIdleConnections()
      else server.closeAllConnections()
    }, NOTICE_MS)
  })
}
