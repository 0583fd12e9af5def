import { describe, expect, it } from 'vitest'
import { makeFlowGraph } from './fixtures/graphs.ts'
import type { FlowGraph } from './flow-graph.ts'
import { type Direction, type Layout, layOut } from './layout.ts'

describe.each(['right', 'down'] as const)('a layout that leads %s', (direction) => {
  it.each([5, 20, 60])('lays no node of %i steps over another, within 500 ms', (count) => {
    const graph = makeFlowGraph(count)
    const { layout, tookMs } = timed(graph, direction)
    expect(findOverlaps(graph, layout)).toEqual([])
    expect(tookMs).toBeLessThan(500)
  })
})

it('leads from left to right, and from top to bottom', () => {
  const graph = makeFlowGraph(20)
  const right = timed(graph, 'right').layout.positions
  expect(right['step:step-3']?.x).toBeGreaterThan((right['step:step-1']?.x ?? 0) + 224)
  const down = timed(graph, 'down').layout.positions
  expect(down['step:step-3']?.y).toBeGreaterThan((down['step:step-1']?.y ?? 0) + 94)
})

it('lays steps that are alone in a grid below the others', () => {
  const graph = makeFlowGraph(60)
  const { positions } = timed(graph, 'right').layout
  const linked = new Set(graph.edges.flatMap(({ from, to }) => [from, to]))
  const alone = graph.nodes.filter(({ id }) => !linked.has(id))
  expect(alone).toHaveLength(7)
  const bottom = Math.max(
    ...graph.nodes
      .filter(({ id }) => linked.has(id))
      .map(({ id, height }) => (positions[id]?.y ?? 0) + height),
  )
  for (const { id } of alone) expect(positions[id]?.y).toBeGreaterThan(bottom)
  expect(new Set(alone.map(({ id }) => positions[id]?.y)).size).toBeLessThan(alone.length)
})

it('keeps flows apart, and lays a node that several have once', () => {
  const node = (id: string) => ({ id, width: 100, height: 50 })
  const edge = (from: string, to: string) => ({ id: `${from} ${to}`, from, to })
  const { positions } = layOut({
    nodes: ['a', 'b', 'c', 'd', 'alone'].map(node),
    edges: [edge('a', 'b'), edge('b', 'c'), edge('c', 'd')],
    groups: [
      ['a', 'b'],
      ['b', 'c', 'd'],
    ],
    direction: 'right',
  })
  expect(Object.keys(positions).sort()).toEqual(['a', 'alone', 'b', 'c', 'd'])
  expect(positions.b?.x).toBeGreaterThan(positions.a?.x ?? 0)
  const isBeside = (positions.c?.x ?? 0) > (positions.b?.x ?? 0) + 100
  const isBelow = (positions.c?.y ?? 0) > (positions.b?.y ?? 0) + 50
  expect(isBeside || isBelow).toBe(true)
})

it('tells where an edge over several ranks passes', () => {
  const node = (id: string) => ({ id, width: 100, height: 50 })
  const ids = ['a', 'b', 'c', 'd']
  const { positions, routes } = layOut({
    nodes: ids.map(node),
    edges: [
      { id: 'ab', from: 'a', to: 'b' },
      { id: 'bc', from: 'b', to: 'c' },
      { id: 'cd', from: 'c', to: 'd' },
      { id: 'ad', from: 'a', to: 'd' },
    ],
    groups: [ids],
    direction: 'right',
  })
  expect(Object.keys(routes)).toEqual(['ad'])
  expect(routes.ad?.map(({ x }) => x)).toEqual([(positions.b?.x ?? 0) + 50, (positions.c?.x ?? 0) + 50])
})

it('lays out nothing as nothing', () => {
  expect(layOut({ nodes: [], edges: [], groups: [], direction: 'right' })).toEqual({
    positions: {},
    routes: {},
  })
})

function timed({ nodes, edges }: FlowGraph, direction: Direction) {
  const groups = [nodes.map(({ id }) => id)]
  // Of the processor: other tests run beside this one.
  const begun = process.cpuUsage()
  const layout = layOut({ nodes, edges, groups, direction })
  const { user, system } = process.cpuUsage(begun)
  return { layout, tookMs: (user + system) / 1000 }
}

function findOverlaps({ nodes }: FlowGraph, { positions }: Layout): string[] {
  const boxes = nodes.map(({ id, width, height }) => ({
    id,
    width,
    height,
    ...(positions[id] as { x: number; y: number }),
  }))
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      )
      .map((b) => `${a.id} and ${b.id}`),
  )
}
