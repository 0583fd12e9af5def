/** Which steps belong together: by the flows that they name, else because something connects them. Pure. */
import type { StepDescriptor } from '@motia/core/descriptor'
import type { WireEdge, WireFlow } from '../wire/steps.ts'
import { namesOf, type Wiring } from './edges.ts'

/** Of the flow of steps that nothing connects. */
export const ALONE = 'alone'

/** The largest first; `alone` last, if there are such steps. */
export function findFlows(steps: readonly StepDescriptor[], { nodes, links }: Wiring): WireFlow[] {
  const named = findNamed(steps, links)
  const placed = new Set(named.flatMap(({ nodeIds }) => nodeIds))
  const rest = nodes.filter(({ id }) => !placed.has(id)).map(({ id }) => id)
  const groups = findConnected(rest, links)
  const isAlone = (group: readonly string[]) => group.filter((id) => id.startsWith('step:')).length < 2
  const alone = groups.filter(isAlone).flat()
  const connected = groups.filter((group) => !isAlone(group)).map((group) => toFlow(group, steps, links))
  const flows = [...named, ...connected].sort(
    (a, b) => b.nodeIds.length - a.nodeIds.length || (a.id < b.id ? -1 : 1),
  )
  return [...flows, ...(alone.length > 0 ? [{ id: ALONE, title: ALONE, nodeIds: alone }] : [])]
}

/** A step may name several; what is between two of a flow's steps is drawn with them. */
function findNamed(steps: readonly StepDescriptor[], links: readonly WireEdge[]): WireFlow[] {
  const members = new Map<string, Set<string>>()
  for (const { id, options } of steps) {
    for (const name of namesOf(options.flows)) {
      members.set(name, (members.get(name) ?? new Set()).add(`step:${id}`))
    }
  }
  return [...members].map(([name, ids]) => {
    const own = [...ids]
    for (const { from, to } of links) {
      if (own.includes(from) && !to.startsWith('step:')) ids.add(to)
      if (own.includes(to) && !from.startsWith('step:')) ids.add(from)
    }
    return { id: name, title: name, nodeIds: [...ids] }
  })
}

function findConnected(ids: readonly string[], edges: readonly WireEdge[]): string[][] {
  const neighbours = new Map<string, string[]>(ids.map((id) => [id, []]))
  for (const { from, to } of edges) {
    if (!neighbours.has(from) || !neighbours.has(to)) continue
    neighbours.get(from)?.push(to)
    neighbours.get(to)?.push(from)
  }
  const seen = new Set<string>()
  return ids.flatMap((start) => {
    if (seen.has(start)) return []
    const group = [start]
    seen.add(start)
    for (const id of group) {
      for (const next of neighbours.get(id) ?? []) if (!seen.has(next) && seen.add(next)) group.push(next)
    }
    return [group]
  })
}

/** Called like the step where it begins: one that nothing leads to, api and cron steps before others. */
function toFlow(
  nodeIds: readonly string[],
  steps: readonly StepDescriptor[],
  edges: readonly WireEdge[],
): WireFlow {
  const members = steps.filter(({ id }) => nodeIds.includes(`step:${id}`))
  const entered = new Set(edges.map(({ to }) => to))
  const entries = members.filter(({ id }) => !entered.has(`step:${id}`))
  const begins = [...(entries.length > 0 ? entries : members)].sort(
    (a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1),
  )
  const id = begins[0]?.id ?? nodeIds[0] ?? ''
  return { id, title: id, nodeIds }
}

function rank({ kind }: StepDescriptor): number {
  return ['api', 'cron', 'event', 'noop'].indexOf(kind)
}
