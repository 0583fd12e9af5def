/** Adds up by step what a flood leaves no room for, and words it in one line a step. terminal.ts calls it. */
import { formatDuration } from '@motia/core/duration'
import type { TelemetryEvent } from '@motia/core/events'
import type { Ink } from './ink.ts'
import { count } from './system-words.ts'
import { toLine } from './terminal-text.ts'

export interface Flood {
  add(event: TelemetryEvent): void
  isEmpty(): boolean
  /** The lines, busiest step first, and begins anew. */
  take(time: string): string[]
}

interface Heap {
  runs: number
  requests: number
  failed: number
  logs: number
  errorLogs: number
  others: number
  totalMs: number
}

/** Steps that get a line of their own. */
const MAX_LINES = 20

export function createFlood(ink: Ink): Flood {
  let heaps = new Map<string, Heap>()
  return {
    add(event) {
      if (event.type === 'counters') return
      const stepId = ('stepId' in event && event.stepId) || ''
      const heap = heaps.get(stepId) ?? emptyHeap()
      heaps.set(stepId, heap)
      addTo(heap, event)
    },
    isEmpty: () => heaps.size === 0,
    take(time) {
      const busiest = [...heaps].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a))
      heaps = new Map()
      const lines = busiest.slice(0, MAX_LINES).map(([stepId, heap]) => {
        const name = stepId === '' ? 'outside of steps' : ink.bold(toLine(stepId))
        return `${ink.dim(time)} ${ink.cyan('≡')} ${name} ${wordHeap(heap, ink)}`
      })
      const left = busiest.length - lines.length
      if (left > 0) lines.push(`${ink.dim(time)} ${ink.cyan('≡')} and more of ${count(left, 'other step')}`)
      return lines
    },
  }
}

function emptyHeap(): Heap {
  return { runs: 0, requests: 0, failed: 0, logs: 0, errorLogs: 0, others: 0, totalMs: 0 }
}

function addTo(heap: Heap, event: TelemetryEvent): void {
  switch (event.type) {
    case 'log':
      heap.logs++
      if (event.level === 'error') heap.errorLogs++
      break
    case 'attempt':
      heap.runs++
      heap.totalMs += event.durationMs
      if (event.failure) heap.failed++
      break
    case 'request':
      heap.requests++
      heap.totalMs += event.durationMs
      if (event.status >= 500) heap.failed++
      break
    default:
      heap.others++
  }
}

function sizeOf(heap: Heap): number {
  return heap.runs + heap.requests + heap.logs + heap.others
}

function wordHeap(heap: Heap, ink: Ink): string {
  const parts: string[] = []
  if (heap.runs > 0) parts.push(count(heap.runs, 'run'))
  if (heap.requests > 0) parts.push(count(heap.requests, 'request'))
  if (heap.failed > 0) parts.push(ink.red(`${heap.failed.toLocaleString('en-US')} failed`))
  const spans = heap.runs + heap.requests
  if (spans > 0) parts.push(`mean ${formatDuration(heap.totalMs / spans)}`)
  if (heap.logs > 0) parts.push(count(heap.logs, 'log line'))
  if (heap.errorLogs > 0) parts.push(ink.red(count(heap.errorLogs, 'error')))
  if (heap.others > 0) parts.push(count(heap.others, 'notice'))
  return `${ink.dim('+')} ${parts.join(', ')}`
}
