/** A queue as its row shows it: how much waits in which way, next to the fullest one. Pure; panels/queues calls it. */
import type { WireQueue } from 'motia/workbench/wire/queues'

/** In the order in which a run goes through them, backwards. */
export const QUEUE_STATES = ['running', 'queued', 'scheduled', 'waiting'] as const
export type QueueState = (typeof QUEUE_STATES)[number]

export interface QueueRow extends WireQueue {
  readonly total: number
  /** Of the states that are not empty; `share` of the fullest queue, 0 to 1. */
  readonly bars: readonly { readonly state: QueueState; readonly count: number; readonly share: number }[]
}

/** The least that is seen of a bar. */
const MIN_SHARE = 0.008

/** Those where most waits first, by its magnitude: what runs comes and goes, and rows would jump with it. */
export function toQueueRows(queues: readonly WireQueue[]): readonly QueueRow[] {
  const fullest = Math.max(1, ...queues.map(toTotal))
  return [...queues].sort(byBacklog).map((queue) => ({
    ...queue,
    total: toTotal(queue),
    bars: QUEUE_STATES.filter((state) => queue[state] > 0).map((state) => ({
      state,
      count: queue[state],
      share: Math.max(MIN_SHARE, queue[state] / fullest),
    })),
  }))
}

function byBacklog(a: WireQueue, b: WireQueue): number {
  return toMagnitude(b) - toMagnitude(a) || a.stepId.localeCompare(b.stepId)
}

function toMagnitude({ queued, scheduled, waiting }: WireQueue): number {
  return Math.floor(Math.log10(1 + queued + scheduled + waiting))
}

/** Over all queues. */
export function toQueueSums(queues: readonly WireQueue[]): Readonly<Record<QueueState, number>> {
  const sum = (state: QueueState) => queues.reduce((total, queue) => total + queue[state], 0)
  return {
    running: sum('running'),
    queued: sum('queued'),
    scheduled: sum('scheduled'),
    waiting: sum('waiting'),
  }
}

function toTotal(queue: WireQueue): number {
  return QUEUE_STATES.reduce((total, state) => total + queue[state], 0)
}
