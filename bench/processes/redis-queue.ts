/** Queues of peers in Redis, watched from outside: by nothing but the lengths that the server tells. */
import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 10

/**
 * From the first piece of work that is gone to the last one.
 * @param countLeft queued, or taken and not yet acknowledged
 * @param fed what there is at the beginning
 * @returns seconds
 */
export async function untilDrained(countLeft: () => Promise<number>, fed: number): Promise<number> {
  while ((await countLeft()) >= fed) await delay(POLL_MS)
  const beganAt = performance.now()
  let endedAt = beganAt
  // What is on its way from one key to another is in none of them for a moment: it has to be nothing twice.
  for (let empty = 0; empty < 2; ) {
    const left = await countLeft()
    if (left > 0) empty = 0
    else if (empty++ === 0) endedAt = performance.now()
    await delay(POLL_MS)
  }
  return (endedAt - beganAt) / 1000
}
