/**
 * The end of an engine's life: stopped, with what is under way given a grace, or retired, because another app takes its
 * place and it goes on only with what it has begun. engine.ts makes it.
 */
import type { Runtime } from '@motia/core/runtime'
import type { Committer } from './committer.ts'
import type { Executor } from './executor.ts'
import type { Inheritance } from './inheritance.ts'
import type { Lanes } from './lanes.ts'
import type { Submitter } from './submitter.ts'

export interface EndingDeps {
  readonly lanes: Lanes
  readonly runtimes: readonly Runtime[]
  readonly committer: Committer
  readonly executor: Executor
  readonly submitter: Submitter
  readonly inheritance: Inheritance
}

export interface Ending {
  retire(): Promise<void>
  retired(): Promise<void>
  stop(graceMs: number): Promise<void>
}

export function createEnding(deps: EndingDeps): Ending {
  const { lanes, runtimes, committer, executor, submitter, inheritance } = deps
  let ended: Promise<unknown> = Promise.resolve()
  const stopAll = (graceMs: number) => runtimes.map((runtime) => runtime.stop(graceMs))
  const handBack = async () => committer.release(await lanes.close(), 'returned', 'the app stops')
  const inheritedEnd = async (graceMs: number) => {
    if (inheritance.held().length > 0) await Promise.race([inheritance.idle(), delay(graceMs)])
  }
  return {
    async retire() {
      await lanes.close()
      ended = Promise.all(stopAll(Number.POSITIVE_INFINITY))
    },
    async retired() {
      await ended
      await executor.idle()
      await submitter.idle()
    },
    async stop(graceMs) {
      await handBack()
      await Promise.all([inheritedEnd(graceMs), ...stopAll(graceMs)])
      await executor.idle()
      await submitter.idle()
      await handBack() // claimed with an insert that was on its way
    },
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
