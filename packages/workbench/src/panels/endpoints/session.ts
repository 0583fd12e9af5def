/**
 * What was filled in and answered, by endpoint, as long as the page is open: going away and coming back loses nothing.
 * Kept in memory only, since requests may carry secrets.
 */
import type { WireEndpoint, WireRequest, WireResponse } from 'motia/workbench/wire/endpoints'
import { useCallback, useSyncExternalStore } from 'react'
import { type TryDraft, toTryDraft } from '../../model/endpoints/try-request.ts'

/** A request that was sent; without an outcome it is under way. */
export interface Answer {
  readonly id: number
  readonly at: number
  readonly request: WireRequest
  readonly outcome?: Outcome
}

/** What came of a request. */
export type Outcome =
  | { readonly kind: 'response'; readonly response: WireResponse }
  | { readonly kind: 'error'; readonly error: Error }

interface Trial {
  readonly draft?: TryDraft
  /** Newest first. */
  readonly answers: readonly Answer[]
}

const MAX_ANSWERS = 5
const NOTHING: Trial = { answers: [] }
const trials = new Map<string, Trial>()
const listeners = new Set<() => void>()
let lastId = 0

function change(stepId: string, next: (before: Trial) => Trial): void {
  trials.set(stepId, next(trials.get(stepId) ?? NOTHING))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Notes that a request was sent; the function that it returns takes what came of it. */
export function noteRequest(stepId: string, request: WireRequest): (outcome: Outcome) => void {
  const id = ++lastId
  const sent: Answer = { id, at: Date.now(), request }
  change(stepId, (before) => ({ ...before, answers: [sent, ...before.answers].slice(0, MAX_ANSWERS) }))
  return (outcome) =>
    change(stepId, (before) => ({
      ...before,
      answers: before.answers.map((each) => (each.id === id ? { ...each, outcome } : each)),
    }))
}

export function useAnswers(stepId: string): readonly Answer[] {
  return useSyncExternalStore(subscribe, () => trials.get(stepId) ?? NOTHING).answers
}

/** The draft of an endpoint, and how to change it; `undefined` begins it anew. */
export function useTryDraft(
  endpoint: WireEndpoint,
): readonly [TryDraft, (next: ((before: TryDraft) => TryDraft) | undefined) => void] {
  const { stepId } = endpoint
  const trial = useSyncExternalStore(subscribe, () => trials.get(stepId) ?? NOTHING)
  const fresh = freshDraft(endpoint)
  const set = useCallback(
    (next: ((before: TryDraft) => TryDraft) | undefined) =>
      change(stepId, ({ draft, ...rest }) =>
        next ? { ...rest, draft: next(draft ?? fresh) } : { ...rest, draft: fresh },
      ),
    [stepId, fresh],
  )
  return [trial.draft ?? fresh, set]
}

const freshDrafts = new WeakMap<WireEndpoint, TryDraft>()

function freshDraft(endpoint: WireEndpoint): TryDraft {
  const known = freshDrafts.get(endpoint)
  if (known) return known
  const made = toTryDraft(endpoint)
  freshDrafts.set(endpoint, made)
  return made
}
