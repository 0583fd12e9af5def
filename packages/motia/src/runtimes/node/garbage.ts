/**
 * Collects a process's garbage at a moment when nobody waits for it. V8 collects when there is work, so a process that
 * loads much and then stands still, as those of a dev server do, would keep a third of its memory for nothing. app.ts and
 * worker.ts call it, in development only. Not for the supervisor, which compiles: it forgets what it had learned to be
 * quick at, and the next edit takes a fifth longer.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'

export interface IdleCollector {
  /** Collects in a while, unless there is something to do before. */
  idle(): void
  busy(): void
}

/** Longer than an edit of a row of edits takes to follow the one before. */
const IDLE_MS = 1_000
/** Above it a collection takes long enough to be felt, and the garbage is the smaller part. */
const MAX_HEAP_BYTES = 256 * 1024 ** 2

export function createIdleCollector(): IdleCollector {
  let timer: NodeJS.Timeout | undefined
  const busy = () => clearTimeout(timer)
  return {
    idle() {
      busy()
      timer = setTimeout(collectGarbage, IDLE_MS).unref()
    },
    busy,
  }
}

/**
 * Some 30 ms for a process of ours. By the inspector, since the `gc` of `--expose-gc` does not give the memory back
 * that young objects had.
 */
export async function collectGarbage(): Promise<void> {
  if (process.memoryUsage().heapUsed > MAX_HEAP_BYTES) return
  try {
    const { Session } = await import('node:inspector/promises')
    const session = new Session()
    session.connect()
    await session.post('HeapProfiler.collectGarbage')
    await nextTurn() // disconnecting while it answers would stop the process for good
    session.disconnect()
  } catch {
    // This Node was built without an inspector, and does without.
  }
}
