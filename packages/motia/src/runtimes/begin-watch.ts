/**
 * Looks, a few milliseconds after attempts were given to workers, whether they have begun: one timer for all of them,
 * armed while there is anything to see. A pool owns one.
 */

/** An attempt that is not begun after this long is better off with another worker, if that is free. */
export const BEGIN_MS = 8

export class BeginWatch {
  readonly #look: (time: number) => number | undefined
  #timer: NodeJS.Timeout | undefined
  #isArmed = false
  #isStopped = false
  #dueAt = 0
  #stalledMs = 0

  /** @param look gives the milliseconds until it wants to look again, if it does */
  constructor(look: (time: number) => number | undefined) {
    this.#look = look
  }

  /** Milliseconds on a clock that stands still while this process does: that is not the workers' silence. */
  get time(): number {
    return Date.now() - this.#stalledMs
  }

  arm(afterMs = BEGIN_MS): void {
    if (this.#isArmed || this.#isStopped) return
    this.#isArmed = true
    this.#dueAt = Date.now() + afterMs
    this.#timer = setTimeout(() => this.#due(), afterMs)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  #due(): void {
    this.#stalledMs += Math.max(0, Date.now() - this.#dueAt - 1)
    // After the poll phase: a word of the worker that lies in the socket counts.
    setImmediate(() => {
      this.#isArmed = false
      if (this.#isStopped) return
      const next = this.#look(this.time)
      if (next !== undefined) this.arm(next)
    })
  }
}
