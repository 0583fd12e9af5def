/** Runs that a worker died with, one after another on a spare worker, each alone in it. Part of a pool. */
import type { AttemptReport, AttemptRequest, AttemptServices } from '@motia/core/runtime'
import type { WorkerProcess } from './worker-process.ts'

/** An attempt that waits for a worker. */
export interface Waiting {
  readonly request: AttemptRequest
  readonly services: AttemptServices
  readonly report: (report: AttemptReport) => void
}

export class IsolationLane {
  worker: WorkerProcess | undefined
  readonly #start: () => WorkerProcess | undefined
  #waiting: Waiting[] = []

  /** @param start gives none while no worker may be started */
  constructor(start: () => WorkerProcess | undefined) {
    this.#start = start
  }

  give(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.next()
  }

  next(): void {
    const first = this.#waiting[0]
    if (!first) {
      this.#rest()
      return
    }
    this.worker ??= this.#start()
    if (this.worker?.phase !== 'ready' || this.worker.held.size > 0) return
    this.#waiting.shift()
    this.worker.give(first.request, first.services, first.report)
  }

  /** The worker ended or retires: the next run gets a new one. */
  lost(): void {
    this.worker = undefined
    if (this.#waiting.length > 0) this.next()
  }

  clear(): void {
    for (const { report } of this.#waiting.splice(0)) report({ type: 'returned' })
  }

  /** Nothing waits: the spare worker is not kept. */
  #rest(): void {
    if (this.worker?.phase === 'ready' && this.worker.held.size === 0) this.worker.stop(0)
  }
}
