/**
 * Looks after a worker from outside: does its loop answer, and are its attempts within their deadlines? A pool calls it
 * for each of its workers, a few times a second.
 */
import { motiaError } from '@motia/core/errors'
import { toFailure } from '@motia/core/failure'
import type { Held } from './held-attempts.ts'
import { isBlocked } from './worker-choice.ts'
import type { WorkerProcess } from './worker-process.ts'

/** One that holds nothing and has not answered for this long is of no use to anybody. */
const STUCK_MS = 3_000
/** After its deadline an attempt has this long to report by itself before its worker is killed. */
const DEADLINE_GRACE_MS = 1_000

export function inspectWorker(worker: WorkerProcess, now: number): void {
  const isBusy = worker.held.size > 0 || worker.held.given > worker.givenBefore
  const isOver = worker.isBusy && !isBusy // one ping more tells how much memory is left taken
  worker.isBusy = isBusy
  worker.givenBefore = worker.held.given
  if (isBusy) worker.lastBusyAt = now
  if (worker.phase === 'starting' || (!isBusy && !isOver && !worker.isAwaited)) {
    worker.lastHeardAt = now
    return
  }
  if (worker.phase === 'retiring' && !worker.endedByUs && now >= worker.retiresBy) worker.stop(0)
  worker.ping(now)
  if (isBlocked(worker, now)) worker.recall()
  if (worker.held.size === 0 && now - worker.lastHeardAt > STUCK_MS) {
    worker.kill('its event loop was blocked by what ended runs had left')
    return
  }
  for (const [n, held] of worker.held) {
    if (now < held.deadline + DEADLINE_GRACE_MS) continue
    worker.held.take(n)
    reportTimeout(held)
    worker.kill('its event loop was blocked past a deadline')
    return
  }
}

function reportTimeout({ request, report, begunAt, sentAt }: Held): void {
  const startedAt = begunAt ?? sentAt
  const error = motiaError('MOTIA_TIMEOUT', { timeoutMs: request.deadline - startedAt })
  const { stack: _, ...failure } = toFailure(error)
  report({ type: 'outcome', outcome: { status: 'failed', reason: 'timeout', failure }, startedAt })
}
