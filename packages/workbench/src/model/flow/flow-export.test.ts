import { expect, it } from 'vitest'
import { makeFlowGraph, makeStep } from './fixtures/graphs.ts'
import { toFlowGraph } from './flow-graph.ts'
import { type SvgColors, toSvg } from './flow-svg.ts'
import { layOut } from './layout.ts'
import { toMermaid } from './mermaid.ts'

const COLORS: SvgColors = {
  ground: '#fff',
  panel: '#fefefe',
  line: '#ddd',
  edge: '#999',
  text: '#111',
  muted: '#555',
  accent: '#54c',
  bad: '#b22',
}

const SMALL = toFlowGraph(
  {
    flows: [],
    nodes: [
      { id: 'step:order', kind: 'step', name: 'order' },
      { id: 'topic:placed', kind: 'topic', name: 'placed' },
      { id: 'step:wait', kind: 'step', name: 'wait' },
      { id: 'missing:"x]', kind: 'missing', name: '"x]<script>' },
    ],
    edges: [
      { from: 'step:order', to: 'topic:placed', known: ['scanned', 'observed'], count: 12 },
      { from: 'topic:placed', to: 'step:wait', known: ['declared'], count: 0 },
      { from: 'step:wait', to: 'missing:"x]', known: ['scanned'], count: 0 },
    ],
    positions: {},
  },
  [
    makeStep('order', { kind: 'api', options: { method: 'POST', path: '/orders' } }),
    makeStep('wait', { kind: 'noop', options: { from: 'placed' } }),
  ],
)

it('writes the flow as Mermaid, with nothing that could break out of its quotes', () => {
  expect(toMermaid(SMALL)).toBe(`flowchart LR
  n1["order<br/>POST /orders"]
  n2(["placed"])
  n3{{"wait<br/>placed"}}
  n4["#34;x#93;#60;script#62;"]
  n1 ==>|12| n2
  n2 --> n3
  n3 -.-> n4
  classDef missing stroke:#b3202a,stroke-dasharray:4 3
  class n4 missing
`)
})

it('draws every node and edge where it lies, and users’ text as text', () => {
  const { positions, routes } = layOut({ ...SMALL, groups: [], direction: 'right' })
  const svg = toSvg({
    graph: SMALL,
    positions,
    routes,
    direction: 'right',
    colors: COLORS,
    missing: 'not there',
  })
  for (const { id, width } of SMALL.nodes) {
    expect(svg).toContain(`<rect x="${positions[id]?.x}" y="${positions[id]?.y}" width="${width}"`)
  }
  expect(svg.match(/<path d="M[^"]+" fill="none"/g)).toHaveLength(3)
  expect(svg).toContain('POST /orders')
  expect(svg).toContain('&quot;x]&lt;script&gt;')
  expect(svg).not.toContain('<script')
  expect(svg).toContain('not there')
})

it('draws pictures that begin where the uppermost node was dragged to', () => {
  const graph = makeFlowGraph(5)
  const positions = { 'step:step-1': { x: -300, y: -120 } }
  const svg = toSvg({ graph, positions, routes: {}, direction: 'down', colors: COLORS, missing: '' })
  expect(svg).toMatch(/viewBox="-332 -152 /)
})
