/** Listens to the keys that work on every panel (model/page/shortcuts.ts says which); frame.tsx calls it. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { LEAD_MS, type Shortcut, toShortcut } from '../model/page/shortcuts.ts'
import { PLACES } from './places.ts'

interface Handlers {
  /** ⌘ or Ctrl went down: what K would open is fetched, so that it is there for the first letter typed. */
  readonly onModifier: () => unknown
  readonly onPalette: () => void
  readonly onKeys: () => void
}

/** Nothing but the palette's key works while one types or has something open above the page. */
export function useShortcuts(handlers: Handlers): void {
  const navigate = useNavigate()
  const latest = useRef(handlers)
  latest.current = handlers
  useEffect(() => {
    let ledAt = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Meta' || event.key === 'Control') void latest.current.onModifier()
      if (event.defaultPrevented || MODIFIERS.has(event.key)) return
      const shortcut = toShortcut(event, event.timeStamp - ledAt < LEAD_MS, isElsewhere(event.target))
      ledAt = shortcut?.kind === 'lead' ? event.timeStamp : Number.NEGATIVE_INFINITY
      const act = shortcut && toAct(shortcut)
      if (!act) return
      event.preventDefault()
      act()
    }
    const toAct = (shortcut: Shortcut): (() => void) | undefined => {
      const { onPalette, onKeys } = latest.current
      if (shortcut.kind === 'palette') return onPalette
      if (shortcut.kind === 'keys') return onKeys
      if (shortcut.kind === 'search') return toSearchFocus()
      const place = shortcut.kind === 'go' && PLACES.flat().find(({ letter }) => letter === shortcut.letter)
      return place ? () => void navigate({ to: place.to }) : undefined
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate])
}

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta'])

/** Of the panel in view, if it has something to search in. */
function toSearchFocus(): (() => void) | undefined {
  const search = document.querySelector<HTMLInputElement>('#content input[type="search"]')
  return search ? () => search.focus() : undefined
}

const TYPED_INTO = 'input, textarea, select, [contenteditable="true"], [role="textbox"]'
const ABOVE = '[role="dialog"], [role="listbox"], [role="menu"]'

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest(`${TYPED_INTO}, ${ABOVE}`) !== null
}
