/**
 * Part of the store's port: what requests that name an `Idempotency-Key` were answered, so that the same one again gets
 * the same. Written by the commit of the request's effects (`Commit.answer`); gone after a day.
 */
import { DAY_MS } from './duration.ts'
import type { EncodedResponse } from './outcome.ts'

/** How long an answer stands. */
export const ANSWER_LIFE_MS = DAY_MS

export interface AnswerStore {
  /** `undefined` if there is none, or no more. */
  find(key: string, now: number): Promise<StoredAnswer | undefined>
}

export interface StoredAnswer {
  /** What tells the request from others that name the same key. */
  readonly request: string
  /** Absent if it was too large to keep, or came in pieces: the request was carried out all the same. */
  readonly response?: EncodedResponse
}

/** An answer to be stored, once. */
export interface NewAnswer extends StoredAnswer {
  /** Of route, sender and the sender's key. */
  readonly key: string
}
