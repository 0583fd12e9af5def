/** Light, dark, or as the system is: kept locally, set on the root element, where tokens.css looks. */
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark' | 'system'

const KEY = 'motia-theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let theme: Theme = toTheme(localStorage.getItem(KEY))

function toTheme(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'system'
}

/** Puts the theme on the root element. */
export function applyTheme(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  for (const listener of listeners) listener()
}

system.addEventListener('change', applyTheme)

export function setTheme(next: Theme): void {
  theme = next
  localStorage.setItem(KEY, next)
  applyTheme()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => theme)
}

/** What is seen now: for what draws with colours of its own, as a canvas does. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, () => (theme === 'system' ? system.matches : theme === 'dark'))
}
