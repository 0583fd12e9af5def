/**
 * A list of any length of which only what is seen is there; asks for more when an end comes near, stays at its end or
 * where it was as rows come and go. With keys: j, k and the arrows go from row to row, Enter opens its link.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { classes } from './class-names.ts'
import { useRowKeys } from './row-keys.ts'
import css from './virtual-list.module.css'

export interface VirtualListProps<T> {
  /** What it lists, for screen readers. */
  readonly label: string
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string | number
  readonly row: (row: T, index: number) => ReactNode
  /** Estimated height of a row in pixels; measured when it is there. */
  readonly rowHeight: number
  /** Every row is exactly as high as `rowHeight`: then nothing is measured. */
  readonly isEven?: boolean
  /** Called when the end comes near; leave out at the end. */
  readonly onEnd?: (() => void) | undefined
  /** Called when the begin comes near. */
  readonly onStart?: (() => void) | undefined
  /** Stays at the end as rows are added, as a terminal does, until scrolled away from. */
  readonly followsEnd?: boolean
  /** Rows that are put before the others move none of them. */
  readonly anchorsEnd?: boolean
  /** Called when the first or the last row comes into view, or leaves it. */
  readonly onEdges?: ((edges: ListEdges) => void) | undefined
  /** Called with the first and the last row in view, when they change. */
  readonly onRange?: ((first: number, last: number) => void) | undefined
  /** Whether j, k and the arrows go from row to row, wherever the focus is. */
  readonly hasKeys?: boolean
  /** Under this name the router brings back the place that was scrolled to. */
  readonly placeName?: string
  readonly controls?: Ref<ListControls>
  /** Above the rows, in pixels as high as given; stays there while they scroll, unless it scrolls too. */
  readonly head?:
    | { readonly height: number; readonly content: ReactNode; readonly scrolls?: boolean }
    | undefined
  /** After the last row. */
  readonly foot?: ReactNode
}

/** Which ends are in view. */
export interface ListEdges {
  readonly isAtStart: boolean
  readonly isAtEnd: boolean
  /** Scrolled towards the start: nothing does that but a person. */
  readonly isBack: boolean
}

export interface ListControls {
  toStart(): void
  toEnd(): void
}

/** Rows before an end at which more is asked for. */
const NEAR = 30
/** Pixels from an end that still count as it. */
const EDGE_PX = 24

export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, rows, keyOf, row, rowHeight, onEnd, onStart, onEdges, onRange, foot } = props
  const { followsEnd = false, isEven = false, hasKeys = false, anchorsEnd = false, head } = props
  const headPx = head?.height ?? 0
  const box = useRef<HTMLElement>(null)
  const lastTop = useRef(0)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(rows[index] as T),
    overscan: 12,
    // The rows lie below the head, and its list begins behind it.
    paddingStart: headPx,
    scrollPaddingStart: headPx,
    anchorTo: followsEnd || anchorsEnd ? 'end' : 'start',
    followOnAppend: followsEnd,
    scrollEndThreshold: EDGE_PX,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? -1
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (onEnd && last >= rows.length - NEAR) onEnd()
  }, [onEnd, last, rows.length])
  useEffect(() => {
    if (onStart && first >= 0 && first < NEAR) onStart()
  }, [onStart, first])
  useEffect(() => {
    if (last >= 0) onRange?.(first, last)
  }, [onRange, first, last])
  const isEmpty = rows.length === 0
  useEffect(() => {
    if (followsEnd && !isEmpty) virtual.scrollToEnd()
  }, [followsEnd, isEmpty, virtual])
  useImperativeHandle(props.controls, () => ({
    toStart: () => virtual.scrollToOffset(0),
    toEnd: () => virtual.scrollToEnd(),
  }))
  const firstInView = virtual.range?.startIndex ?? 0
  useRowKeys(hasKeys ? box : undefined, rows.length, firstInView, (index) => virtual.scrollToIndex(index))
  return (
    <section
      ref={box}
      className={css.box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reached to be scrolled by keys
      tabIndex={0}
      aria-label={label}
      data-scroll-restoration-id={props.placeName}
      onScroll={({ currentTarget }) => {
        onEdges?.(toEdges(currentTarget, lastTop.current))
        lastTop.current = currentTarget.scrollTop
      }}
    >
      {head && <div className={classes(css.head, !head.scrolls && css.stays)}>{head.content}</div>}
      <ul
        className={css.whole}
        ref={(element) => {
          element?.style.setProperty('height', `${virtual.getTotalSize()}px`)
          element?.style.setProperty('margin-top', `${-headPx}px`)
        }}
      >
        {items.map(({ key, index, start }) => (
          <li
            key={key}
            data-index={index}
            className={css.row}
            ref={(element) => {
              element?.style.setProperty('transform', `translateY(${start}px)`)
              if (!isEven) virtual.measureElement(element)
            }}
          >
            {row(rows[index] as T, index)}
          </li>
        ))}
      </ul>
      {foot}
    </section>
  )
}

function toEdges({ scrollTop, scrollHeight, clientHeight }: HTMLElement, lastTop: number): ListEdges {
  return {
    isAtStart: scrollTop < EDGE_PX,
    isAtEnd: scrollTop + clientHeight > scrollHeight - EDGE_PX,
    isBack: scrollTop < lastTop,
  }
}
