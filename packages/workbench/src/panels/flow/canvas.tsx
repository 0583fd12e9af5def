/** The graph itself: React Flow with our nodes and edges. Nodes are moved by dragging or with Shift and the arrow keys. */
import { Background, MiniMap, type NodeChange, Panel, ReactFlow } from '@xyflow/react'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import '@xyflow/react/dist/base.css'
import type { FlowGraph, FlowNode } from '../../model/flow/flow-graph.ts'
import type { Direction, Layout, Point } from '../../model/flow/layout.ts'
import { toBeginView } from '../../model/flow/viewport.ts'
import { useIsDark } from '../../parts/theme.ts'
import { useWords } from '../../words/words.ts'
import css from './canvas.module.css'
import { EDGE_TYPES, type EdgeLine } from './edges.tsx'
import { Follow } from './follow.ts'
import { toHandles } from './handles.ts'
import { Legend } from './legend.tsx'
import { NODE_TYPES, type NodeCard } from './nodes.tsx'
import { Travellers } from './travellers.tsx'
import { WORDS } from './words.ts'
import { ZoomControls } from './zoom-controls.tsx'

const KEY_STEP = 20
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -KEY_STEP, y: 0 },
  ArrowRight: { x: KEY_STEP, y: 0 },
  ArrowUp: { x: 0, y: -KEY_STEP },
  ArrowDown: { x: 0, y: KEY_STEP },
}
const FIT = { padding: 0.06, maxZoom: 1 }

export interface FlowCanvasProps {
  readonly graph: FlowGraph
  readonly placed: Readonly<Record<string, Point>>
  readonly routes: Layout['routes']
  readonly direction: Direction
  readonly openedId: string | undefined
  /** Absent if nothing may be moved. */
  readonly onMove: ((id: string, at: Point) => void) | undefined
  readonly onOpen: (node: FlowNode | undefined) => void
}

export function FlowCanvas(props: FlowCanvasProps) {
  const { graph, placed, routes, direction, openedId, onMove, onOpen } = props
  const words = useWords(WORDS)
  const isDark = useIsDark()
  const box = useRef<HTMLDivElement>(null)
  const nodes = useMemo(
    () => graph.nodes.map((node) => toCard(node, placed[node.id], direction, node.id === openedId)),
    [graph.nodes, placed, direction, openedId],
  )
  const edges = useMemo(
    () => graph.edges.map((edge) => toLine(edge, routes[edge.id], direction)),
    [graph.edges, routes, direction],
  )
  const nodeOf = (id: string | undefined) => graph.nodes.find((node) => node.id === id)
  const move = (changes: NodeChange<NodeCard>[]) => {
    for (const change of changes) {
      if (change.type === 'position' && change.position) onMove?.(change.id, change.position)
    }
  }
  const onKey = (event: KeyboardEvent) => {
    const id = (event.target as Element).closest('.react-flow__node')?.getAttribute('data-id') ?? undefined
    const node = nodeOf(id)
    if (!node) return
    const at = placed[node.id]
    const by = event.shiftKey ? ARROWS[event.key] : undefined
    if (event.key === 'Enter' || event.key === ' ') onOpen(node)
    else if (by && at && onMove) onMove(node.id, { x: at.x + by.x, y: at.y + by.y })
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble here from the nodes, which are buttons
    <div ref={box} className={css.canvas} onKeyDown={onKey}>
      <ReactFlow
        aria-label={words.graph}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={isDark ? 'dark' : 'light'}
        minZoom={0.1}
        maxZoom={1.6}
        nodesDraggable={onMove !== undefined}
        nodesConnectable={false}
        elementsSelectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        ariaLabelConfig={{ 'node.a11yDescription.default': words.keys, 'minimap.ariaLabel': words.minimap }}
        onInit={({ setViewport }) => {
          if (box.current)
            void setViewport(toBeginView(graph.nodes, placed, direction, box.current.getBoundingClientRect()))
        }}
        onNodesChange={move}
        onNodeClick={(_, { id }) => onOpen(nodeOf(id))}
        onPaneClick={() => openedId !== undefined && onOpen(undefined)}
      >
        <Background gap={22} size={1} />
        <Follow id={openedId} box={box} />
        <Travellers edges={graph.edges} box={box} />
        <Panel position="bottom-left" className={css.corner ?? ''}>
          <ZoomControls fit={FIT} />
          {direction === 'right' && <Legend />}
        </Panel>
        <MiniMap pannable zoomable className={css.minimap ?? ''} nodeBorderRadius={12} />
      </ReactFlow>
    </div>
  )
}

function toLine(
  edge: FlowGraph['edges'][number],
  via: readonly Point[] | undefined,
  direction: Direction,
): EdgeLine {
  return { id: edge.id, source: edge.from, target: edge.to, type: 'line', data: { edge, via, direction } }
}

function toCard(
  node: FlowNode,
  position: Point = { x: 0, y: 0 },
  direction: Direction,
  isOpened: boolean,
): NodeCard {
  const { id, kind, width, height } = node
  return {
    id,
    type: kind,
    position,
    width,
    height,
    measured: { width, height },
    handles: toHandles(node, direction),
    ariaRole: 'button',
    data: { node, direction, isOpened },
  }
}
