/** Port: where what was seen goes. Recording never throws, never waits and may drop under load, counted. */
import type { TelemetryEvent } from './events.ts'
import type { AttemptEnd } from './run.ts'

export interface Telemetry {
  record(event: TelemetryEvent): void
}

/** A header of requests whose span is recorded also under load: with the key that the app's supervisor made. */
export const KEEP_HEADER = 'x-motia-keep'

/** For tests and for processes that have nobody to tell. */
export const SILENT: Telemetry = { record: () => {} }

/** Counts what becomes of durable runs where it is committed: never sampled, and cheap enough for that. */
export interface RunCounter {
  /** @param waitedMs of a run's first attempt: from when it could begin until it did */
  attemptEnded(
    stepId: string,
    status: AttemptEnd['status'],
    durationMs: number,
    waitedMs: number | undefined,
  ): void
  quarantined(stepId: string): void
}

/** Counts for nobody. */
export const UNCOUNTED: RunCounter = { attemptEnded: () => {}, quarantined: () => {} }
