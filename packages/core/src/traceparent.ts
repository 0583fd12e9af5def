/**
 * Who an attempt is to other systems: a `traceparent` header (W3C Trace Context, level 1), the same in every language.
 * Its trace is the attempt's; its parent id is made of the run's last digits and the number of the attempt.
 */

/** Of 16 hexadecimal digits. */
const RUN_DIGITS = 14
const ATTEMPT_DIGITS = 2

/** For what the attempt asks of others. */
export function toTraceparent(facts: {
  readonly traceId: string
  readonly runId: string
  readonly attempt: number
}): string {
  const { traceId, runId, attempt } = facts
  const number = (attempt % 16 ** ATTEMPT_DIGITS).toString(16).padStart(ATTEMPT_DIGITS, '0')
  return `00-${traceId}-${runId.slice(-RUN_DIGITS)}${number}-01`
}
