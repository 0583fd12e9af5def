/**
 * The suite that every store passes, whatever it is made of: `describeStore` is called by a small test file for each
 * technology and mode. The tests are in store-*.ts, by what they are about.
 */
import type { Store } from '@motia/core/store'
import { afterEach, beforeEach, describe } from 'vitest'
import { describeAccepting } from './store-accept.ts'
import { describeAfter } from './store-after.ts'
import { describeAnswers } from './store-answers.ts'
import { describeAttempts } from './store-attempts.ts'
import { describeClaiming } from './store-claim.ts'
import { describeCommits } from './store-commit.ts'
import { describeOnce } from './store-once.ts'
import { describePauses } from './store-pauses.ts'
import { describePruning } from './store-prune.ts'
import { describeReading } from './store-read.ts'
import { describeReleasing } from './store-release.ts'
import { describeReopening } from './store-reopen.ts'
import { describeSchedules } from './store-schedules.ts'
import { describeState } from './store-state.ts'

/** How the suite gets at stores. */
export interface StoreSetup {
  /** An open store that holds nothing. */
  create(): Promise<Store>
  /** Closes a store of `create` and opens what it left, if anything outlives it. */
  reopen?(store: Store): Promise<Store>
}

export function describeStore(name: string, setup: StoreSetup): void {
  describe(name, () => {
    let store: Store
    beforeEach(async () => {
      store = await setup.create()
    })
    afterEach(() => store.close())
    const current = () => store
    describe('commits', () => describeCommits(current))
    describe('accepting runs', () => describeAccepting(current))
    describe('sending once', () => describeOnce(current))
    describe('runs after runs', () => describeAfter(current))
    describe('claiming', () => describeClaiming(current))
    describe('attempts', () => describeAttempts(current))
    describe('releasing and recovering', () => describeReleasing(current))
    describe('state', () => describeState(current))
    describe('schedules', () => describeSchedules(current))
    describe('pauses', () => describePauses(current))
    describe('answers', () => describeAnswers(current))
    describe('reading', () => describeReading(current))
    describe('pruning', () => describePruning(current))
    const { reopen } = setup
    if (!reopen) return
    describe('reopening', () =>
      describeReopening(current, async () => {
        store = await reopen(store)
        return store
      }))
  })
}
