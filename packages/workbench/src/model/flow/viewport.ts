/** What of the graph is seen at first: all of it if that can be read, else its beginning at a size that can. Pure. */
import type { Size } from './flow-graph.ts'
import type { Direction, LayoutNode, Point } from './layout.ts'

/** As React Flow takes it: how far the graph is moved, in pixels of the screen, and enlarged. */
export interface Viewport extends Point {
  readonly zoom: number
}

/** Smaller text cannot be read. */
const LEAST_ZOOM = 0.62
const MARGIN = 28
/** Of the legend below. */
const FOOT = 90

export function toBeginView(
  nodes: readonly LayoutNode[],
  placed: Readonly<Record<string, Point>>,
  direction: Direction,
  screen: Size,
): Viewport {
  const boxes = nodes.flatMap((node): Bounds[] => {
    const at = placed[node.id]
    return at ? [{ ...at, right: at.x + node.width, bottom: at.y + node.height }] : []
  })
  if (boxes.length === 0) return { x: 0, y: 0, zoom: 1 }
  const left = Math.min(...boxes.map(({ x }) => x))
  const top = Math.min(...boxes.map(({ y }) => y))
  const width = Math.max(...boxes.map(({ right }) => right)) - left
  const height = Math.max(...boxes.map(({ bottom }) => bottom)) - top
  const [roomX, roomY] = [screen.width - 2 * MARGIN, screen.height - MARGIN - FOOT]
  const zoom = Math.min(1, Math.max(LEAST_ZOOM, Math.min(roomX / width, roomY / height)))
  const fits = (size: number, room: number) => size * zoom <= room
  const isWithin = { x: fits(width, roomX), y: fits(height, roomY) }
  const isRight = direction === 'right'
  const entry = findEntry(boxes, isRight)
  // Where it leads beyond the screen its beginning is seen; across, what is about the node where it begins.
  const center = (from: number, size: number, room: number) => MARGIN + (room - size * zoom) / 2 - from * zoom
  const begin = (from: number) => MARGIN - from * zoom
  const around = (from: number, size: number, room: number, at: number) => {
    const most = begin(from)
    const least = MARGIN + room - (from + size) * zoom
    return Math.min(most, Math.max(least, MARGIN + room / 2 - at * zoom))
  }
  const toX = isRight ? begin(left) : around(left, width, roomX, (entry.x + entry.right) / 2)
  const toY = isRight ? around(top, height, roomY, (entry.y + entry.bottom) / 2) : begin(top)
  return {
    x: isWithin.x ? center(left, width, roomX) : toX,
    y: isWithin.y ? center(top, height, roomY) : toY,
    zoom,
  }
}

interface Bounds extends Point {
  readonly right: number
  readonly bottom: number
}

/** The node that lies first in the direction. */
function findEntry(boxes: readonly Bounds[], isRight: boolean): Bounds {
  const isBefore = (a: Bounds, b: Bounds) => (isRight ? a.x - b.x || a.y - b.y : a.y - b.y || a.x - b.x) < 0
  return boxes.reduce((first, box) => (isBefore(box, first) ? box : first))
}
