/** The steps of a test as they are run: each attempt may be made to fail, or to take another handler; what it threw is kept. */
import type { Context } from '@motia/core/context'
import { isThenable } from '@motia/core/outcome'
import type { AnyHandler, Step } from '@motia/core/step'

export interface WatchedSteps {
  /** The same step, watched. */
  watch(step: Step): Step
  /** Instead of the step's own. */
  replace(stepId: string, handler: AnyHandler): void
  /** The next attempts of the step throw. */
  fail(stepId: string, error: unknown, times: number): void
  /** What the last attempt of a run threw: the very thing. */
  thrownBy(runId: string): unknown
}

export function createWatchedSteps(): WatchedSteps {
  const replaced = new Map<string, AnyHandler>()
  const failing = new Map<string, { readonly error: unknown; left: number }>()
  const thrown = new Map<string, unknown>()

  const choose = (stepId: string, own: AnyHandler): AnyHandler => {
    const failure = failing.get(stepId)
    if (!failure || failure.left <= 0) return replaced.get(stepId) ?? own
    failure.left--
    return () => {
      throw failure.error
    }
  }
  const call = (stepId: string, own: AnyHandler, input: unknown, ctx: Context): unknown => {
    const note = (error: unknown): never => {
      thrown.set(ctx.runId, error)
      throw error
    }
    try {
      const returned = choose(stepId, own)(input, ctx)
      return isThenable(returned) ? returned.then(undefined, note) : returned
    } catch (error) {
      return note(error)
    }
  }
  return {
    watch(step) {
      const { handler } = step
      if (!handler) return step
      const { id } = step.options
      // A request is answered in this process, whatever a step asks for.
      const options = { ...step.options, isolate: false }
      const here = step.kind === 'api' ? { ...step, options } : step
      return { ...here, handler: (input: unknown, ctx: Context) => call(id, handler, input, ctx) }
    },
    replace: (stepId, handler) => void replaced.set(stepId, handler),
    fail: (stepId, error, times) => void failing.set(stepId, { error, left: times }),
    thrownBy: (runId) => thrown.get(runId),
  }
}
