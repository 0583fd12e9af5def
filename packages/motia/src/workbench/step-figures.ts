/** How a step has fared since the counting began. Pure; routes/steps.ts asks for each. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { RunStatus } from '@motia/core/run'
import type { StepMetrics } from '../observability/records.ts'
import type { WireFigures } from './wire/metrics.ts'

/** Of a step's runs in the store. */
export type Counts = Partial<Record<RunStatus, number>>

export const NO_FIGURES: WireFigures = { executions: 0, failed: 0, retried: 0 }

/**
 * Counts come from the store, which misses none; durations from the latest attempts that were seen.
 * @param week of the last seven days: what else nobody counts for longer
 */
export function figuresOf(
  { kind }: StepDescriptor,
  counts: Counts,
  metrics: StepMetrics | undefined,
  week: WireFigures = NO_FIGURES,
): WireFigures {
  const { requests, attempts } = metrics ?? {}
  if (kind === 'api' && requests) {
    const { requests: executions, failed, successRate } = requests
    return { executions, failed, retried: 0, successRate, duration: toPercentiles(requests) }
  }
  const failed = (counts.failed ?? 0) + (counts.quarantined ?? 0)
  const executions = failed + (counts.succeeded ?? 0)
  return {
    executions,
    failed,
    retried: week.retried,
    ...(executions > 0 && { successRate: 1 - failed / executions }),
    ...(attempts && { duration: toPercentiles(attempts) }),
    ...(week.wait && { wait: week.wait }),
  }
}

function toPercentiles({ meanMs, p50Ms, p95Ms, p99Ms }: NonNullable<WireFigures['duration']>) {
  return { meanMs, p50Ms, p95Ms, p99Ms }
}
