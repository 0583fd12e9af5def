/**
 * Where the nodes of the flow lie: each flow a block, its ranks by dagre, what nothing connects in a grid below; blocks
 * packed into rows. Pure; layout.worker.ts runs it off the page.
 */
import { Graph, layout } from '@dagrejs/dagre'
import type { Size } from './flow-graph.ts'

/** Where the graph leads to: to the right on wide screens, down on narrow ones. */
export type Direction = 'right' | 'down'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface LayoutNode extends Size {
  readonly id: string
}

export interface LayoutEdge {
  readonly id: string
  readonly from: string
  readonly to: string
}

export interface LayoutTask {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
  /** Ids of nodes that belong together. One that is in several lies in the first, one in none with the others. */
  readonly groups: readonly (readonly string[])[]
  readonly direction: Direction
}

export interface Layout {
  /** Upper left corners, by node id. */
  readonly positions: Readonly<Record<string, Point>>
  /** Where edges over several ranks pass between the nodes, by edge id. */
  readonly routes: Readonly<Record<string, readonly Point[]>>
}

interface Block extends Size {
  readonly positions: Record<string, Point>
  readonly routes: Record<string, readonly Point[]>
}

const RANK_GAP = 60
const NODE_GAP = 26
const BLOCK_GAP = 56
/** Of what packs blocks: as wide as a screen compared to its height. */
const ASPECT = 2.2
/** What a screen holds without making it smaller. */
const ROOM = 1_100
const NARROW_WIDTH = 340

export function layOut({ nodes, edges, groups, direction }: LayoutTask): Layout {
  const left = new Map(nodes.map((node) => [node.id, node]))
  const blocks = [...groups, nodes.map(({ id }) => id)].flatMap((ids) => {
    const members = ids.flatMap((id) => left.get(id) ?? [])
    for (const { id } of members) left.delete(id)
    return members.length > 0 ? [layOutGroup(members, edges, direction)] : []
  })
  const { positions, routes } = pack(blocks, direction)
  return { positions, routes }
}

function layOutGroup(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  direction: Direction,
): Block {
  const ids = new Set(nodes.map(({ id }) => id))
  const own = edges.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to))
  const components = findComponents(nodes, own)
  const connected = components
    .filter((component) => component.length > 1)
    .sort((a, b) => b.length - a.length)
    .map((component) => layOutRanks(component, own, direction))
  const above = pack(connected, direction)
  const alone = components.filter((component) => component.length === 1).flat()
  if (alone.length === 0) return above
  return stack(above, layOutGrid(alone, direction === 'down' ? NARROW_WIDTH : Math.max(above.width, ROOM)))
}

function layOutRanks(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  direction: Direction,
): Block {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({
    rankdir: direction === 'right' ? 'LR' : 'TB',
    nodesep: NODE_GAP,
    ranksep: RANK_GAP,
    edgesep: 18,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  const ids = new Set(nodes.map(({ id }) => id))
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  const own = edges.filter(({ from }) => ids.has(from))
  for (const { id, from, to } of own) graph.setEdge(from, to, {}, id)
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>
  const positions = Object.fromEntries(
    nodes.map((node) => {
      const { x, y } = graph.node(node.id) as Point
      return [node.id, { x: Math.round(x - node.width / 2), y: Math.round(y - node.height / 2) }]
    }),
  )
  const routes: Record<string, readonly Point[]> = {}
  for (const { id, from, to } of own) {
    const { points = [] } = graph.edge(from, to, id) as { points?: readonly Point[] }
    // First and last lie on the nodes' borders; every second between them within a rank, the others between ranks.
    const passed = points.slice(1, -1).filter((_, index) => index % 2 === 1)
    if (passed.length > 0) routes[id] = passed.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
  }
  return { width, height, positions, routes }
}

function layOutGrid(nodes: readonly LayoutNode[], maxWidth: number): Block {
  const cell = {
    width: Math.max(...nodes.map(({ width }) => width)) + NODE_GAP,
    height: Math.max(...nodes.map(({ height }) => height)) + NODE_GAP,
  }
  const columns = Math.max(1, Math.min(nodes.length, Math.floor((maxWidth + NODE_GAP) / cell.width)))
  const positions = Object.fromEntries(
    nodes.map(({ id }, index) => [
      id,
      { x: (index % columns) * cell.width, y: Math.floor(index / columns) * cell.height },
    ]),
  )
  const height = Math.ceil(nodes.length / columns) * cell.height - NODE_GAP
  return { width: columns * cell.width - NODE_GAP, height, positions, routes: {} }
}

/** In rows, as a text is set; below each other where it is narrow. */
function pack(blocks: readonly Block[], direction: Direction): Block {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + BLOCK_GAP) * (height + BLOCK_GAP), 0)
  const widest = Math.max(0, ...blocks.map(({ width }) => width))
  const maxWidth = direction === 'down' ? widest : Math.max(widest, ROOM, Math.sqrt(area * ASPECT))
  const whole: Block = { width: 0, height: 0, positions: {}, routes: {} }
  let [x, y, rowHeight, width] = [0, 0, 0, 0]
  for (const block of blocks) {
    if (x > 0 && x + block.width > maxWidth) [x, y, rowHeight] = [0, y + rowHeight + BLOCK_GAP, 0]
    moveInto(whole, block, x, y)
    x += block.width + BLOCK_GAP
    rowHeight = Math.max(rowHeight, block.height)
    width = Math.max(width, x - BLOCK_GAP)
  }
  return { ...whole, width, height: y + rowHeight }
}

function stack(above: Block, below: Block): Block {
  const offset = above.height > 0 ? above.height + BLOCK_GAP : 0
  const whole: Block = { ...above, width: Math.max(above.width, below.width), height: offset + below.height }
  moveInto(whole, below, 0, offset)
  return whole
}

function moveInto(whole: Block, { positions, routes }: Block, x: number, y: number): void {
  const move = (point: Point) => ({ x: point.x + x, y: point.y + y })
  for (const [id, position] of Object.entries(positions)) whole.positions[id] = move(position)
  for (const [id, points] of Object.entries(routes)) whole.routes[id] = points.map(move)
}

function findComponents(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): LayoutNode[][] {
  const neighbours = new Map<string, string[]>(nodes.map(({ id }) => [id, []]))
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to)
    neighbours.get(to)?.push(from)
  }
  const left = new Map(nodes.map((node) => [node.id, node]))
  return nodes.flatMap((start) => {
    if (!left.delete(start.id)) return []
    const component = [start]
    for (const { id } of component) {
      for (const next of neighbours.get(id) ?? []) {
        const node = left.get(next)
        if (node && left.delete(next)) component.push(node)
      }
    }
    return [component]
  })
}
