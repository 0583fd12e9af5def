/**
 * Cuts attempts off at their deadlines with one timer for all of them: an attempt costs no timer of its own.
 */
import { motiaError } from '@motia/core/errors'
import type { Attempt } from './attempt.ts'

export interface Deadlines {
  /** @param onPassed called once, right after the attempt was cut off, unless `remove` came first */
  add(attempt: Attempt, onPassed: (error: Error) => void): void
  remove(attempt: Attempt): void
}

export function createDeadlines(): Deadlines {
  const watched = new Map<Attempt, (error: Error) => void>()
  let timer: NodeJS.Timeout | undefined
  let timerAt = Number.POSITIVE_INFINITY

  const sleepUntil = (at: number) => {
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(sweep, Math.max(0, Math.min(at - Date.now(), 2 ** 31 - 1)))
    timer.unref()
  }
  const sweep = () => {
    const now = Date.now()
    timerAt = Number.POSITIVE_INFINITY
    let next = Number.POSITIVE_INFINITY
    for (const [attempt, onPassed] of watched) {
      const { deadline } = attempt.facts
      if (deadline > now) {
        next = Math.min(next, deadline)
        continue
      }
      watched.delete(attempt)
      const error = motiaError('MOTIA_TIMEOUT', { timeoutMs: Math.round(deadline - attempt.startedAt) })
      attempt.cutOff(error)
      onPassed(error)
    }
    if (next < Number.POSITIVE_INFINITY) sleepUntil(next)
  }

  return {
    add(attempt, onPassed) {
      watched.set(attempt, onPassed)
      if (attempt.facts.deadline < timerAt) sleepUntil(attempt.facts.deadline)
    },
    remove(attempt) {
      watched.delete(attempt)
    },
  }
}
