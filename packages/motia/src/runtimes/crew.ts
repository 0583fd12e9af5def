/**
 * The workers that do a pool's usual work: how many there are, which gets what, which one is replaced. pool.ts starts
 * and ends them, and knows what the end of one means.
 */
import { Growth } from './growth.ts'
import { moveUnbegun } from './moving.ts'
import { type LifeLimits, recycleCause } from './recycling.ts'
import { chooseSurplus, chooseWorker, isOpen } from './worker-choice.ts'
import type { WorkerProcess } from './worker-process.ts'

export interface CrewOptions {
  /** Kept, busy or not. */
  readonly workers: number
  /** Up to so many while work waits; `workers` if absent. */
  readonly maxWorkers?: number
  readonly slotsPerWorker: number
  /** What ends the life of a worker. */
  readonly limits?: LifeLimits
}

export interface CrewEvents {
  /** None while none may be started. */
  start(): WorkerProcess | undefined
  /** It is to get no new work, and to end. */
  retire(worker: WorkerProcess, cause: string): void
}

/** Between looks at work that waits. */
const WAITING_LOOK_MS = 25

export class Crew implements Iterable<WorkerProcess> {
  readonly #options: CrewOptions
  readonly #events: CrewEvents
  readonly #workers = new Set<WorkerProcess>()
  readonly #growth = new Growth()
  #ended = 0
  /** A worker past a limit, and the one that takes its place when it is ready. */
  #replacement: { old: WorkerProcess; fresh: WorkerProcess; cause: string } | undefined

  constructor(options: CrewOptions, events: CrewEvents) {
    this.#options = options
    this.#events = events
  }

  [Symbol.iterator](): Iterator<WorkerProcess> {
    return this.#workers[Symbol.iterator]()
  }

  /** Of the workers that are there. */
  slots(): number {
    let ready = 0
    for (const { phase } of this.#workers) if (phase === 'ready') ready++
    return ready * this.#options.slotsPerWorker
  }

  freeSlots(now: number): number {
    const { slotsPerWorker } = this.#options
    let free = 0
    for (const worker of this.#workers)
      if (isOpen(worker, now)) free += Math.max(0, slotsPerWorker - worker.load)
    return free
  }

  choose(now: number): WorkerProcess | undefined {
    return chooseWorker(this.#workers, this.#options.slotsPerWorker, now)
  }

  /** Brings it to the size that is kept. */
  fill(): void {
    for (let size = this.#size(); size < this.#options.workers; size++) if (!this.#start()) return
  }

  /** A worker can take work. */
  described(worker: WorkerProcess): void {
    if (worker !== this.#replacement?.fresh) return
    const { old, cause } = this.#replacement
    this.#replacement = undefined
    this.#events.retire(old, cause)
  }

  exited(worker: WorkerProcess): void {
    this.#workers.delete(worker)
    const { old, fresh } = this.#replacement ?? {}
    if (worker === old || worker === fresh) this.#replacement = undefined
  }

  /** An attempt is over. */
  attemptEnded(): void {
    this.#ended++
  }

  /**
   * Moves what was not begun in time, and grows while work waits. Gives the milliseconds until the next look.
   * @param waiting attempts that no worker was given
   * @param time on the clock of begin-watch.ts
   */
  look(waiting: number, now: number, time: number): number | undefined {
    const next = moveUnbegun(this.#workers, this.#options.slotsPerWorker, now, time)
    if (this.#growth.observe(this.#load(waiting, now), time) && this.#size() < this.#maxSize()) this.#start()
    if (!this.#growth.isWaiting) return next
    return Math.min(next ?? WAITING_LOOK_MS, WAITING_LOOK_MS)
  }

  /** Ends what has lived long enough, and what is one too many. */
  inspect(now: number): void {
    const surplus = chooseSurplus(this.#workers, this.#options.workers, now)
    if (surplus) this.#events.retire(surplus, 'nothing left to do')
    if (!this.#replacement) this.#recycle(now)
  }

  #recycle(now: number): void {
    for (const old of this.#workers) {
      const cause = old.phase === 'ready' && recycleCause(old, this.#options.limits ?? {}, now)
      if (!cause) continue
      const fresh = this.#start()
      if (fresh) this.#replacement = { old, fresh, cause }
      return
    }
  }

  #start(): WorkerProcess | undefined {
    const worker = this.#events.start()
    if (worker) this.#workers.add(worker)
    return worker
  }

  #maxSize(): number {
    const { workers, maxWorkers = workers } = this.#options
    return maxWorkers
  }

  /** Workers that take work, or will. */
  #size(): number {
    let size = 0
    for (const { phase } of this.#workers) if (phase === 'ready' || phase === 'starting') size++
    return size
  }

  #load(waiting: number, now: number) {
    let [ready, starting, open, unbegun] = [0, 0, 0, waiting]
    for (const worker of this.#workers) {
      if (worker.phase === 'starting') starting++
      if (worker.phase !== 'ready') continue
      ready++
      unbegun += worker.held.unbegun
      if (isOpen(worker, now)) open++
    }
    const [slots, free] = [this.slots(), this.freeSlots(now)]
    return { ready, starting, open, slots, free, unbegun, ended: this.#ended }
  }
}
