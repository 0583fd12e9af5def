/** Times as `<input type="datetime-local">` has them: of the place where one is, to the minute. Pure but for the zone. */

/** 2026-11-25T14:03; nothing for none. */
export function toLocalTime(at: number | undefined): string {
  if (at === undefined) return ''
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

/** Nothing for what is no time. */
export function toTime(local: string): number | undefined {
  const at = local === '' ? Number.NaN : new Date(local).getTime()
  return Number.isNaN(at) ? undefined : at
}
