/** Where edges leave and enter a node: told to React Flow beforehand, so that nothing has to be measured. */
import { type NodeHandle, Position } from '@xyflow/react'
import type { Size } from '../../model/flow/flow-graph.ts'
import type { Direction } from '../../model/flow/layout.ts'

export const ENTRY: Readonly<Record<Direction, Position>> = { right: Position.Left, down: Position.Top }
export const EXIT: Readonly<Record<Direction, Position>> = { right: Position.Right, down: Position.Bottom }

export function toHandles({ width, height }: Size, direction: Direction): NodeHandle[] {
  const [entry, exit] =
    direction === 'right'
      ? [
          { x: 0, y: height / 2 },
          { x: width, y: height / 2 },
        ]
      : [
          { x: width / 2, y: 0 },
          { x: width / 2, y: height },
        ]
  return [
    { type: 'target', position: ENTRY[direction], width: 1, height: 1, ...entry },
    { type: 'source', position: EXIT[direction], width: 1, height: 1, ...exit },
  ]
}
