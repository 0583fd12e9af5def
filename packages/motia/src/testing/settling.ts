/**
 * Lets a test's app go on: until it is at rest, and, where the test waits for more than that, by moving the clock to
 * what is due next.
 */
import { motiaError } from '@motia/core/errors'
import type { Store } from '@motia/core/store'
import type { Activity } from './activity.ts'
import type { HeldClock } from './held-clock.ts'

export interface Settling {
  /** Until nothing is under way; the clock stands still. @throws `MOTIA_TEST_UNSETTLED` */
  rest(): Promise<void>
  /** Until nothing is left to do at all: delays and retries come due. @throws `MOTIA_TEST_UNSETTLED` */
  settle(): Promise<void>
  /** Through everything that is due by then. @throws `MOTIA_TEST_UNSETTLED` */
  advanceTo(at: number): Promise<void>
  /** What the work gives; meanwhile time passes for runs that it waits for. @throws what it throws */
  until<T>(work: Promise<T>, isWaiting: () => boolean): Promise<T>
}

export interface SettlingOptions {
  readonly activity: Activity
  readonly clock: HeldClock
  readonly runs: Store['runs']
  /** Of real time, for each wait. */
  readonly patienceMs: number
}

/** Not the one that a test's fake clock puts in its place. */
const realNow = performance.now.bind(performance)

/** How often the clock is moved before runs that lead to further ones without end are given up. */
const MAX_MOVES = 1_000

export function createSettling({ activity, clock, runs, patienceMs }: SettlingOptions): Settling {
  const limit = () => {
    const end = realNow() + patienceMs
    return () => realNow() < end
  }
  const rest = async () => {
    const inTime = limit()
    await activity.rest(inTime)
    if (!inTime()) throw unsettled(`${told(activity.atWork())} still at work after ${patienceMs} ms`)
  }
  /** A handler that is still at work may wait for its deadline. */
  const restOrGoOn = () => activity.rest(limit())
  const advanceTo = async (at: number) => {
    await restOrGoOn()
    for (let next = clock.nextTimer(); next !== undefined && next <= at; next = clock.nextTimer()) {
      clock.moveTo(next)
      await restOrGoOn()
    }
    clock.moveTo(at)
    await rest()
  }
  /** When something happens of which a run, or who waits for one, knows. */
  const nextDue = async (): Promise<number | undefined> => {
    const scheduled = await runs.list({ statuses: ['scheduled'], limit: 10_000 })
    const times = scheduled.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]))
    if (times.length === 0) times.push(...activity.parked().map(({ facts }) => facts.deadline))
    return times.length === 0 ? undefined : Math.max(clock.now(), Math.min(...times))
  }
  return {
    rest,
    advanceTo,
    async settle() {
      for (let moves = 0; moves < MAX_MOVES; moves++) {
        await rest()
        const due = await nextDue()
        if (due === undefined) return
        await advanceTo(due)
      }
      throw unsettled(`runs were still scheduled after the clock had been moved ${MAX_MOVES} times`)
    },
    async until(work, isWaiting) {
      let isDone = false
      const done = () => {
        isDone = true
      }
      work.then(done, done)
      let inTime = limit()
      for (let moves = 0; !isDone && moves < MAX_MOVES; ) {
        await activity.rest(() => !isDone && inTime())
        if (isDone) break
        if (!inTime()) throw unsettled(`${told(activity.atWork())} still at work after ${patienceMs} ms`)
        const due = isWaiting() ? await nextDue() : undefined
        if (due === undefined) continue
        moves++
        await advanceTo(due)
        inTime = limit()
      }
      return work
    },
  }
}

function told(stepIds: readonly string[]): string {
  const names = [...new Set(stepIds)].join(', ')
  return names === '' ? 'the app was' : `${names} ${stepIds.length === 1 ? 'was' : 'were'}`
}

function unsettled(what: string): Error {
  return motiaError('MOTIA_TEST_UNSETTLED', { what })
}
