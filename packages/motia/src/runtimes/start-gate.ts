/**
 * Whether a worker may be started now, and how: its command may have to be found out first, and after deaths at the
 * start the next try waits, longer each time. A pool owns one.
 */
import { isFinal, type WorkerEnd, waitAfterDeaths } from './start-failure.ts'
import type { WorkerLaunch } from './worker-process.ts'

/** How a language's workers are started, or what finds it out. */
export type LaunchSource = WorkerLaunch | (() => Promise<WorkerLaunch>)

export interface GateEvents {
  /** The command has been found out: `pass` gives it. */
  opened(): void
  /** There will be no worker in this life of the app. */
  shut(error: unknown): void
}

export class StartGate {
  /** For good. */
  isShut = false
  readonly #source: LaunchSource
  readonly #events: GateEvents
  #launch: WorkerLaunch | undefined
  #isAsking = false
  #deaths = 0
  /** None starts before. */
  #startsAfter = 0

  constructor(source: LaunchSource, events: GateEvents) {
    this.#source = source
    this.#events = events
    if (typeof source !== 'function') this.#launch = source
  }

  /** None if no worker may be started now. */
  pass(now: number): WorkerLaunch | undefined {
    if (this.isShut || now < this.#startsAfter) return undefined
    if (!this.#launch) this.#ask()
    return this.#launch
  }

  /** A worker could take work. */
  lived(): void {
    this.#deaths = 0
  }

  /** A worker ended by itself as soon as it could take work. */
  diedEarly(now: number): void {
    if (now < this.#startsAfter) return // one that was started together with the last
    this.#startsAfter = now + waitAfterDeaths(++this.#deaths)
  }

  /** A worker ended before it could take work. */
  diedAtStart(end: WorkerEnd, now: number): void {
    if (isFinal(end)) this.isShut = true
    this.diedEarly(now)
  }

  #ask(): void {
    if (this.#isAsking || typeof this.#source !== 'function') return
    this.#isAsking = true
    Promise.resolve()
      .then(this.#source)
      .then(
        (launch) => {
          this.#launch = launch
          this.#events.opened()
        },
        (error: unknown) => {
          this.isShut = true
          this.#events.shut(error)
        },
      )
  }
}
