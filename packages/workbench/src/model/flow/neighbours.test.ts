import { expect, it } from 'vitest'
import { toNeighbours } from './neighbours.ts'

const GRAPH = {
  nodes: [
    { id: 'step:a', kind: 'step', name: 'a' },
    { id: 'step:b', kind: 'step', name: 'b' },
    { id: 'topic:t', kind: 'topic', name: 't' },
  ],
  edges: [
    { from: 'step:a', to: 'step:b', known: ['scanned'], count: 0 },
    { from: 'topic:t', to: 'step:b', known: ['declared', 'observed'], count: 9 },
    { from: 'step:b', to: 'step:gone', known: ['scanned'], count: 0 },
  ],
} as const

it('lists what leads to a node and where it leads, the most travelled first', () => {
  expect(toNeighbours(GRAPH, 'step:b')).toEqual({
    into: [
      { nodeId: 'topic:t', kind: 'topic', name: 't', known: 'observed', count: 9 },
      { nodeId: 'step:a', kind: 'step', name: 'a', known: 'scanned', count: 0 },
    ],
    out: [],
  })
  expect(toNeighbours(GRAPH, 'step:a').out.map(({ name }) => name)).toEqual(['b'])
})
