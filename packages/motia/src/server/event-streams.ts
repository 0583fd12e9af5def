/**
 * The answers under way that are server-sent events: many have no end of their own, and who listens comes back. So they
 * are ended, whole, where their server ends; an answer of another kind would pretend to be all there. server.ts has one.
 */

export interface EventStreams {
  /** @param end ends the answer. @returns what to call when it has ended by itself */
  add(end: () => void): () => void
  /** Those that are there, and those that begin later. */
  endAll(): void
}

export function createEventStreams(): EventStreams {
  const open = new Set<() => void>()
  let isOver = false
  return {
    add(end) {
      if (isOver) queueMicrotask(end)
      else open.add(end)
      return () => open.delete(end)
    },
    endAll() {
      isOver = true
      for (const end of [...open]) end()
    },
  }
}
