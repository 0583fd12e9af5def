/** How well an entry of the palette fits what is typed. Pure; palette-list.ts sorts by it. */

/**
 * 0 if it does not fit: every typed word has to occur in one of the names. Beginnings fit better than what is inside,
 * short names better than long ones; initials fit too (`pp` for `process-payment`).
 */
export function toMatch(typed: string, names: readonly string[]): number {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return 1
  return Math.max(0, ...names.map((name) => toNameMatch(wanted, name.toLowerCase())))
}

function toNameMatch(wanted: readonly string[], name: string): number {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const initials = words.map((word) => word[0]).join('')
  const found = wanted.map((word) => toWordMatch(word, name, words, initials))
  if (found.includes(0)) return 0
  const mean = found.reduce((sum, each) => sum + each, 0) / found.length
  const covered = wanted.join('').length / Math.max(name.length, 1)
  return mean * (0.8 + 0.2 * Math.min(covered, 1))
}

function toWordMatch(word: string, name: string, words: readonly string[], initials: string): number {
  if (name.startsWith(word)) return 1
  if (words.some((each) => each.startsWith(word))) return 0.8
  if (name.includes(word)) return 0.6
  return word.length > 1 && initials.startsWith(word) ? 0.4 : 0
}
