/** Figures and moments as the page shows them. */

export const number = (value) => value?.toLocaleString() ?? ''
export const time = (at) => new Date(at).toLocaleTimeString()
export const date = (at) => (at ? new Date(at).toLocaleString() : '')
export const json = (value) => (typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))

/** Rounded down: 100 % means that nothing failed. */
export function percent(share) {
  return share === undefined ? '' : `${Math.floor(share * 1000) / 10} %`
}

export function duration(ms) {
  if (ms === undefined) return ''
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
}
