/**
 * What the page says, in English and Korean. Each panel keeps its own words beside itself, made by `defineWords`; the
 * types see to it that none is missing in a language. The language is the browser's, or what was chosen (kept locally).
 */
import { useSyncExternalStore } from 'react'

export type Language = 'en' | 'ko'

/** A text, or one that depends on values. */
type Entry = string | ((...values: never[]) => string)

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] }

export interface Words<T> {
  readonly en: T
  readonly ko: T
}

/** Both languages have the same words; functions take the same values. */
export function defineWords<const T extends Readonly<Record<string, Entry>>>(words: {
  readonly en: T
  readonly ko: Same<T>
}): Words<Same<T>> {
  return words as Words<Same<T>>
}

const KEY = 'motia-language'
const listeners = new Set<() => void>()
let current: Language = initial()

function initial(): Language {
  const kept = globalThis.localStorage?.getItem(KEY)
  if (kept === 'en' || kept === 'ko') return kept
  return globalThis.navigator?.language?.startsWith('ko') ? 'ko' : 'en'
}

export function language(): Language {
  return current
}

export function setLanguage(next: Language): void {
  current = next
  localStorage.setItem(KEY, next)
  document.documentElement.lang = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The language as it is now; renders again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language)
}

/** The words of a panel in the language of now. */
export function useWords<T>(words: Words<T>): T {
  return words[useLanguage()]
}
