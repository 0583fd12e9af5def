/** Lines between nodes: solid as declared, dashed as found in the source, thicker the more runs went along. */
import { type Edge, type EdgeProps, type InternalNode, type Node, useInternalNode } from '@xyflow/react'
import { memo } from 'react'
import { type Box, toEdgePath } from '../../model/flow/edge-path.ts'
import { type FlowEdge, toEdgeWidth } from '../../model/flow/flow-graph.ts'
import type { Direction, Point } from '../../model/flow/layout.ts'
import { classes } from '../../parts/class-names.ts'
import { toShortCount } from '../../words/format.ts'
import css from './edges.module.css'

export type EdgeLine = Edge<{
  readonly edge: FlowEdge
  readonly via: readonly Point[] | undefined
  readonly direction: Direction
}>

const Line = memo(function Line({ source, target, data }: EdgeProps<EdgeLine>) {
  const [from, to] = [useInternalNode(source), useInternalNode(target)]
  if (!from || !to || !data) return null
  const { edge, via, direction } = data
  const { d, arrow, middle } = toEdgePath(toBox(from), toBox(to), direction, via)
  const count = edge.count > 0 ? toShortCount(edge.count) : ''
  const width = count.length * 6.6 + 12
  return (
    <g className={classes(css.edge, css[edge.known], edge.isMissing && css.missing)}>
      <path className={css.line} d={d} strokeWidth={toEdgeWidth(edge)} data-edge={edge.id} />
      <path className={css.arrow} d={arrow} />
      {count && (
        <>
          <rect
            className={css.ground}
            x={middle.x - width / 2}
            y={middle.y - 9}
            width={width}
            height={18}
            rx={9}
          />
          <text className={css.count} x={middle.x} y={middle.y + 4} textAnchor="middle">
            {count}
          </text>
        </>
      )}
    </g>
  )
})

function toBox({ internals, measured }: InternalNode<Node>): Box {
  const { x, y } = internals.positionAbsolute
  return { x, y, width: measured.width ?? 0, height: measured.height ?? 0 }
}

export const EDGE_TYPES = { line: Line }
