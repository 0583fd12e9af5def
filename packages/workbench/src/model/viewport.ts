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
  const boxes = nodes.flatMap((node) => {
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
  // Where it leads beyond the screen its beginning is seen; across, its middle.
  const center = (from: number, size: number, room: number) => MARGIN + (room - size * zoom) / 2 - from * zoom
  const begin = (from: number) => MARGIN - from * zoom
  return {
    x: isWithin.x || direction === 'down' ? center(left, width, roomX) : begin(left),
    y: isWithin.y ? center(top, height, roomY) : begin(top),
    zoom,
  }
}
