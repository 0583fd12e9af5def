/** The project's pulse, once a second: what waits and runs, how fast, and whether there is anything new to be read. */
import type { TelemetryEvent } from '@motia/core/events'
import { isFinal } from '@motia/core/run'
import type { StepCount } from '@motia/core/store'
import type { RunReader } from '../run-reader.ts'
import type { TelemetrySource } from '../telemetry-source.ts'
import type { WirePulse } from '../wire/live.ts'
import { createRates } from './rates.ts'

export interface Pulse {
  take(events: readonly TelemetryEvent[]): void
  read(): Promise<WirePulse>
}

export interface PulseSources {
  readonly runs: RunReader
  readonly telemetry: TelemetrySource
  readonly now?: () => number
}

export function createPulse({ runs, telemetry, now = Date.now }: PulseSources): Pulse {
  const rates = createRates(now)
  let counted: { readonly version: number; readonly counts: readonly StepCount[] } | undefined

  /** Counted anew only when the store has changed. */
  async function count(): Promise<NonNullable<typeof counted>> {
    const version = await runs.version()
    if (counted?.version === version) return counted
    const counts = (await runs.counts()).filter(({ status }) => !isFinal(status))
    counted = { version, counts }
    return counted
  }

  return {
    take: rates.take,
    async read() {
      const { version, counts } = await count()
      const versions = { runs: version, ...(await telemetry.versions()) }
      return { at: now(), counts, ...rates.read(), versions }
    },
  }
}

/** Whether there is anything to tell since the last one. */
export function isSamePulse(a: WirePulse | undefined, b: WirePulse): boolean {
  return a !== undefined && JSON.stringify({ ...a, at: 0 }) === JSON.stringify({ ...b, at: 0 })
}
