/** The flow as a Mermaid flowchart, for a README or a pull request. Pure. */

import { toTriggerText } from '../steps/step-trigger.ts'
import type { FlowEdge, FlowGraph, FlowNode } from './flow-graph.ts'
import type { Direction } from './layout.ts'

const ARROWS: Readonly<Record<FlowEdge['known'], string>> = {
  observed: '==>',
  declared: '-->',
  scanned: '-.->',
}

export function toMermaid({ nodes, edges }: FlowGraph, direction: Direction = 'right'): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index + 1}`]))
  const missing = nodes.filter(({ kind }) => kind === 'missing').map(({ id }) => names.get(id))
  const lines = [
    `flowchart ${direction === 'right' ? 'LR' : 'TB'}`,
    ...nodes.map((node) => `  ${names.get(node.id)}${toShape(node)}`),
    ...edges.flatMap(({ from, to, known, count }) => {
      const [a, b] = [names.get(from), names.get(to)]
      if (!a || !b) return []
      return [`  ${a} ${ARROWS[known]}${count > 0 ? `|${count}|` : ''} ${b}`]
    }),
    ...(missing.length > 0
      ? ['  classDef missing stroke:#b3202a,stroke-dasharray:4 3', `  class ${missing.join(',')} missing`]
      : []),
  ]
  return `${lines.join('\n')}\n`
}

function toShape({ kind, name, step }: FlowNode): string {
  if (kind === 'topic') return `(["${toEntities(name)}"])`
  if (kind === 'missing') return `["${toEntities(name)}"]`
  const trigger = step && toTriggerText(step)
  const text = trigger ? `${toEntities(name)}<br/>${toEntities(trigger)}` : toEntities(name)
  return step?.kind === 'noop' ? `{{"${text}"}}` : `["${text}"]`
}

/** Within quotes Mermaid reads entities: what could end the quotes, or be markup, is written so. */
function toEntities(text: string): string {
  return text.replace(/[^\p{L}\p{N} _./:*,@-]/gu, (char) => `#${char.codePointAt(0)};`)
}
