/** The graph, what can be done with it, and beside it the node that was opened. */
import { ReactFlowProvider } from '@xyflow/react'
import type { WireFlow } from 'motia/workbench/wire/steps'
import { useMemo } from 'react'
import { type FlowGraph, type FlowNode, toNodeName } from '../../model/flow/flow-graph.ts'
import type { Direction } from '../../model/flow/layout.ts'
import { type Positions, placeNodes } from '../../model/flow/placement.ts'
import { Bones } from '../../parts/loaded.tsx'
import { useIsNarrow } from '../../parts/width.ts'
import { FlowActions } from './actions.tsx'
import { FlowCanvas } from './canvas.tsx'
import { NodeDetails } from './details.tsx'
import css from './flow.module.css'
import { Legend } from './legend.tsx'
import { useArrangement } from './use-arrangement.ts'
import { useLayout } from './use-layout.ts'

const NO_POSITIONS: Positions = {}

export interface FlowBoardProps {
  /** Of the flow, for files. */
  readonly name: string
  readonly whole: FlowGraph
  /** What of it is looked at. */
  readonly shown: FlowGraph
  readonly flows: readonly WireFlow[]
  readonly positions: Positions
  readonly opened: FlowNode | undefined
  readonly onOpen: (name: string | undefined) => void
}

export function FlowBoard({ name, whole, shown, flows, positions, opened, onOpen }: FlowBoardProps) {
  const direction: Direction = useIsNarrow() ? 'down' : 'right'
  const arrangement = useArrangement(positions)
  const layout = useLayout({
    nodes: whole.nodes.map(({ id, width, height }) => ({ id, width, height })),
    edges: whole.edges.map(({ id, from, to }) => ({ id, from, to })),
    groups: flows.map(({ nodeIds }) => nodeIds),
    direction,
  })
  // Nodes were put by hand where there is room for it: a narrow screen keeps to its own layout.
  const isArranged = direction === 'right'
  const hand = isArranged ? arrangement.hand : NO_POSITIONS
  const settled = isArranged ? positions : NO_POSITIONS
  const placed = useMemo(
    () => layout && placeNodes(whole.nodes, layout, hand, settled),
    [whole.nodes, layout, hand, settled],
  )
  const routes = useMemo(() => {
    if (!layout || !placed) return {}
    const isMoved = (id: string) =>
      placed[id]?.x !== layout.positions[id]?.x || placed[id]?.y !== layout.positions[id]?.y
    const kept = whole.edges.filter(({ from, to }) => !isMoved(from) && !isMoved(to))
    return Object.fromEntries(kept.flatMap(({ id }) => (layout.routes[id] ? [[id, layout.routes[id]]] : [])))
  }, [layout, placed, whole.edges])
  if (!placed)
    return (
      <div className={css.wait}>
        <Bones lines={6} />
      </div>
    )
  const canMove = direction === 'right' && arrangement.refused === undefined
  return (
    <ReactFlowProvider>
      <div className={css.board}>
        <FlowActions
          name={name}
          graph={shown}
          placed={placed}
          routes={routes}
          direction={direction}
          arrangement={arrangement}
        />
        <FlowCanvas
          key={`${name} ${direction}`}
          graph={shown}
          placed={placed}
          routes={routes}
          direction={direction}
          openedId={opened?.id}
          onMove={canMove ? arrangement.put : undefined}
          onOpen={(node) => onOpen(node && toNodeName(node))}
        />
        {direction === 'down' && (
          <div className={css.foot}>
            <Legend />
          </div>
        )}
      </div>
      <NodeDetails node={opened} graph={whole} onOpen={onOpen} />
    </ReactFlowProvider>
  )
}
