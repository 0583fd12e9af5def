/** A list of any length of which only what is seen is there; asks for more when its end comes near. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import css from './virtual-list.module.css'

export interface VirtualListProps<T> {
  /** What it lists, for screen readers. */
  readonly label: string
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string | number
  readonly row: (row: T, index: number) => ReactNode
  /** Estimated height of a row in pixels; measured when it is there. */
  readonly rowHeight: number
  /** Called when the end comes near; leave out at the end. */
  readonly onEnd?: (() => void) | undefined
  /** Stays at the end as rows are added, as a terminal does, until scrolled away from. */
  readonly followsEnd?: boolean
  readonly onScrollAway?: () => void
  /** After the last row. */
  readonly foot?: ReactNode
}

export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, rows, keyOf, row, rowHeight, onEnd, followsEnd = false, onScrollAway, foot } = props
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(rows[index] as T),
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (onEnd && last >= rows.length - 30) onEnd()
  }, [onEnd, last, rows.length])
  useEffect(() => {
    if (followsEnd && rows.length > 0) virtual.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [followsEnd, rows.length, virtual])
  return (
    <div
      ref={box}
      className={css.box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reached to be scrolled by keys
      tabIndex={0}
      role="feed"
      aria-label={label}
      onWheel={(event) => event.deltaY < 0 && onScrollAway?.()}
    >
      <div
        className={css.whole}
        ref={(element) => element?.style.setProperty('height', `${virtual.getTotalSize()}px`)}
      >
        {items.map(({ key, index, start }) => (
          <div
            key={key}
            data-index={index}
            className={css.row}
            ref={(element) => {
              element?.style.setProperty('transform', `translateY(${start}px)`)
              virtual.measureElement(element)
            }}
          >
            {row(rows[index] as T, index)}
          </div>
        ))}
      </div>
      {foot}
    </div>
  )
}
