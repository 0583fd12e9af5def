/** Whether the page is as narrow as a phone: for what cannot be laid out by styles alone, as heights of rows. */
import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(max-width: 640px)')

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches)
}

const wide = matchMedia('(min-width: 1100px)')

function subscribeWide(listener: () => void): () => void {
  wide.addEventListener('change', listener)
  return () => wide.removeEventListener('change', listener)
}

/** Room enough for something beside the main thing. */
export function useIsWide(): boolean {
  return useSyncExternalStore(subscribeWide, () => wide.matches)
}
