/**
 * What is under way in a test's app: store requests, handlers. Everything is at rest when nothing can go on without time
 * passing. What a store is asked keeps the process alive.
 */
import type { Store } from '@motia/core/store'
import type { Attempt } from '../runtimes/node/invoke/attempt.ts'

export interface Activity {
  /** Something that ends by itself, soon. */
  during<T>(work: Promise<T>): Promise<T>
  /** A handler, which may park. @param name of its step, for messages */
  handling<T>(name: string, work: () => Promise<T>): Promise<T>
  /** An attempt waits for other runs meanwhile. */
  parking<T>(attempt: Attempt | undefined, work: Promise<T>): Promise<T>
  /** Resolves when nothing goes on any more, or false is returned. */
  rest(goOn?: () => boolean): Promise<void>
  /** Attempts that wait for other runs. */
  parked(): readonly Attempt[]
  /** Steps whose handlers are at work. */
  atWork(): readonly string[]
}

// Not the ones that a test's fake clock puts in their place.
const [setImmediate, setTimeout, setInterval, clearInterval] = [
  globalThis.setImmediate,
  globalThis.setTimeout,
  globalThis.setInterval,
  globalThis.clearInterval,
]

/** Turns of the event loop without any change that count as rest: what one thing asks of another takes two. */
const STILL_TURNS = 4
/** After so many turns it is something slow that is waited for. */
const BUSY_TURNS = 200
const SLOW_POLL_MS = 2
const LONGEST_INTERVAL_MS = 2 ** 31 - 1

export function createActivity(): Activity {
  const handlers = new Map<object, string>()
  const waiting = new Map<Attempt, number>()
  let requests = 0
  let changes = 0
  let alive: NodeJS.Timeout | undefined

  const changed = () => {
    changes++
    if (requests > 0) alive ??= setInterval(() => {}, LONGEST_INTERVAL_MS)
    else {
      clearInterval(alive)
      alive = undefined
    }
  }
  const isResting = () => requests === 0 && handlers.size <= waiting.size

  return {
    async during(work) {
      requests++
      changed()
      try {
        return await work
      } finally {
        requests--
        changed()
      }
    },
    async handling(name, work) {
      const key = {}
      handlers.set(key, name)
      changed()
      try {
        return await work()
      } finally {
        handlers.delete(key)
        changed()
      }
    },
    async parking(attempt, work) {
      if (!attempt) return work
      const count = (by: number) => {
        const next = (waiting.get(attempt) ?? 0) + by
        if (next > 0) waiting.set(attempt, next)
        else waiting.delete(attempt)
        changed()
      }
      count(1)
      try {
        return await work
      } finally {
        count(-1)
      }
    },
    async rest(goOn = () => true) {
      let still = 0
      for (let turn = 0; still < STILL_TURNS && goOn(); turn++) {
        const before = changes
        await new Promise<void>((resolve) => {
          if (turn < BUSY_TURNS) setImmediate(resolve)
          else setTimeout(resolve, SLOW_POLL_MS)
        })
        still = isResting() && before === changes ? still + 1 : 0
      }
    },
    parked: () => [...waiting.keys()],
    atWork: () => [...handlers.values()],
  }
}

/** The same store; what is asked of it counts. */
export function watchStore(
  { runs, state, schedules, pauses, answers, ...store }: Store,
  activity: Activity,
): Store {
  const watch = <T extends object>(ability: T): T =>
    Object.fromEntries(
      Object.entries(ability).map(([name, verb]) => [
        name,
        (...args: unknown[]) => activity.during(verb(...args)),
      ]),
    ) as T
  return {
    open: () => activity.during(store.open()),
    close: () => activity.during(store.close()),
    runs: watch(runs),
    state: watch(state),
    schedules: watch(schedules),
    pauses: watch(pauses),
    answers: watch(answers),
  }
}
