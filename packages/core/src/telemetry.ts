/** Port: where what was seen goes. Recording never throws, never waits and may drop under load, counted. */
import type { TelemetryEvent } from './events.ts'

export interface Telemetry {
  record(event: TelemetryEvent): void
}

/** For tests and for processes that have nobody to tell. */
export const SILENT: Telemetry = { record: () => {} }
