/** Statuses as the integers that rows hold. The SQL of migrations/ and queries names them as literals. */
import type { RunStatus } from '@motia/core/run'

/** Those from 4 on are rare, and have an index of their own (runs_rare). */
export const CODE = {
  succeeded: 0,
  running: 1,
  queued: 2,
  scheduled: 3,
  waiting: 4,
  failed: 5,
  cancelled: 6,
  quarantined: 7,
} as const satisfies Record<RunStatus, number>

/** The integer of a status, as rows hold it. */
export type StatusCode = (typeof CODE)[RunStatus]

const NAMES = Object.fromEntries(Object.entries(CODE).map(([name, code]) => [code, name])) as Record<
  number,
  RunStatus
>

/** @throws when a row holds what no migration put there */
export function toStatus(code: number): RunStatus {
  const status = NAMES[code]
  if (!status) throw new Error(`unknown run status ${code} in the store`)
  return status
}
