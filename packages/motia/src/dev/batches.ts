/**
 * Gathers names of files that changed until none has come for a while and the last batch is dealt with. One that stays
 * alone is somebody's save, who waits for it: it is told soon. watch.ts makes one.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'

export interface Batches {
  add(file: string): void
  close(): void
}

/** Files of a branch that is checked out, or of an editor that saves all, come together in less. */
const ALONE_MS = 10
/** chokidar keeps back what it hears of a file within 50 ms of the last word about it. */
const SILENT_MS = 70
/** A file that is written all the time must not keep others waiting. */
const MAX_QUIETS = 6

/** @param onBatch gets names relative to the root, sorted */
export function createBatches(
  root: string,
  onBatch: (files: readonly string[]) => Promise<void>,
  quietMs: number,
): Batches {
  let waiting = new Set<string>()
  let waitsSince = 0
  let timer: NodeJS.Timeout | undefined
  let isPatient = false
  let isBusy = false
  let isClosed = false

  async function flush(): Promise<void> {
    timer = undefined
    if (isBusy || waiting.size === 0 || isClosed) return
    const [only = ''] = waiting
    if (!isPatient && waiting.size === 1 && !takeAlone(only)) return schedule(true)
    isBusy = true
    const batch = [...waiting].sort()
    waiting = new Set()
    try {
      await onBatch(batch)
    } finally {
      isBusy = false
      if (waiting.size > 0) schedule()
    }
  }

  /** False for one that is empty, or not there: an editor empties a file, or puts another in its place. */
  function takeAlone(file: string): boolean {
    const before = stampOf(file)
    const recheck = () => stampOf(file) !== before && add(file)
    setTimeout(recheck, SILENT_MS).unref()
    return before !== ''
  }

  /** Empty for one without contents. */
  function stampOf(file: string): string {
    const stats = statSync(join(root, file), { throwIfNoEntry: false })
    return stats && stats.size > 0 ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : ''
  }

  function schedule(patiently = waiting.size > 1): void {
    clearTimeout(timer)
    isPatient = patiently
    const leftMs = waitsSince + quietMs * MAX_QUIETS - Date.now()
    const waitMs = patiently ? quietMs : Math.min(ALONE_MS, quietMs)
    timer = setTimeout(() => void flush(), Math.max(0, Math.min(waitMs, leftMs)))
  }

  function add(file: string): void {
    if (isClosed) return
    if (waiting.size === 0) waitsSince = Date.now()
    waiting.add(file)
    if (!isBusy) schedule()
  }

  return {
    add,
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
