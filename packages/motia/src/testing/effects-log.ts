/** The triggers that handlers, and the test, have committed: in their order, with what they were sent. */
import type { TriggerRequest } from '@motia/core/effect'
import type { Outcome } from '@motia/core/outcome'
import type { NowTrigger } from '@motia/core/runtime'
import type { Commit, CommitResult } from '@motia/core/store'

/** A trigger that was accepted, whether or not a step was there for it. */
export interface Triggered {
  /** Id of a step, or a topic. */
  readonly target: string
  readonly payload: unknown
  /** The step that triggered it; absent if the test did. */
  readonly from?: string
  /** Milliseconds. */
  readonly delay?: number
  readonly key?: string
}

export interface EffectsLog {
  readonly triggers: readonly Triggered[]
  /** An attempt has ended: what it asked for counts once its commit is on disk. */
  ended(run: { readonly runId: string; readonly stepId: string }, outcome: Outcome): void
  committed(commit: Commit, result: CommitResult): void
  /** Of an api step, in line. */
  committedInline(stepId: string, triggers: readonly TriggerRequest[]): void
  /** At once, inside a run or outside of any. */
  sent(now: NowTrigger): void
}

export function createEffectsLog(parse: (json: string) => unknown): EffectsLog {
  const triggers: Triggered[] = []
  const pending = new Map<string, { readonly stepId: string; readonly staged: readonly TriggerRequest[] }>()
  const sent = new Set<string>()
  const note = ({ target, payload, delayMs, key }: TriggerRequest, from?: string) =>
    triggers.push({
      target,
      payload: parse(payload),
      ...(from !== undefined && { from }),
      ...(delayMs !== undefined && { delay: delayMs }),
      ...(key !== undefined && { key }),
    })
  return {
    triggers,
    ended({ runId, stepId }, outcome) {
      const staged = outcome.status === 'succeeded' ? outcome.effects.triggers : []
      pending.set(runId, { stepId, staged })
    },
    committed({ attempt }, { status }) {
      const ended = attempt && pending.get(attempt.runId)
      if (!ended) return
      pending.delete(attempt.runId)
      if (status !== 'committed' || attempt.end.status !== 'succeeded') return
      for (const request of ended.staged) note(request, ended.stepId)
    },
    committedInline(stepId, list) {
      for (const request of list) note(request, stepId)
    },
    sent({ request, from, ordinal }) {
      // A later attempt sends again what the first one has sent: it happened once.
      const name = from && `${from.runId}\0${request.target}\0${request.key ?? ordinal}`
      if (name !== undefined && sent.has(name)) return
      if (name !== undefined) sent.add(name)
      note(request, from?.stepId)
    },
  }
}
