/**
 * What an attempt or a request spent its time on, one after another; times of the same phase added up. sqlite/ calls it
 * for what it reads, the command line words it.
 *
 *   queue ── limit ── queue ── execution ── commit
 */
import { formatDuration } from '@motia/core/duration'
import type { Phase, PhaseName } from './records.ts'

/** As it was seen. What is null was not. */
export interface PhaseTimes {
  readonly startedAt: number
  /** Of an attempt without its commit, of a request with it. */
  readonly durationMs: number
  readonly queuedAt: number | null
  readonly limitAt: number | null
  readonly limitMs: number | null
  readonly commitMs: number | null
}

/** Undefined of spans that were stored before phases were: nothing but their execution is known. */
export function toAttemptPhases({ startedAt, durationMs, ...seen }: PhaseTimes): Phase[] | undefined {
  const { queuedAt, commitMs } = seen
  if (queuedAt === null) return undefined
  const commit = commitMs === null ? [] : [toPhase('commit', startedAt + durationMs, commitMs)]
  return [...toWait(queuedAt, startedAt, seen), toPhase('execution', startedAt, durationMs), ...commit]
}

/** Undefined of those without a commit: they are nothing but execution. */
export function toRequestPhases({ startedAt, durationMs, commitMs }: PhaseTimes): Phase[] | undefined {
  if (commitMs === null) return undefined
  const executionMs = Math.max(0, durationMs - commitMs)
  return [
    toPhase('execution', startedAt, executionMs),
    toPhase('commit', startedAt + executionMs, durationMs - executionMs),
  ]
}

/** Milliseconds of a phase; undefined if there was none. */
export function phaseMs(phases: readonly Phase[], name: PhaseName): number | undefined {
  const own = phases.filter((phase) => phase.name === name)
  return own.length === 0 ? undefined : own.reduce((sum, { durationMs }) => sum + durationMs, 0)
}

/** `waited 1.2 s, of it limit 800 ms; ran 300 ms; commit 4 ms` */
export function wordPhases(phases: readonly Phase[]): string {
  const [ran, commit] = [phaseMs(phases, 'execution'), phaseMs(phases, 'commit')]
  const parts = [wordWait(phases), ran !== undefined && `ran ${formatDuration(ran)}`]
  if (commit !== undefined) parts.push(`commit ${formatDuration(commit)}`)
  return parts.filter(Boolean).join('; ')
}

/** `waited 1.2 s, of it limit 800 ms`; undefined of what never waits. */
export function wordWait(phases: readonly Phase[]): string | undefined {
  const waited = waitedMs(phases)
  if (waited === undefined) return undefined
  const limit = phaseMs(phases, 'limit')
  const ofIt = limit === undefined ? '' : `, of it limit ${formatDuration(limit)}`
  return `waited ${formatDuration(waited)}${ofIt}`
}

/** For a worker and for the limit together; undefined of what never waits. */
export function waitedMs(phases: readonly Phase[]): number | undefined {
  const [queue, limit] = [phaseMs(phases, 'queue'), phaseMs(phases, 'limit')]
  return queue === undefined && limit === undefined ? undefined : (queue ?? 0) + (limit ?? 0)
}

/** Until it was handed over it waited for a worker; within that, its step's limit may have been what held it back. */
function toWait(
  queuedAt: number,
  startedAt: number,
  { limitAt, limitMs }: Pick<PhaseTimes, 'limitAt' | 'limitMs'>,
): Phase[] {
  const from = Math.min(queuedAt, startedAt)
  if (limitAt === null || limitMs === null) return [toPhase('queue', from, startedAt - from)]
  const limitFrom = Math.min(Math.max(limitAt, from), startedAt)
  const limitTo = Math.min(limitFrom + limitMs, startedAt)
  return [
    toPhase('queue', from, limitFrom - from),
    toPhase('limit', limitFrom, limitTo - limitFrom),
    toPhase('queue', limitTo, startedAt - limitTo),
  ].filter(({ durationMs }) => durationMs > 0)
}

function toPhase(name: PhaseName, startedAt: number, durationMs: number): Phase {
  return { name, startedAt, durationMs }
}
