/**
 * Runs that apps which were replaced go on with, on the code that they began with: they hold their permits here, and
 * what becomes of them is written through here, since this app has the store. engine.ts owns it; app/ passes on what
 * those apps ask.
 *
 *   take ──► held ── commit, release ──► over
 *               └─── their app is gone ──► queued again
 */
import type { ClaimedRun, Commit, Release, Store } from '@motia/core/store'
import type { ByHand } from './by-hand.ts'
import type { Committer } from './committer.ts'
import type { Lanes } from './lanes.ts'
import type { Submitter } from './submitter.ts'
import { createUnderWay } from './under-way.ts'

/** A run, and which app goes on with it. */
export interface Inherited {
  readonly run: ClaimedRun
  readonly from: number
}

export interface Inheritance {
  /** Resolves to those that are under way indeed. */
  take(runs: readonly Inherited[]): Promise<readonly ClaimedRun[]>
  /** A verb of the store, with everything that has to follow from it in this app. */
  ask(ability: string, verb: string, args: readonly unknown[]): Promise<unknown>
  /** An app is gone: what it held is queued again. */
  lost(from: number): Promise<void>
  held(): readonly Inherited[]
  holds(runId: string): boolean
  /** Resolves when none is left. */
  idle(): Promise<void>
}

export interface InheritanceDeps {
  readonly store: Store
  readonly submitter: Submitter
  readonly committer: Pick<Committer, 'release'>
  readonly lanes: Pick<Lanes, 'hold'>
  readonly byHand: ByHand
}

export function createInheritance(deps: InheritanceDeps): Inheritance {
  const { store, committer, lanes } = deps
  const held = new Map<string, Held>()
  const underWay = createUnderWay()
  const isOver = (runId: string, epoch: number): ClaimedRun | undefined => {
    const inherited = held.get(runId)
    if (inherited?.run.epoch !== epoch) return undefined
    held.delete(runId)
    inherited.letGo()
    underWay.end()
    return inherited.run
  }
  const writes = createWrites(deps, isOver)
  return {
    async take(runs) {
      const records = await Promise.all(runs.map(({ run }) => store.runs.get(run.runId)))
      const alive = runs.filter((_, i) => records[i]?.status === 'running')
      for (const inherited of alive) {
        underWay.begin()
        held.set(inherited.run.runId, { ...inherited, letGo: lanes.hold(inherited.run.stepId) })
      }
      return alive.map(({ run }) => run)
    },
    async ask(ability, verb, args) {
      const write = writes[`${ability}.${verb}`]
      if (write) return write(...args)
      const verbs = store[ability as 'runs'] as unknown as Record<string, AnyVerb>
      return verbs[verb]?.(...args)
    },
    async lost(from) {
      const left = [...held.values()].filter((inherited) => inherited.from === from).map(({ run }) => run)
      for (const { runId, epoch } of left) isOver(runId, epoch)
      await committer.release(left, 'returned', 'the app that went on with it has ended')
    },
    held: () => [...held.values()].map(({ run, from }) => ({ run, from })),
    holds: (runId) => held.has(runId),
    idle: underWay.idle,
  }
}

interface Held extends Inherited {
  /** Ends its permit. */
  letGo(): void
}

type AnyVerb = (...args: readonly unknown[]) => Promise<unknown>

/** Verbs of the store that are more than a question. @param isOver the attempt, if one ended */
function createWrites(
  { store, submitter, byHand }: InheritanceDeps,
  isOver: (runId: string, epoch: number) => ClaimedRun | undefined,
): Readonly<Record<string, AnyVerb>> {
  const commit = async (commit: Commit) => {
    const result = await submitter.submit(commit)
    const { attempt } = commit
    if (!attempt || result.status === 'conflict') return result
    const { runId, epoch, end } = attempt
    const run = isOver(runId, epoch)
    if (run && result.status === 'committed' && end.status !== 'scheduled') {
      submitter.ended([{ runId, stepId: run.stepId, ...end }])
    }
    return result
  }
  const release = async (releases: readonly Release[], now: number) => {
    const released = await store.runs.release(releases, now)
    for (const { runId, epoch } of releases) isOver(runId, epoch)
    submitter.spread({ stepIds: [...new Set(released.map(({ stepId }) => stepId))] })
    return released
  }
  const verbs: Record<string, unknown> = {
    'runs.commit': commit,
    'runs.release': release,
    'runs.cancel': byHand.cancel,
    'runs.redrive': byHand.redrive,
    'runs.claim': async () => [], // its lanes were closed when it asked
  }
  return verbs as Record<string, AnyVerb>
}
