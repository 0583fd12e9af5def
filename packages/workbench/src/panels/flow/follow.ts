/** Brings the node that was opened into view, if it is not: also when the panel beside the graph has taken its room. */
import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'

const MOVE_MS = 240
const MARGIN = 24

export function Follow({
  id,
  box,
}: {
  readonly id: string | undefined
  readonly box: RefObject<HTMLDivElement | null>
}) {
  const { getInternalNode, getViewport, setViewport } = useReactFlow()
  useEffect(() => {
    if (id === undefined) return undefined
    // Once the panel beside is laid out, and the first view set.
    const timer = setTimeout(() => {
      const node = getInternalNode(id)
      if (!node || !box.current) return
      const { width, height } = box.current.getBoundingClientRect()
      const { x, y, zoom } = getViewport()
      const at = node.internals.positionAbsolute
      const left = x + at.x * zoom
      const top = y + at.y * zoom
      const byX = toShift(left, (node.measured.width ?? 0) * zoom, width)
      const byY = toShift(top, (node.measured.height ?? 0) * zoom, height)
      if (byX !== 0 || byY !== 0) void setViewport({ x: x + byX, y: y + byY, zoom }, { duration: MOVE_MS })
    }, 60)
    return () => clearTimeout(timer)
  }, [id, box, getInternalNode, getViewport, setViewport])
  return null
}

/** How far what begins at `from` has to be moved to lie within `room`. */
function toShift(from: number, size: number, room: number): number {
  if (from < MARGIN) return MARGIN - from
  return Math.min(0, room - MARGIN - size - from)
}
