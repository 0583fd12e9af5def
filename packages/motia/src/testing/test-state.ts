/** `app.state`: what a handler has as `ctx.state`, for the test; each write is a commit of its own. */
import type { State } from '@motia/core/context'
import { motiaError } from '@motia/core/errors'
import type { AttemptServices } from '@motia/core/runtime'
import { toStateParts } from '../engine/committer.ts'
import type { Submitter } from '../engine/submitter.ts'
import { Attempt } from '../runtimes/node/invoke/attempt.ts'
import { createState } from '../runtimes/node/invoke/state.ts'

const FACTS = { runId: 'test', traceId: 'test', stepId: 'the test', attempt: 1, deadline: 0 }

export function createTestState(services: AttemptServices, submitter: Submitter, now: () => number): State {
  const verb =
    (name: keyof State) =>
    async (...args: unknown[]) => {
      const attempt = new Attempt(FACTS, services)
      const state = createState(attempt) as unknown as Record<string, (...args: unknown[]) => unknown>
      const result = await state[name]?.(...args)
      if (!attempt.hasEffects()) return result
      const commit = await submitter.submit({ now: now(), ...toStateParts(attempt.effects()) })
      if (commit.status === 'conflict')
        throw motiaError('MOTIA_STATE_CONFLICT', { stepId: FACTS.stepId, times: 1 })
      return result
    }
  const names = [
    'get',
    'set',
    'delete',
    'list',
    'getGroup',
    'clear',
    'update',
    'increment',
    'append',
    'patch',
  ]
  return Object.fromEntries(names.map((name) => [name, verb(name as keyof State)])) as unknown as State
}
