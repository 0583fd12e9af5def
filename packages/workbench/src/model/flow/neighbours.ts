/** What is next to a node of the graph, on either side. Pure; a step's page lists it. */
import type { WireGraph, WireNode } from 'motia/workbench/wire/steps'
import { type EdgeKnown, toKnown } from './flow-graph.ts'

export interface Neighbour {
  readonly nodeId: string
  readonly kind: WireNode['kind']
  readonly name: string
  readonly known: EdgeKnown
  /** Kept runs that came this way. */
  readonly count: number
}

/** The ways that most runs took come first. */
export function toNeighbours(
  { nodes, edges }: Pick<WireGraph, 'nodes' | 'edges'>,
  nodeId: string,
): { readonly into: readonly Neighbour[]; readonly out: readonly Neighbour[] } {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const list = (own: 'from' | 'to', other: 'from' | 'to') =>
    edges
      .filter((edge) => edge[own] === nodeId)
      .flatMap((edge): Neighbour[] => {
        const node = byId.get(edge[other])
        if (!node) return []
        return [
          { nodeId: node.id, kind: node.kind, name: node.name, known: toKnown(edge), count: edge.count },
        ]
      })
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  return { into: list('to', 'from'), out: list('from', 'to') }
}
