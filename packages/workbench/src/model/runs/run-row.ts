/** A run of a list as its row shows it. Pure; panels/runs and panels/run call it. */
import { isFinal } from '@motia/core/run'
import type { WireRunRow } from 'motia/workbench/wire/runs'

export interface RunTimes {
  /** From when it could begin until it did; of one that has not begun, until now. Absent while it need not begin. */
  readonly waitedMs?: number
  /** Of the latest attempt, or the request; until now while it runs. */
  readonly durationMs?: number
}

type Times = Pick<WireRunRow, 'status' | 'createdAt' | 'dueAt' | 'startedAt' | 'finishedAt'>

export function toRunTimes(
  { status, createdAt, dueAt, startedAt, finishedAt }: Times,
  now: number,
): RunTimes {
  if (status === 'queued') return { waitedMs: Math.max(0, now - Math.max(createdAt, dueAt ?? 0)) }
  // Waits to be due, which is nobody's delay; what its last attempt took is past.
  if (startedAt === null || status === 'scheduled') return {}
  // A due time after the begin is the one of the next attempt.
  const couldBegin = dueAt !== null && dueAt <= startedAt ? Math.max(createdAt, dueAt) : createdAt
  const end =
    finishedAt !== null && finishedAt >= startedAt ? finishedAt : status === 'running' ? now : undefined
  return {
    waitedMs: Math.max(0, startedAt - couldBegin),
    ...(end !== undefined && { durationMs: Math.max(0, end - startedAt) }),
  }
}

/** Whether its times go on. */
export function isUnderWay(status: WireRunRow['status']): boolean {
  return !isFinal(status) && status !== 'waiting' && status !== 'scheduled'
}

/** What asked for a run, in parts: `topic:orders` is of the kind `topic` and has a name. */
export function toCause(cause: string): { readonly kind: string; readonly name?: string } {
  const colon = cause.indexOf(':')
  return colon < 0 ? { kind: cause } : { kind: cause.slice(0, colon), name: cause.slice(colon + 1) }
}

/** Attempts that have begun: the store counts those that ended. */
export function toAttempts({ status, attempts }: Pick<WireRunRow, 'status' | 'attempts'>): number {
  return status === 'running' ? attempts + 1 : attempts
}
