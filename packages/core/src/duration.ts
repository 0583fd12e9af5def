/** Milliseconds by name, and as words for messages. */

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** `0.4 ms`, `950 ms`, `1.5 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 0.05) return '0 ms'
  if (ms < 0.95) return `${ms.toFixed(1)} ms`
  // Rounded before the unit is chosen: 59,999 ms is a minute, not 60 s.
  const rounded = ms < SECOND_MS - 1 ? Math.round(ms) : Math.round(ms / 10) * 10
  if (rounded < SECOND_MS) return `${rounded} ms`
  if (rounded < MINUTE_MS) return `${trim(rounded / SECOND_MS)} s`
  return formatLong(rounded)
}

function formatLong(ms: number): string {
  if (ms < HOUR_MS) return pair(ms, MINUTE_MS, 'min', SECOND_MS, 's')
  if (ms < DAY_MS) return pair(ms, HOUR_MS, 'h', MINUTE_MS, 'min')
  return pair(ms, DAY_MS, 'd', HOUR_MS, 'h')
}

function pair(ms: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)} ${bigWord}${rest ? ` ${rest} ${smallWord}` : ''}`
}

function trim(value: number): string {
  return value.toFixed(2).replace(/\.?0+$/, '')
}
