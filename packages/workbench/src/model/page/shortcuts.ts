/**
 * Keys that work on every panel. Pure; frame/shortcuts.ts listens. `g` and then a letter goes to a panel, `/` to the
 * panel's search, `?` shows all of this, ⌘K opens the palette.
 */

/** What a KeyboardEvent says of a key. */
export interface Pressed {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

export type Shortcut =
  | { readonly kind: 'palette' | 'keys' | 'search' }
  /** `g`: the next letter says where to. */
  | { readonly kind: 'lead' }
  | { readonly kind: 'go'; readonly letter: string }

/** How long after `g` the letter may come. */
export const LEAD_MS = 1_500

/** @param isLed whether `g` was pressed just now @param isTyping only what has a modifier counts then */
export function toShortcut(pressed: Pressed, isLed: boolean, isTyping: boolean): Shortcut | undefined {
  const letter = toLetter(pressed)
  const { key, ctrlKey, metaKey, altKey } = pressed
  if (ctrlKey || metaKey) return letter === 'k' && !altKey ? { kind: 'palette' } : undefined
  if (altKey || isTyping) return undefined
  if (isLed && letter !== undefined) return { kind: 'go', letter }
  if (key === '?') return { kind: 'keys' }
  if (key === '/') return { kind: 'search' }
  return letter === 'g' ? { kind: 'lead' } : undefined
}

/** The Latin letter of a key, also where Hangul is written with it; as it is labelled where the keyboard is Latin. */
export function toLetter({ key, code }: Pick<Pressed, 'key' | 'code'>): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return /^Key[A-Z]$/.test(code) && !/^[\p{P}\p{S}]$/u.test(key) ? code.slice(3).toLowerCase() : undefined
}
