/** Short messages at the edge of the page: what an action did, or why it did not. */
import { useSyncExternalStore } from 'react'
import { RunLink } from './links.tsx'
import css from './toasts.module.css'

interface Toast {
  readonly id: number
  readonly text: string
  readonly mood: 'ok' | 'bad'
  readonly link?: ToastLink | undefined
}

/** To the run that an action led to. */
export interface ToastLink {
  readonly runId: string
  readonly text: string
}

const SHOWN_MS = 5_000
const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let lastId = 0

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Shows a message for some seconds. */
export function toast(text: string, mood: Toast['mood'] = 'ok', link?: ToastLink): void {
  const id = ++lastId
  change([...toasts, { id, text, mood, link }].slice(-4))
  setTimeout(() => change(toasts.filter((each) => each.id !== id)), SHOWN_MS)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className={css.place} role="status" aria-live="polite">
      {shown.map(({ id, text, mood, link }) => (
        <div key={id} className={`${css.toast} ${css[mood]}`}>
          {text}
          {link && <RunLink id={link.runId}>{link.text}</RunLink>}
        </div>
      ))}
    </div>
  )
}
