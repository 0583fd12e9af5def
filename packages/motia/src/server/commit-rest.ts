/**
 * The second commit of an answer in pieces, at its end: what its source asked for after the head was on disk. Nothing
 * can run again by then, so a conflict is a failure. Used by both kinds of route.
 */
import { type Effects, hasEffects } from '@motia/core/effect'
import { motiaError } from '@motia/core/errors'
import type { Json } from '@motia/core/json'
import { MAX_CONFLICTS } from '@motia/core/run'
import type { InlineRun } from '../engine/inline.ts'
import type { PreparedResponse } from '../runtimes/node/invoke/encode-response.ts'
import { toResult } from './response.ts'
import type { RouteWorld } from './route-world.ts'

export interface Rest {
  readonly run: InlineRun
  readonly effects: Effects
  readonly head: PreparedResponse
  input(): Json
  /** The head had effects, whose commit made the run's row. */
  readonly hasRow: boolean
}

/** @throws when the state that was read has changed, or the store cannot take it */
export async function commitRest(world: Pick<RouteWorld, 'inline'>, rest: Rest): Promise<void> {
  const { run, effects, head, hasRow } = rest
  if (!hasEffects(effects)) return
  const done = hasRow
    ? await world.inline.commitMore(run, effects)
    : await world.inline.commit(run, effects, rest.input, toResult(head), MAX_CONFLICTS)
  if (done !== 'done') throw motiaError('MOTIA_STATE_CONFLICT', { stepId: run.stepId, times: 1 })
}
