/** What the palette offers for what is typed, and where its keys go. Pure; frame/palette-list.tsx shows it. */
import { toMatch } from './palette-match.ts'

/** What of an entry decides whether it is offered, and where. */
export interface Listed {
  /** The heading that it stands under. */
  readonly group: string
  /** Names that it is found by; one without fits whatever is typed, below all that fits better. */
  readonly keywords?: readonly string[]
  /** Seen, but not to be chosen. */
  readonly isRefused?: boolean
}

/** Entries under one heading. */
export interface PaletteGroup<E extends Listed> {
  readonly name: string
  readonly entries: readonly E[]
}

const ALWAYS = 0.001

/** The entries that fit: the best group first, and in it the best entry; in the order given where none is better. */
export function toPaletteGroups<E extends Listed>(entries: readonly E[], typed: string): PaletteGroup<E>[] {
  const groups = new Map<string, { entry: E; fit: number }[]>()
  for (const entry of entries) {
    const fit = entry.keywords ? toMatch(typed, entry.keywords) : ALWAYS
    if (fit === 0) continue
    const found = groups.get(entry.group)
    if (found) found.push({ entry, fit })
    else groups.set(entry.group, [{ entry, fit }])
  }
  const sorted = [...groups].map(([name, found]) => ({ name, found: found.sort((a, b) => b.fit - a.fit) }))
  sorted.sort((a, b) => (b.found[0]?.fit ?? 0) - (a.found[0]?.fit ?? 0))
  return sorted.map(({ name, found }) => ({ name, entries: found.map(({ entry }) => entry) }))
}

/** Where a key leads from an entry that is chosen, past what is refused and around the ends; undefined for other keys. */
export function toNextEntry<E extends Listed>(
  entries: readonly E[],
  chosen: E | undefined,
  key: string,
): E | undefined {
  const open = entries.filter(({ isRefused }) => !isRefused)
  const at = chosen ? open.indexOf(chosen) : -1
  switch (key) {
    case 'ArrowDown':
      return open[(at + 1) % open.length]
    case 'ArrowUp':
      return open.at(at < 1 ? -1 : at - 1)
    case 'Home':
      return open[0]
    case 'End':
      return open.at(-1)
    default:
      return undefined
  }
}
