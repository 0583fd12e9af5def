/**
 * Cuts attempts off at their deadlines with one timer for all of them: an attempt costs no timer of its own.
 */
import type { SetTimer } from '@motia/core/clock'
import { motiaError } from '@motia/core/errors'
import type { Attempt } from './attempt.ts'

export interface Deadlines {
  /** @param onPassed called once, right after the attempt was cut off, unless `remove` came first */
  add(attempt: Attempt, onPassed: (error: Error) => void): void
  remove(attempt: Attempt): void
}

/** A list through the attempts themselves: a map of them costs an api step 4 µs a request, hashing and regrowing. */
export function createDeadlines(now = Date.now, setTimer: SetTimer = setSystemTimer): Deadlines {
  let last: Attempt | undefined
  let cancel = () => {}
  let timerAt = Number.POSITIVE_INFINITY

  const sleepUntil = (at: number) => {
    cancel()
    timerAt = at
    cancel = setTimer(sweep, Math.max(0, at - now()))
  }
  const remove = (attempt: Attempt) => {
    if (!attempt.onDeadline) return
    const { watchedBefore: before, watchedAfter: after } = attempt
    if (before) before.watchedAfter = after
    if (after) after.watchedBefore = before
    else last = before
    attempt.onDeadline = undefined
    attempt.watchedBefore = undefined
    attempt.watchedAfter = undefined
  }
  const sweep = () => {
    const nowMs = now()
    const passed: Attempt[] = []
    let next = Number.POSITIVE_INFINITY
    for (let attempt = last; attempt; attempt = attempt.watchedBefore) {
      const { deadline } = attempt.facts
      if (deadline > nowMs) next = Math.min(next, deadline)
      else passed.push(attempt)
    }
    timerAt = Number.POSITIVE_INFINITY
    if (next < Number.POSITIVE_INFINITY) sleepUntil(next)
    for (const attempt of passed.reverse()) pass(attempt)
  }
  const pass = (attempt: Attempt) => {
    const { onDeadline } = attempt
    if (!onDeadline) return // whoever was told before it has taken it away
    remove(attempt)
    const timeoutMs = Math.round(attempt.facts.deadline - attempt.startedAt)
    const error = motiaError('MOTIA_TIMEOUT', { timeoutMs })
    attempt.cutOff(error)
    onDeadline(error)
  }

  return {
    add(attempt, onPassed) {
      attempt.onDeadline = onPassed
      attempt.watchedBefore = last
      if (last) last.watchedAfter = attempt
      last = attempt
      if (attempt.facts.deadline < timerAt) sleepUntil(attempt.facts.deadline)
    },
    remove,
  }
}

function setSystemTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1)).unref()
  return () => clearTimeout(timer)
}
