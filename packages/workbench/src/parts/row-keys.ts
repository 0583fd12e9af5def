/** Moving from row to row by keys in a list of which only a part is there; virtual-list.tsx calls it. */

import { type RefObject, useEffect, useRef } from 'react'
import { toLetter } from '../model/page/shortcuts.ts'

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }
const MAX_FRAMES = 20

/**
 * While `box` is given: j, k and the arrows focus the first link or button of the next row, whatever had the focus
 * before, unless one is typing.
 */
export function useRowKeys(
  box: RefObject<HTMLElement | null> | undefined,
  count: number,
  /** The first one in view: there the keys begin. */
  first: number,
  scrollTo: (index: number) => void,
): void {
  const latest = useRef({ count, first, scrollTo })
  latest.current = { count, first, scrollTo }
  useEffect(() => {
    if (!box) return undefined
    const onKey = (event: KeyboardEvent) => {
      const step = STEPS[toLetter(event) ?? event.key]
      if (!step || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target, box.current))
        return
      const { count: of, first: begin, scrollTo: scroll } = latest.current
      if (of === 0) return
      event.preventDefault()
      const from = toIndex(box.current)
      const index = from === undefined ? begin : Math.min(of - 1, Math.max(0, from + step))
      scroll(index)
      focusWhenThere(box, index, MAX_FRAMES)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [box])
}

/** Keys belong to what one types into, to open menus, and to anything that is not the page itself. */
function isElsewhere(target: EventTarget | null, box: HTMLElement | null): boolean {
  if (!(target instanceof Element) || target === document.body || target.id === 'content') return false
  return !box?.contains(target)
}

function toIndex(box: HTMLElement | null): number | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]')
  return row && box?.contains(row) ? Number(row.dataset.index) : undefined
}

/** The row may have to be made first. */
function focusWhenThere(box: RefObject<HTMLElement | null>, index: number, frames: number): void {
  const row = box.current?.querySelector<HTMLElement>(`[data-index="${index}"] :is(a, button)`)
  if (row) row.focus({ preventScroll: true })
  else if (frames > 0) requestAnimationFrame(() => focusWhenThere(box, index, frames - 1))
}
