/**
 * What telemetry says about movement in the flow: which step executed, and from where its run came. Remembers which
 * step a run was of, since an attempt knows its parent's run only. panels/flow/travellers.tsx draws it.
 */
import type { TelemetryEvent } from '@motia/core/events'
import type { FlowEdge } from './flow-graph.ts'

export interface Movement {
  readonly stepId: string
  readonly isFailure: boolean
  /** Whose run led here, by which target, as far as is known; only of a run's first attempt. */
  readonly from?: { readonly stepId: string; readonly target?: string }
}

export interface Travel {
  /** Movements of events that arrived together. */
  take(events: readonly TelemetryEvent[]): Movement[]
}

/** @param limit runs remembered */
export function createTravel(limit = 4_000): Travel {
  const steps = new Map<string, string>()
  const targets = new Map<string, string>()

  function remember(event: TelemetryEvent): void {
    if (event.type !== 'attempt' && event.type !== 'request') return
    keep(steps, event.runId, event.stepId, limit)
    for (const { target, runIds } of event.effects?.triggers ?? []) {
      for (const runId of runIds) keep(targets, runId, target, limit)
    }
  }

  function toMovement(event: TelemetryEvent): Movement[] {
    if (event.type === 'request') return [{ stepId: event.stepId, isFailure: event.status >= 500 }]
    if (event.type !== 'attempt' || event.status === 'conflict') return []
    const isFailure = event.status !== 'succeeded'
    const parent = event.attempt === 1 && event.parentRunId ? steps.get(event.parentRunId) : undefined
    if (parent === undefined) return [{ stepId: event.stepId, isFailure }]
    const target = targets.get(event.runId)
    const from = { stepId: parent, ...(target !== undefined && { target }) }
    return [{ stepId: event.stepId, isFailure, from }]
  }

  return {
    take(events) {
      // All of them first: a child's may stand before its parent's.
      for (const event of events) remember(event)
      return events.flatMap(toMovement)
    },
  }
}

/** Ids of the edges from a step to another: the direct one, or over the topic that both know. Empty if there is none. */
export function findWay(edges: readonly FlowEdge[], { stepId, from }: Movement): string[] {
  if (!from) return []
  const [start, end] = [`step:${from.stepId}`, `step:${stepId}`]
  const over = (id: string) => {
    const way = [
      edges.find((edge) => edge.from === start && edge.to === id),
      edges.find((edge) => edge.from === id && edge.to === end),
    ]
    return way.flatMap((edge) => edge?.id ?? [])
  }
  const named = from.target === undefined ? [] : over(`topic:${from.target}`)
  if (named.length === 2) return named
  const direct = edges.find((edge) => edge.from === start && edge.to === end)
  if (direct) return [direct.id]
  const topics = edges.filter((edge) => edge.from === start && edge.to.startsWith('topic:'))
  return topics.map(({ to }) => over(to)).find((way) => way.length === 2) ?? []
}

function keep(map: Map<string, string>, key: string, value: string, limit: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > limit) map.delete(map.keys().next().value as string)
}
