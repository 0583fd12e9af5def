/** The line of an edge between two nodes, as SVG path data: the page and the downloaded picture draw the same. Pure. */
import type { Size } from './flow-graph.ts'
import type { Direction, Point } from './layout.ts'

export type Box = Point & Size

export interface EdgePath {
  readonly d: string
  /** The triangle at its end. */
  readonly arrow: string
  /** Where its count is written. */
  readonly middle: Point
}

/** Of the triangle at the end. */
const ARROW_LENGTH = 7
const ARROW_HALF = 4
/** How far a curve runs straight on before it turns, at least. */
const REACH = 34
/** Below (or beside) the nodes, of edges that lead back. */
const DETOUR = 24
/** Half of what the nodes of a rank take: passing between them, an edge is straight. */
const HALF_RANK = 100

/** @param via where it passes between the nodes of ranks that it crosses; of a layout that still holds */
export function toEdgePath(from: Box, to: Box, direction: Direction, via: readonly Point[] = []): EdgePath {
  const axes = toAxes(direction)
  const [start, tip] = [axes.exit(from), axes.entry(to)]
  const end = { main: tip.main - ARROW_LENGTH + 1, cross: tip.cross }
  const arrow = toArrow(axes, tip)
  if (end.main < start.main + 8) {
    return { ...toDetour(axes, start, end, Math.max(axes.side(from), axes.side(to))), arrow }
  }
  const half = Math.min(HALF_RANK, direction === 'right' ? HALF_RANK : 40)
  const stops = via
    .map(axes.from)
    .filter(({ main }) => main - half > start.main && main + half < end.main)
    .flatMap(({ main, cross }) => [
      { main: main - half, cross },
      { main: main + half, cross },
    ])
  const points = [start, ...stops, end]
  const curves = points.slice(1).map((point, index) => toCurve(axes, points[index] as Spot, point))
  const before = points[Math.floor((points.length - 1) / 2)] as Spot
  const after = points[Math.ceil(points.length / 2)] as Spot
  const middle = axes.to((before.main + after.main) / 2, (before.cross + after.cross) / 2)
  return { d: `M${axes.text(start.main, start.cross)}${curves.join('')}`, arrow, middle }
}

/** A place by how far along the direction it is, and how far beside. */
interface Spot {
  readonly main: number
  readonly cross: number
}

interface Axes {
  exit(box: Box): Spot
  entry(box: Box): Spot
  /** The lower side, or the right one. */
  side(box: Box): number
  from(point: Point): Spot
  to(main: number, cross: number): Point
  text(main: number, cross: number): string
}

function toAxes(direction: Direction): Axes {
  const isRight = direction === 'right'
  const to = (main: number, cross: number) => (isRight ? { x: main, y: cross } : { x: cross, y: main })
  const from = ({ x, y }: Point) => (isRight ? { main: x, cross: y } : { main: y, cross: x })
  return {
    to,
    from,
    exit: ({ x, y, width, height }) =>
      from(isRight ? { x: x + width, y: y + height / 2 } : { x: x + width / 2, y: y + height }),
    entry: ({ x, y, width, height }) => from(isRight ? { x, y: y + height / 2 } : { x: x + width / 2, y }),
    side: ({ x, y, width, height }) => (isRight ? y + height : x + width),
    text: (main, cross) => {
      const { x, y } = to(main, cross)
      return `${round(x)} ${round(y)}`
    },
  }
}

function toArrow({ text }: Axes, { main, cross }: Spot): string {
  const base = main - ARROW_LENGTH
  return `M${text(main, cross)}L${text(base, cross - ARROW_HALF)}L${text(base, cross + ARROW_HALF)}Z`
}

function toCurve({ text }: Axes, a: Spot, b: Spot): string {
  if (a.cross === b.cross) return `L${text(b.main, b.cross)}`
  const half = (b.main - a.main) / 2
  return `C${text(a.main + half, a.cross)} ${text(b.main - half, b.cross)} ${text(b.main, b.cross)}`
}

/** Back to an earlier rank, or to the node itself: round the nodes. */
function toDetour({ text, to }: Axes, start: Spot, end: Spot, side: number): Omit<EdgePath, 'arrow'> {
  const cross = side + DETOUR
  const d =
    `M${text(start.main, start.cross)}` +
    `C${text(start.main + REACH, start.cross)} ${text(start.main + REACH, cross)} ${text(start.main, cross)}` +
    `L${text(end.main, cross)}` +
    `C${text(end.main - REACH, cross)} ${text(end.main - REACH, end.cross)} ${text(end.main, end.cross)}`
  return { d, middle: to((start.main + end.main) / 2, cross) }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
