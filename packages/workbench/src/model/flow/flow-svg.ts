/** The flow as a picture of its own: what can be downloaded. Without style sheets, so that every viewer shows it. Pure. */

import { toTriggerText } from '../steps/step-trigger.ts'
import { type Box, toEdgePath } from './edge-path.ts'
import { type FlowEdge, type FlowGraph, type FlowNode, toEdgeWidth } from './flow-graph.ts'
import type { Direction, Layout, Point } from './layout.ts'

/** Colours as CSS writes them, resolved from the theme that is looked at. */
export interface SvgColors {
  readonly ground: string
  readonly panel: string
  readonly line: string
  readonly edge: string
  readonly text: string
  readonly muted: string
  readonly accent: string
  readonly bad: string
}

export interface SvgPicture {
  readonly graph: FlowGraph
  readonly positions: Readonly<Record<string, Point>>
  readonly routes: Layout['routes']
  readonly direction: Direction
  readonly colors: SvgColors
  /** Written on what is triggered but does not exist. */
  readonly missing: string
}

const MARGIN = 32
const SANS = 'Inter, system-ui, -apple-system, Segoe UI, Noto Sans KR, sans-serif'
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace'
const DASHES: Readonly<Record<FlowEdge['known'], string>> = { observed: '', declared: '', scanned: '5 4' }

export function toSvg(picture: SvgPicture): string {
  const { graph, positions, colors } = picture
  const boxes = new Map(graph.nodes.map((node) => [node.id, toBox(node, positions)]))
  const { x, y, width, height } = toFrame([...boxes.values()])
  const content = [
    ...graph.edges.map((edge) => drawEdge(edge, boxes, picture)),
    ...graph.nodes.map((node) => drawNode(node, boxes.get(node.id) as Box, picture)),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" font-family="${SANS}" font-size="13">`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colors.ground}"/>`,
    ...content,
    '</svg>',
  ].join('\n')
}

function toBox({ id, width, height }: FlowNode, positions: SvgPicture['positions']): Box {
  const { x, y } = positions[id] ?? { x: 0, y: 0 }
  return { x, y, width, height }
}

function toFrame(boxes: readonly Box[]): Box {
  const x = Math.min(0, ...boxes.map((box) => box.x)) - MARGIN
  const y = Math.min(0, ...boxes.map((box) => box.y)) - MARGIN
  const right = Math.max(0, ...boxes.map((box) => box.x + box.width)) + MARGIN
  const bottom = Math.max(0, ...boxes.map((box) => box.y + box.height)) + MARGIN
  return { x: Math.floor(x), y: Math.floor(y), width: Math.ceil(right - x), height: Math.ceil(bottom - y) }
}

function drawEdge(edge: FlowEdge, boxes: ReadonlyMap<string, Box>, picture: SvgPicture): string {
  const { direction, routes, colors } = picture
  const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)]
  if (!from || !to) return ''
  const { d, arrow, middle } = toEdgePath(from, to, direction, routes[edge.id])
  const dash = DASHES[edge.known] && ` stroke-dasharray="${DASHES[edge.known]}"`
  const color = edge.isMissing ? colors.bad : edge.known === 'observed' ? colors.accent : colors.edge
  const path = `<path d="${d}" fill="none" stroke="${color}" stroke-width="${toEdgeWidth(edge).toFixed(1)}"${dash}/><path d="${arrow}" fill="${color}"/>`
  if (edge.count === 0) return path
  const count = String(edge.count)
  return `${path}<rect x="${middle.x - count.length * 4 - 4}" y="${middle.y - 9}" width="${count.length * 8 + 8}" height="18" rx="9" fill="${colors.ground}"/>${write(count, middle.x, middle.y + 4, colors.muted, 'font-size="11" text-anchor="middle"')}`
}

function drawNode(node: FlowNode, box: Box, { colors, missing }: SvgPicture): string {
  const { x, y, width, height } = box
  const rounded = node.kind === 'topic' ? height / 2 : 9
  const look =
    node.kind === 'missing'
      ? `fill="${colors.ground}" stroke="${colors.bad}" stroke-dasharray="5 4"`
      : `fill="${colors.panel}" stroke="${colors.line}"`
  const shape = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${rounded}" ${look}/>`
  if (node.kind === 'topic') {
    const text = cut(node.name, width - 20, 6.9)
    return (
      shape +
      write(text, x + width / 2, y + height / 2 + 4, colors.muted, 'font-size="12" text-anchor="middle"')
    )
  }
  const name = write(
    cut(node.name, width - (node.step ? 62 : 28), 7.4),
    x + 14,
    y + 24,
    colors.text,
    'font-weight="600"',
  )
  if (node.kind === 'missing')
    return shape + name + write(missing, x + 14, y + 41, colors.bad, 'font-size="11.5"')
  const { step } = node
  if (!step) return shape + name
  const trigger = cut(toTriggerText(step), width - 28, 7)
  return [
    shape,
    name,
    write(toMark(step), x + width - 14, y + 24, colors.muted, 'font-size="11" text-anchor="end"'),
    write(trigger, x + 14, y + 48, colors.muted, `font-size="12" font-family="${MONO}"`),
    `<path d="M${x} ${y + 62}h${width}" stroke="${colors.line}"/>`,
    write(step.kind, x + 14, y + 82, colors.muted, 'font-size="11.5"'),
  ].join('')
}

function toMark({ language, file }: { readonly language: string; readonly file: string }): string {
  if (language === 'python') return 'PY'
  if (language === 'ruby') return 'RB'
  return /\.[cm]?jsx?$/.test(file) ? 'JS' : 'TS'
}

function write(text: string, x: number, y: number, fill: string, look: string): string {
  return text && `<text x="${x}" y="${y}" fill="${fill}" ${look}>${toXml(text)}</text>`
}

/** Nothing can be measured here: a letter is taken to be as wide as most are. */
function cut(text: string, width: number, letter: number): string {
  const most = Math.max(1, Math.floor(width / letter))
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

/** Names are users' text: as XML, and without what XML cannot hold. */
function toXml(text: string): string {
  return text
    .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
