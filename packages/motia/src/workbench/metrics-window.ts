/** The windows of time that figures are asked for, and the buckets that each is drawn in. Routes of figures and errors ask. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@motia/core/duration'
import type { FiguresFilter } from '../observability/figures.ts'
import { readChoice } from './query.ts'
import type { WireWindow } from './wire/metrics.ts'

const WINDOWS: Readonly<Record<WireWindow, { readonly lengthMs: number; readonly bucketMs: number }>> = {
  '5m': { lengthMs: 5 * MINUTE_MS, bucketMs: 5 * SECOND_MS },
  '1h': { lengthMs: HOUR_MS, bucketMs: MINUTE_MS },
  '24h': { lengthMs: DAY_MS, bucketMs: 15 * MINUTE_MS },
  '7d': { lengthMs: 7 * DAY_MS, bucketMs: 2 * HOUR_MS },
}

/** Parts that the trend of a kind of error has. */
export const TREND_BUCKETS = 24

/** @throws Refusal 400 */
export function readWindow(query: URLSearchParams, fallback: WireWindow = '1h'): WireWindow {
  return readChoice(query, 'window', Object.keys(WINDOWS) as WireWindow[]) ?? fallback
}

/** Until now. */
export function toFiguresFilter(window: WireWindow, now: number): FiguresFilter {
  const { lengthMs, bucketMs } = WINDOWS[window]
  return { from: now - lengthMs, to: now, bucketMs }
}
