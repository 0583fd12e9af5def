/** Noop steps as gates: what leads to each, and where it leads. Pure; panels/gates calls it. */
import type { WireGraph, WireNode, WireStep } from 'motia/workbench/wire/steps'

export interface Gate {
  readonly step: WireStep
  readonly description?: string
  /** Nearest neighbours in the graph, by name. */
  readonly before: readonly Neighbour[]
  readonly after: readonly Neighbour[]
}

export type Neighbour = Pick<WireNode, 'kind' | 'name'>

export function toGates(steps: readonly WireStep[], edges: WireGraph['edges']): readonly Gate[] {
  return steps
    .filter(({ kind }) => kind === 'noop')
    .map((step) => {
      const node = `step:${step.id}`
      const { description } = step.options
      return {
        step,
        ...(typeof description === 'string' && description !== '' && { description }),
        before: toNeighbours(edges.filter(({ to }) => to === node).map(({ from }) => from)),
        after: toNeighbours(edges.filter(({ from }) => from === node).map(({ to }) => to)),
      }
    })
}

function toNeighbours(nodes: readonly string[]): readonly Neighbour[] {
  return [...new Set(nodes)].sort().flatMap((node) => {
    const [kind, name] = [node.slice(0, node.indexOf(':')), node.slice(node.indexOf(':') + 1)]
    return kind === 'step' || kind === 'topic' || kind === 'missing' ? [{ kind, name } as const] : []
  })
}
