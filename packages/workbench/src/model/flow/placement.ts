/** Where nodes lie in the end: as they were put by hand, else as laid out, but never under one that was put there. Pure. */
import type { WirePosition } from 'motia/workbench/wire/steps'
import type { Layout, LayoutNode, Point } from './layout.ts'

export type Positions = Readonly<Record<string, WirePosition>>

const GAP = 20

/** @param settled what others keep clear of: not of a node that is being dragged over them */
export function placeNodes(
  nodes: readonly LayoutNode[],
  layout: Pick<Layout, 'positions'>,
  hand: Positions,
  settled: Positions = hand,
): Readonly<Record<string, Point>> {
  const put = nodes.flatMap((node) => {
    const at = settled[node.id]
    return at ? [{ ...node, ...at }] : []
  })
  return Object.fromEntries(
    nodes.map((node) => {
      const at = hand[node.id] ?? layout.positions[node.id] ?? { x: 0, y: 0 }
      return [node.id, hand[node.id] ? { x: at.x, y: at.y } : moveAside(node, at, put)]
    }),
  )
}

/** Downwards until nothing is in the way: only nodes that were put by hand can be, the others were laid out apart. */
function moveAside(node: LayoutNode, at: Point, put: readonly (LayoutNode & Point)[]): Point {
  let moved = at
  for (let tries = 0; tries < put.length; tries++) {
    const inTheWay = put.find((other) => overlaps({ ...node, ...moved }, other))
    if (!inTheWay) break
    moved = { x: moved.x, y: inTheWay.y + inTheWay.height + GAP }
  }
  return moved
}

function overlaps(a: LayoutNode & Point, b: LayoutNode & Point): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
