/** Deletes ended runs that are older than the project keeps them, in small batches with pauses, off the hot path. */
import type { RunStore } from '@motia/core/store'

export interface RetentionOptions {
  readonly runs: Pick<RunStore, 'prune'>
  /** How long succeeded and cancelled runs are kept. */
  readonly succeededMs: number
  /** How long failed and quarantined runs are kept. */
  readonly failedMs: number
  readonly now: () => number
}

const BATCH = 500
const BATCH_PAUSE_MS = 50
const ROUND_MS = 60_000

/** @returns what stops it */
export function startRetention({ runs, succeededMs, failedMs, now }: RetentionOptions): () => void {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const sleep = (ms: number) => {
    if (isStopped) return
    timer = setTimeout(() => void prune(), ms)
    timer.unref()
  }
  const prune = async () => {
    try {
      const deleted = await runs.prune({ succeeded: now() - succeededMs, failed: now() - failedMs }, BATCH)
      sleep(deleted === BATCH ? BATCH_PAUSE_MS : ROUND_MS)
    } catch {
      sleep(ROUND_MS) // the store is away; told where commits fail
    }
  }
  sleep(BATCH_PAUSE_MS)
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
