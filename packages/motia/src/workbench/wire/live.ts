/**
 * Wire of what is pushed: `GET /api/v1/live`, Server-Sent Events. `telemetry` carries a TelemetryEvent and an id to
 * resume from; `dropped` a WireDropped: so many were left out because there were too many; `pulse` a WirePulse, at once
 * and then every second in which something changed. `app` a WireApp, when it changes.
 */
import type { StepCount } from '@motia/core/store'

export interface WireDropped {
  readonly count: number
}

export interface WirePulse {
  readonly at: number
  /** Durable runs that have not ended, by step and status. */
  readonly counts: readonly StepCount[]
  /** Executions and failures a second, over the last five. */
  readonly perSecond: number
  readonly failedPerSecond: number
  /** Change when there is something new: runs (accepted or changed), spans, lines. */
  readonly versions: { readonly runs: number; readonly spans: number; readonly logs: number }
}
