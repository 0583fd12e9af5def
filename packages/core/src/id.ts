/**
 * Ids of runs, traces and triggers: UUIDv7 (RFC 9562) as 32 hex digits without dashes. They sort by time, so that
 * indexes grow at their end, and a trace's is a valid W3C trace id. Monotonic within a process.
 */

/** @param now milliseconds since the epoch @param randomHex gives that many random hex digits */
export function createIdSource(now: () => number, randomHex: (digits: number) => string): () => string {
  let lastMs = 0
  let counter = 0
  return () => {
    const ms = now()
    if (ms > lastMs) {
      lastMs = ms
      counter = 0
    } else if (++counter > 0xfff) {
      lastMs++ // 4,096 ids in one millisecond: borrow from the next
      counter = 0
    }
    const time = lastMs.toString(16).padStart(12, '0')
    return `${time}7${counter.toString(16).padStart(3, '0')}8${randomHex(15)}`
  }
}
