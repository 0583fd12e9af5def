/** Short words for what the store suites do to a store, so that a test reads as its story. */
import type { StateWrite } from '@motia/core/effect'
import type { Failure } from '@motia/core/failure'
import type { AttemptEnd, RunStatus } from '@motia/core/run'
import type { AcceptedRun, ClaimedRun, Commit, CommitResult, NewRun, Store } from '@motia/core/store'
import { expect } from 'vitest'

/** The store of the test that runs. */
export type CurrentStore = () => Store

/** Some time; tests add to it. */
export const NOW = 1_750_000_000_000

export const SUCCESS: AttemptEnd = { status: 'succeeded', result: '{"ok":true}' }
export const BOOM: Failure = { name: 'Error', message: 'boom', stack: 'Error: boom\n    at handler' }
export const FAILURE: AttemptEnd = { status: 'failed', reason: 'error', failure: BOOM }

/** A failure that is to be tried again. */
export function retryAt(dueAt: number): AttemptEnd {
  return { status: 'scheduled', reason: 'error', failure: BOOM, dueAt }
}

export type Committed = Extract<CommitResult, { status: 'committed' }>

let made = 0

/** An id that no other run of the process has, and that sorts by age. */
export function newId(): string {
  return (++made).toString(16).padStart(32, '0')
}

export function newRun(stepId: string, parts: Partial<NewRun> = {}): NewRun {
  const runId = parts.runId ?? newId()
  const traceId = parts.traceId ?? newId()
  return { runId, stepId, traceId, triggerId: newId(), cause: 'trigger', input: '{}', ...parts }
}

/** Commits, and expects that it was taken. */
export async function commit(store: Store, parts: Partial<Commit>): Promise<Committed> {
  const result = await store.runs.commit({ now: NOW, ...parts })
  expect(result.status).toBe('committed')
  return result as Committed
}

export async function accept(store: Store, ...accepts: NewRun[]): Promise<readonly AcceptedRun[]> {
  return (await commit(store, { accepts })).accepted
}

/** Accepts one run and gives its id. */
export async function acceptOne(store: Store, stepId: string, parts: Partial<NewRun> = {}): Promise<string> {
  const run = newRun(stepId, parts)
  await accept(store, run)
  return run.runId
}

export function claim(store: Store, stepId: string, limit = 1, now = NOW): Promise<ClaimedRun[]> {
  return store.runs.claim([{ stepId, limit }], now)
}

export async function claimOne(store: Store, stepId: string): Promise<ClaimedRun> {
  const [run] = await claim(store, stepId)
  if (!run) throw new Error(`nothing of ${stepId} to claim`)
  return run
}

/** A run of the step, accepted and claimed. */
export async function running(
  store: Store,
  stepId: string,
  parts: Partial<NewRun> = {},
): Promise<ClaimedRun> {
  const [accepted] = await accept(store, newRun(stepId, { ...parts, claim: true }))
  if (!accepted?.claimed) throw new Error(`${stepId} was not claimed with its insert`)
  return accepted.claimed
}

export function attemptOf({ runId, ref, epoch }: ClaimedRun, end: AttemptEnd = SUCCESS): Partial<Commit> {
  return { attempt: { runId, ref, epoch, startedAt: NOW, end } }
}

/** Ends an attempt, and expects that it was taken. */
export function end(store: Store, run: ClaimedRun, how: AttemptEnd = SUCCESS): Promise<Committed> {
  return commit(store, attemptOf(run, how))
}

/** Runs a step's oldest queued run to its end. */
export async function runOne(store: Store, stepId: string, how: AttemptEnd = SUCCESS): Promise<Committed> {
  return end(store, await claimOne(store, stepId), how)
}

export async function statusOf(store: Store, runId: string): Promise<RunStatus | undefined> {
  return (await store.runs.get(runId))?.status
}

export async function write(store: Store, ...writes: StateWrite[]): Promise<void> {
  await commit(store, { writes })
}

export function set(group: string, key: string, value: unknown): StateWrite {
  return { op: 'set', group, key, value: JSON.stringify(value) }
}

export async function storedValue(store: Store, group: string, key: string): Promise<unknown> {
  const { value } = await store.state.get(group, key)
  return value === undefined ? undefined : JSON.parse(value)
}

/** Of all steps together, zeros left out. */
export async function totals(store: Store): Promise<Partial<Record<RunStatus, number>>> {
  const sums: Partial<Record<RunStatus, number>> = {}
  for (const { status, count } of await store.runs.counts()) sums[status] = (sums[status] ?? 0) + count
  return sums
}
