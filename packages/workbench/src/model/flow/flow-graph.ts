/** The graph as the page draws it: nodes with their sizes, edges by the strongest way they are known, one flow of all. */
import type { WireEdge, WireFlow, WireGraph, WireNode, WireStep } from 'motia/workbench/wire/steps'

/** Observed says more than declared, which says more than scanned. */
export type EdgeKnown = 'observed' | 'declared' | 'scanned'
const STRENGTH: readonly EdgeKnown[] = ['observed', 'declared', 'scanned']

export interface Size {
  readonly width: number
  readonly height: number
}

export interface FlowNode extends Size {
  readonly id: string
  readonly kind: WireNode['kind']
  readonly name: string
  /** Of a step, unless it has gone since. */
  readonly step?: WireStep
}

export interface FlowEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly known: EdgeKnown
  /** Leads to what does not exist. */
  readonly isMissing: boolean
  readonly count: number
}

export interface FlowGraph {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

export const STEP_SIZE: Size = { width: 224, height: 94 }
const MISSING_SIZE: Size = { width: STEP_SIZE.width, height: 50 }
const TOPIC_HEIGHT = 28

export function toFlowGraph({ nodes, edges }: WireGraph, steps: readonly WireStep[]): FlowGraph {
  const byId = new Map(steps.map((step) => [step.id, step]))
  return {
    nodes: nodes.map((node) => {
      const step = node.kind === 'step' ? byId.get(node.name) : undefined
      return { ...node, ...toSize(node), ...(step && { step }) }
    }),
    edges: edges.map(toFlowEdge),
  }
}

/** What belongs to a flow; everything without one. */
export function selectFlow(graph: FlowGraph, flow: WireFlow | undefined): FlowGraph {
  if (!flow) return graph
  const ids = new Set(flow.nodeIds)
  return {
    nodes: graph.nodes.filter(({ id }) => ids.has(id)),
    edges: graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  }
}

/** The node that an address means: a step's id, or the id of a node of another kind. */
export function findNode({ nodes }: FlowGraph, name: string | undefined): FlowNode | undefined {
  if (name === undefined) return undefined
  return nodes.find(({ id }) => id === `step:${name}`) ?? nodes.find(({ id }) => id === name)
}

/** How an address names a node: the counterpart of findNode. */
export function toNodeName({ id, kind, name }: Pick<FlowNode, 'id' | 'kind' | 'name'>): string {
  return kind === 'step' ? name : id
}

/** Pixels at a zoom of 1: an edge that was travelled more often is thicker, but never so that it hides another. */
export function toEdgeWidth({ known, count }: Pick<FlowEdge, 'known' | 'count'>): number {
  return known === 'observed' ? Math.min(4, 1.5 + Math.log10(Math.max(1, count)) * 0.6) : 1.3
}

/** The strongest of the ways in which it is known. */
export function toKnown({ known }: Pick<WireEdge, 'known'>): EdgeKnown {
  return STRENGTH.find((way) => known.includes(way)) ?? 'declared'
}

function toFlowEdge({ from, to, known, count }: WireEdge): FlowEdge {
  return {
    id: `${from} → ${to}`,
    from,
    to,
    known: toKnown({ known }),
    isMissing: to.startsWith('missing:') || from.startsWith('missing:'),
    count,
  }
}

function toSize({ kind, name }: WireNode): Size {
  if (kind === 'step') return STEP_SIZE
  if (kind === 'missing') return MISSING_SIZE
  return {
    width: Math.round(Math.min(STEP_SIZE.width, Math.max(64, name.length * 7.2 + 40))),
    height: TOPIC_HEIGHT,
  }
}
