/**
 * Keeps server-sent events alive while their source is silent: proxies end connections on which nothing moves, and a
 * client that has gone is noticed by writing to it. send-pieces.ts tells it of every piece.
 */

export interface Heartbeat {
  /** What has just been sent. */
  sent(piece: string | Uint8Array): void
  stop(): void
}

/** Below the limits of proxies, of which 30 s is the lowest in use. */
const SILENCE_MS = 15_000
/** A line that clients ignore. */
const COMMENT = ':\n\n'
const LINE_FEED = 0x0a

/** @param isEvents by the answer's type; nothing is ever sent otherwise */
export function startHeartbeat(isEvents: boolean, send: (text: string) => void): Heartbeat {
  if (!isEvents) return { sent() {}, stop() {} }
  let isBetweenEvents = true
  const timer = setInterval(() => isBetweenEvents && send(COMMENT), SILENCE_MS)
  return {
    sent(piece) {
      isBetweenEvents = endsEvent(piece)
      timer.refresh()
    },
    stop: () => clearInterval(timer),
  }
}

/** Whether an answer's headers say that it is events. */
export function isEventStream(headers: Readonly<Record<string, string | readonly string[]>>): boolean {
  for (const name in headers)
    if (name.toLowerCase() === 'content-type') return /^text\/event-stream\b/i.test(String(headers[name]))
  return false
}

/** An empty line: in the middle of an event a comment would end it. */
function endsEvent(piece: string | Uint8Array): boolean {
  if (typeof piece === 'string') return /(?:\n\n|\r\n\r\n|\r\r)$/.test(piece.slice(-4))
  const [last, before, third] = [piece.at(-1), piece.at(-2), piece.at(-3)]
  return last === LINE_FEED && (before === LINE_FEED || third === LINE_FEED)
}
