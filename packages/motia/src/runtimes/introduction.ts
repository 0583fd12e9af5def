/**
 * What a pool's workers told of the project: the first one that succeeds or fails answers whoever asked, and one that
 * succeeds after failures is told of late.
 */
import type { Mistake } from '@motia/core/descriptor'
import type { Description } from '@motia/core/runtime'

export class Introduction {
  onLate: (description: Description) => void = () => {}
  #made: Promise<Description>
  #resolve: (description: Description) => void = () => {}
  #state: 'awaited' | 'failed' | 'made' = 'awaited'

  constructor() {
    this.#made = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  /** Resolves with the last that is known. */
  get made(): Promise<Description> {
    return this.#made
  }

  succeed({ steps, mistakes, modules }: Description): void {
    if (this.#state === 'made') return
    const description = { steps, mistakes, ...(modules && { modules }) }
    const isLate = this.#state === 'failed'
    this.#state = 'made'
    this.#resolve(description)
    if (!isLate) return
    this.#made = Promise.resolve(description)
    this.onLate(description)
  }

  /** A worker ended before it could tell; or there will never be one that can. */
  fail(mistake: Mistake, isAbsent = false): void {
    if (this.#state === 'made') return
    this.#state = 'failed'
    const description = { steps: [], mistakes: [mistake], ...(isAbsent && { isAbsent }) }
    this.#resolve(description)
    this.#made = Promise.resolve(description)
  }
}
