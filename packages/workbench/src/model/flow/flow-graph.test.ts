import { expect, it } from 'vitest'
import { toHealth } from '../steps/step-health.ts'
import { toTrigger, toTriggerText } from '../steps/step-trigger.ts'
import { makeStep } from './fixtures/graphs.ts'
import { findNode, selectFlow, toEdgeWidth, toFlowGraph, toNodeName } from './flow-graph.ts'

const WIRE = {
  flows: [{ id: 'orders', title: 'orders', nodeIds: ['step:a', 'topic:t'] }],
  nodes: [
    { id: 'step:a', kind: 'step', name: 'a' },
    { id: 'step:b', kind: 'step', name: 'b' },
    { id: 'topic:t', kind: 'topic', name: 't' },
    { id: 'missing:x', kind: 'missing', name: 'x' },
  ],
  edges: [
    { from: 'step:a', to: 'topic:t', known: ['scanned', 'observed'], count: 7 },
    { from: 'topic:t', to: 'step:b', known: ['declared', 'scanned'], count: 0 },
    { from: 'step:b', to: 'missing:x', known: ['scanned'], count: 0 },
  ],
  positions: {},
} as const

it('shows an edge by the strongest way in which it is known', () => {
  const { edges } = toFlowGraph(WIRE, [])
  expect(edges.map(({ known }) => known)).toEqual(['observed', 'declared', 'scanned'])
  expect(edges.map(({ isMissing }) => isMissing)).toEqual([false, false, true])
})

it('draws what was travelled more often thicker, up to an end', () => {
  const width = (count: number) => toEdgeWidth({ known: 'observed', count })
  expect(width(10)).toBeGreaterThan(width(1))
  expect(width(1e12)).toBe(4)
})

it('selects the nodes of a flow, and the edges between them', () => {
  const graph = selectFlow(toFlowGraph(WIRE, [makeStep('a')]), WIRE.flows[0])
  expect(graph.nodes.map(({ id }) => id)).toEqual(['step:a', 'topic:t'])
  expect(graph.edges.map(({ id }) => id)).toEqual(['step:a → topic:t'])
})

it('finds every node by the name that an address gives it', () => {
  const graph = toFlowGraph(WIRE, [])
  for (const node of graph.nodes) expect(findNode(graph, toNodeName(node))).toBe(node)
  expect(findNode(graph, 'gone')).toBeUndefined()
})

it('reads the trigger of every kind', () => {
  expect(toTrigger(makeStep('a', { kind: 'api', options: { method: 'POST', path: '/orders' } }))).toEqual({
    kind: 'api',
    method: 'POST',
    path: '/orders',
  })
  expect(toTriggerText(makeStep('a', { options: { on: ['x', 'y'] } }))).toBe('x, y')
  expect(toTriggerText(makeStep('a', { kind: 'cron', options: { schedule: '@daily' } }))).toBe('@daily')
  expect(toTriggerText(makeStep('a', { kind: 'noop', options: { from: 'b' } }))).toBe('b')
  expect(toTriggerText(makeStep('a'))).toBe('')
})

it('says of a step first what keeps it from running, then how it went', () => {
  const figures = (executions: number, failed: number) => ({ executions, failed, retried: 0 })
  expect(toHealth(makeStep('a', { isLoaded: false, isPaused: true }))).toBe('unloaded')
  expect(toHealth(makeStep('a', { kind: 'noop', isLoaded: false }))).toBe('idle')
  expect(toHealth(makeStep('a', { isPaused: true, recent: figures(10, 9) }))).toBe('paused')
  expect(toHealth(makeStep('a', { recent: figures(10, 1) }))).toBe('failing')
  expect(toHealth(makeStep('a', { recent: figures(1000, 1) }))).toBe('ok')
  expect(toHealth(makeStep('a'))).toBe('idle')
})
