/** What a trace's page says above the waterfall. Pure; panels/run/trace-panel.tsx shows it. */
import { isFinal, type RunStatus } from '@motia/core/run'
import type { WireTrace, WireTraceNode } from 'motia/workbench/wire/runs'
import { toWaterfall } from './waterfall.ts'

export interface TraceFacts {
  /** Running while anything of it goes on; failed if anything failed. */
  readonly status: RunStatus
  readonly count: number
  readonly from: number
  readonly to: number
  /** Of all runs and of none, oldest first. */
  readonly lines: WireTrace['logs']
}

/** Nothing of a trace that is not kept. */
export function toTraceFacts(trace: WireTrace, now: number): TraceFacts | undefined {
  const { rows, from, to } = toWaterfall(trace, now)
  if (rows.length === 0) return undefined
  const lines = [...trace.logs, ...toLines(trace.roots)].sort((a, b) => a.id - b.id)
  return { status: toStatus(rows.map(({ status }) => status)), count: rows.length, from, to, lines }
}

function toStatus(statuses: readonly RunStatus[]): RunStatus {
  if (statuses.includes('running') || statuses.includes('queued')) return 'running'
  const open = statuses.find((status) => !isFinal(status))
  if (open) return open
  return (
    (['quarantined', 'failed', 'cancelled'] as const).find((status) => statuses.includes(status)) ??
    'succeeded'
  )
}

function toLines(nodes: readonly WireTraceNode[]): WireTrace['logs'] {
  return nodes.flatMap(({ logs, children }) => [...logs, ...toLines(children)])
}
