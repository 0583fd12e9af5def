/** Figures over time, of all steps and of each. */

import { readWindow, toFiguresFilter } from '../metrics-window.ts'
import { readText } from '../query.ts'
import { type Route, reading } from '../router.ts'
import type { TelemetrySource } from '../telemetry-source.ts'
import type { WireMetrics } from '../wire/metrics.ts'

export function metricsRoutes(telemetry: TelemetrySource, now: () => number): Route[] {
  return [
    reading('metrics', async ({ query }): Promise<WireMetrics> => {
      const window = readWindow(query)
      const stepId = readText(query, 'step')
      const filter = { ...toFiguresFilter(window, now()), ...(stepId !== undefined && { stepId }) }
      return { window, ...(await telemetry.figures(filter)) }
    }),
  ]
}
