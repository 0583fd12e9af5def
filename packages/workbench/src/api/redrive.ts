/** Tries every failed run of a step again, however many: reads them page by page and sends each page as one command. */
import type { WireRedriven, WireRuns } from 'motia/workbench/wire/runs'
import { getJson, postJson } from './client.ts'

/** As many as one command takes. */
const PAGE = 500

export interface RedriveAll {
  readonly stepId: string
  readonly statuses: readonly ('failed' | 'quarantined')[]
  /** Told after each page. */
  readonly onProgress: (done: WireRedriven) => void
  /** Stops before the next page; what was redriven stays so. */
  readonly signal: AbortSignal
}

/**
 * Newest first. A run that fails again meanwhile is not taken a second time: it stays where it was in the list.
 * @throws ApiError when a page or a command is refused as a whole
 */
export async function redriveAll(request: RedriveAll): Promise<WireRedriven> {
  const { stepId, statuses, onProgress, signal } = request
  let done: WireRedriven = { redriven: 0, refused: [] }
  let before: string | undefined
  do {
    const query = { kind: 'run', step: stepId, status: statuses, limit: PAGE, before }
    const page: WireRuns = await getJson<WireRuns>('runs', query)
    const runIds = page.runs.map(({ runId }) => runId)
    if (runIds.length > 0 && !signal.aborted) {
      const { redriven, refused } = await postJson<WireRedriven>('commands/redrive-many', { runIds })
      done = { redriven: done.redriven + redriven, refused: [...done.refused, ...refused] }
      onProgress(done)
    }
    before = page.before
  } while (before !== undefined && !signal.aborted)
  return done
}
