/** How steps and topics hang together: what options declare, a scan found and kept runs show, as one list. Pure. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { StepEdge } from '@motia/core/store-reader'
import type { WireEdge, WireNode } from '../wire/steps.ts'

export interface Wiring {
  readonly nodes: readonly WireNode[]
  readonly edges: readonly WireEdge[]
  /** Those that make a flow: what only a failure leads to would connect everything with everything. */
  readonly links: readonly WireEdge[]
}

type Known = WireEdge['known'][number]

interface Edge extends WireEdge {
  readonly known: Known[]
  count: number
  lastAt?: number
}

/** A way that names lead: of steps by their ids, or of topics. */
interface Way {
  readonly from: string
  readonly to: string
  readonly known: Known
}

/** @param seen of steps that may be gone by now: those are left out */
export function wireSteps(steps: readonly StepDescriptor[], seen: readonly StepEdge[]): Wiring {
  const ids = new Set(steps.map(({ id }) => id))
  const topics = new Set(steps.flatMap((step) => namesOf(step.options.on)))
  const nodes = new Map<string, WireNode>()
  const edges = new Map<string, Edge>()
  const links = new Set<Edge>()

  function node(name: string): string {
    const kind = ids.has(name) ? 'step' : topics.has(name) ? 'topic' : 'missing'
    const id = `${kind}:${name}`
    nodes.set(id, { id, kind, name })
    return id
  }
  function add({ from, to, known }: Way, isLink = true): Edge {
    const [start, end] = [node(from), node(to)]
    const key = JSON.stringify([start, end])
    const edge: Edge = edges.get(key) ?? { from: start, to: end, known: [], count: 0 }
    edges.set(key, edge)
    if (!edge.known.includes(known)) edge.known.push(known)
    if (isLink) links.add(edge)
    return edge
  }

  for (const step of steps) {
    node(step.id)
    for (const way of waysOf(step)) add(way)
  }
  for (const { from, to, cause, count, lastAt } of seen) {
    if (!ids.has(from) || !ids.has(to)) continue
    const topic = cause.startsWith('topic:') ? cause.slice('topic:'.length) : to
    const isVia = topic !== to && (topics.has(topic) || ids.has(topic))
    const stations = isVia ? [from, topic, to] : [from, to]
    for (let i = 1; i < stations.length; i++) {
      const way: Way = { from: stations[i - 1] as string, to: stations[i] as string, known: 'observed' }
      const edge = add(way, cause !== 'onError')
      // Each of several subscribers got what was published once.
      edge.count = isVia && i === 1 ? Math.max(edge.count, count) : edge.count + count
      edge.lastAt = Math.max(edge.lastAt ?? 0, lastAt)
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], links: [...links] }
}

/** Of an option that takes one name or several. */
export function namesOf(option: unknown): string[] {
  const list = Array.isArray(option) ? option : [option]
  return [...new Set(list.filter((name): name is string => typeof name === 'string' && name !== ''))]
}

/** That a step takes what has its own id goes without saying. */
function waysOf({ id, options, triggers }: StepDescriptor): Way[] {
  const leading = [...namesOf(options.on).filter((name) => name !== id), ...namesOf(options.from)]
  return [
    ...leading.map((from): Way => ({ from, to: id, known: 'declared' })),
    ...namesOf(options.to).map((to): Way => ({ from: id, to, known: 'declared' })),
    ...triggers.map((to): Way => ({ from: id, to, known: 'scanned' })),
  ]
}
