/**
 * Api steps that run in the app process itself: no row and no commit without effects, one commit with them. The HTTP
 * server calls it around the handler.
 */
import { type Effects, hasEffects } from '@motia/core/effect'
import type { Failure } from '@motia/core/failure'
import type { Json } from '@motia/core/json'
import { MAX_CONFLICTS } from '@motia/core/run'
import { type CommitterDeps, routeEffects, toStateParts } from './committer.ts'
import { toErrorRun } from './error-step.ts'

/** A request that an api step answers. */
export interface InlineRun {
  readonly runId: string
  readonly traceId: string
  readonly stepId: string
  readonly startedAt: number
}

export interface Inline {
  /**
   * Puts the effects on disk. `again`: state that was read has changed, the handler has to run again; `conflict`: it
   * did so too often.
   * @param times conflicts of this request so far
   * @throws when the store cannot take it
   */
  commit(
    run: InlineRun,
    effects: Effects,
    input: () => Json,
    result: Json,
    times: number,
  ): Promise<'done' | 'again' | 'conflict'>
  /** An answer of 500 or above: the error step is triggered. */
  failed(run: InlineRun, failure: Failure, input: Json): Promise<void>
}

export function createInline(deps: CommitterDeps): Inline {
  return {
    async commit(run, effects, input, result, times) {
      if (!hasEffects(effects)) return 'done'
      const described = deps.registry.whenKnown(effects.triggers)
      if (described !== undefined) await described
      const now = deps.now()
      const origin = { traceId: run.traceId, parentRunId: run.runId, cause: 'api' }
      const outcome = await deps.submitter.submit({
        now,
        inline: { ...run, input: input(), result },
        ...toStateParts(effects),
        ...routeEffects(effects, origin, deps, now),
      })
      if (outcome.status === 'committed') return 'done'
      return times < MAX_CONFLICTS ? 'again' : 'conflict'
    },
    async failed(run, failure, input) {
      const errorRun = toErrorRun({ ...run, input, attemptsUsed: 0 }, failure, deps.registry, deps.newId)
      if (errorRun) await deps.submitter.submit({ now: deps.now(), accepts: [errorRun] })
    },
  }
}
