/** Figures over time, of all steps and of each. */
import type { TelemetryReader } from '../../observability/records.ts'
import { readWindow, toFiguresFilter } from '../metrics-window.ts'
import { readText } from '../query.ts'
import { type Route, reading } from '../router.ts'
import type { WireMetrics } from '../wire/metrics.ts'

export function metricsRoutes(telemetry: TelemetryReader, now: () => number): Route[] {
  return [
    reading('metrics', async ({ query }): Promise<WireMetrics> => {
      const window = readWindow(query)
      const stepId = readText(query, 'step')
      const filter = { ...toFiguresFilter(window, now()), ...(stepId !== undefined && { stepId }) }
      return { window, ...(await telemetry.figures(filter)) }
    }),
  ]
}
