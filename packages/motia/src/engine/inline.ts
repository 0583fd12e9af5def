/**
 * Api steps that run in the app process itself: no row and no commit without effects, one commit with them. The HTTP
 * server calls it around the handler.
 */
import { type Effects, hasEffects } from '@motia/core/effect'
import type { Failure } from '@motia/core/failure'
import type { Json } from '@motia/core/json'
import { MAX_CONFLICTS } from '@motia/core/run'
import type { AnswerStore, NewAnswer, StoredAnswer } from '@motia/core/store-answers'
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
   * did so too often; an earlier request's answer: this one's has the same key, and nothing was written.
   * @param times conflicts of this request so far
   * @param answer to be stored with the effects, also if there are none
   * @throws when the store cannot take it
   */
  commit(
    run: InlineRun,
    effects: Effects,
    input: () => Json,
    result: Json,
    times: number,
    answer?: NewAnswer,
  ): Promise<'done' | 'again' | 'conflict' | StoredAnswer>
  /** What an earlier request with this key was answered. */
  findAnswer(key: string): Promise<StoredAnswer | undefined>
  /**
   * The end of an answer in pieces: the run has its row, and what its source asked for hangs on that.
   * @throws when the store cannot take it
   */
  commitMore(run: InlineRun, effects: Effects): Promise<'done' | 'conflict'>
  /** An answer of 500 or above: the error step is triggered. */
  failed(run: InlineRun, failure: Failure, input: Json): Promise<void>
}

export function createInline(deps: CommitterDeps & { readonly answers: AnswerStore }): Inline {
  /** State writes and triggered runs of the request, as part of a commit. */
  const toParts = async ({ traceId, runId }: InlineRun, effects: Effects) => {
    const described = deps.registry.whenKnown(effects.triggers)
    if (described !== undefined) await described
    const now = deps.now()
    const origin = { traceId, parentRunId: runId, cause: 'api' }
    return { now, ...toStateParts(effects), ...routeEffects(effects, origin, deps, now) }
  }
  return {
    async commit(run, effects, input, result, times, answer) {
      const isRow = hasEffects(effects)
      if (!isRow && !answer) return 'done'
      const parts = await toParts(run, effects)
      const outcome = await deps.submitter.submit({
        ...parts,
        ...(isRow && { inline: { ...run, input: input(), result } }),
        ...(answer && { answer }),
      })
      if (outcome.status === 'answered') return outcome.answer
      if (outcome.status === 'committed') return 'done'
      return times < MAX_CONFLICTS ? 'again' : 'conflict'
    },
    findAnswer: (key) => deps.answers.find(key, deps.now()),
    async commitMore(run, effects) {
      const { status } = await deps.submitter.submit(await toParts(run, effects))
      return status === 'committed' ? 'done' : 'conflict'
    },
    async failed(run, failure, input) {
      const errorRun = toErrorRun({ ...run, input, attemptsUsed: 0 }, failure, deps.registry, deps.newId)
      if (errorRun) await deps.submitter.submit({ now: deps.now(), accepts: [errorRun] })
    },
  }
}
