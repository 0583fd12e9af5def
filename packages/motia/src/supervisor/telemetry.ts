/**
 * Where telemetry arrives in the supervisor: batches of the app, lines that processes print, and what befalls the
 * processes. Passed on to the terminal, the telemetry file and the Workbench; one that fails does not silence the
 * others. supervisor.ts makes the hub.
 */
import type { SystemEvent, TelemetryEvent } from '@motia/core/events'
import { toFailure } from '@motia/core/failure'

/** Something that telemetry goes to. */
export interface Sink {
  readonly name: string
  take(events: readonly TelemetryEvent[]): void
}

export interface TelemetryHub {
  take(events: readonly TelemetryEvent[]): void
  record(event: SystemEvent): void
  /** A line on the app's own stdout or stderr, which belongs to no run that we know of. */
  printed(line: string, stream: 'stdout' | 'stderr'): void
}

export function createTelemetryHub(sinks: readonly Sink[], now: () => number = Date.now): TelemetryHub {
  const broken = new Set<Sink>()

  function take(events: readonly TelemetryEvent[]): void {
    if (events.length === 0) return
    for (const sink of sinks) {
      try {
        sink.take(events)
        broken.delete(sink)
      } catch (error) {
        complain(sink, error)
      }
    }
  }

  /** Once until it works again, to the others. */
  function complain(sink: Sink, error: unknown): void {
    if (broken.has(sink)) return
    broken.add(sink)
    const message = `${sink.name} does not take telemetry: ${toFailure(error).message}`
    const notice: TelemetryEvent = { type: 'notice', at: now(), level: 'warn', message }
    for (const other of sinks) {
      if (broken.has(other)) continue
      try {
        other.take([notice])
      } catch {
        broken.add(other) // both fail: whoever sent the telemetry is not to blame
      }
    }
  }

  return {
    take,
    record: (event) => take([event]),
    printed(line, stream) {
      const level = stream === 'stdout' ? 'info' : 'warn'
      take([{ type: 'log', at: now(), level, message: line, source: 'print' }])
    },
  }
}
