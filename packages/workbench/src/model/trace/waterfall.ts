/**
 * A trace as a waterfall: every run and request a row in tree order, its time in segments. Pure; panels/run draws it.
 *
 *   create-order    ▆▆▆▪
 *   └ check-stock      ░▒▒▆▆▆▆▪···░▆▆▆▪     ░ queue   ▒ limit   ▆ attempt   ▪ commit   · until the next one
 */
import type { RunStatus } from '@motia/core/run'
import type { WireTrace, WireTraceNode } from 'motia/workbench/wire/runs'
import { type Segment, toSegments } from './segments.ts'
import { type TimeScale, toTimeScale } from './time-scale.ts'

export interface Waterfall {
  /** In tree order, each before what it led to. */
  readonly rows: readonly WaterfallRow[]
  readonly from: number
  readonly to: number
  /** Where a time is drawn. */
  readonly scale: TimeScale
}

export interface WaterfallRow {
  readonly runId: string
  readonly stepId: string
  readonly depth: number
  /** Runs below it, at any depth. */
  readonly below: number
  /** Of those, runs that failed for good. */
  readonly failedBelow: number
  readonly status: RunStatus
  /** Of a request. */
  readonly request?: { readonly method: string; readonly path: string; readonly status: number }
  readonly cause?: string
  readonly error?: string
  readonly from: number
  readonly to: number
  readonly segments: readonly Segment[]
  readonly lines: readonly Line[]
}

/** A log line, as a tick on its row. */
export interface Line {
  readonly id: number
  readonly at: number
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
}

/** @param now until when what has not ended is drawn */
export function toWaterfall({ roots }: WireTrace, now: number): Waterfall {
  const rows: WaterfallRow[] = []
  for (const root of roots) addRow(rows, root, 0, now)
  const isEmpty = rows.length === 0
  const from = isEmpty ? now : Math.min(...rows.map((row) => row.from))
  const to = isEmpty ? now : Math.max(...rows.map((row) => row.to))
  const busy = rows.flatMap(({ segments }) => segments.filter(isBusy))
  return { rows, from, to, scale: toTimeScale({ from, to: Math.max(to, from + 1) }, busy) }
}

const isBusy = ({ kind }: Segment) => kind === 'attempt' || kind === 'commit'

function addRow(rows: WaterfallRow[], node: WireTraceNode, depth: number, now: number): void {
  const place = rows.length
  const segments = toSegments(node, now)
  const begin = node.run?.createdAt ?? node.request?.startedAt ?? node.startedAt
  const error = node.run?.error ?? node.request?.failure?.message
  const row: WaterfallRow = {
    runId: node.runId,
    stepId: node.stepId,
    depth,
    below: 0,
    failedBelow: 0,
    status: toStatus(node),
    ...(node.request && { request: node.request }),
    ...(node.run && { cause: node.run.cause }),
    ...(error && { error }),
    from: Math.min(begin, ...segments.map(({ from }) => from)),
    to: Math.max(begin, ...segments.map(({ to }) => to)),
    segments,
    lines: node.logs.map(({ id, at, level, message }) => ({ id, at, level, message })),
  }
  rows.push(row)
  for (const child of node.children) addRow(rows, child, depth + 1, now)
  const below = rows.slice(place + 1)
  rows[place] = { ...row, below: below.length, failedBelow: below.filter(hasFailed).length }
}

const hasFailed = ({ status }: WaterfallRow) => status === 'failed' || status === 'quarantined'

function toStatus({ run, request, attempts }: WireTraceNode): RunStatus {
  if (run) return run.status
  if (request) return request.status >= 500 ? 'failed' : 'succeeded'
  const last = attempts.at(-1)?.status
  return last === 'succeeded' || last === 'failed' || last === 'scheduled' ? last : 'queued'
}

/** Rows of which none above is folded. */
export function unfolded(rows: readonly WaterfallRow[], folded: ReadonlySet<string>): WaterfallRow[] {
  const shown: WaterfallRow[] = []
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as WaterfallRow
    shown.push(row)
    if (folded.has(row.runId)) index += row.below
  }
  return shown
}

/** Rows that begin folded, so that a trace of hundreds can be surveyed; those above `runId` are open. */
export function foldAtFirst(rows: readonly WaterfallRow[], runId?: string, most = 60): Set<string> {
  if (rows.length <= most) return new Set()
  const place = rows.findIndex((row) => row.runId === runId)
  const isAbove = (index: number) => place >= 0 && index < place && index + (rows[index]?.below ?? 0) >= place
  const folded = rows.filter(
    ({ below, depth }, index) => below > 0 && depth > 0 && index !== place && !isAbove(index),
  )
  return new Set(folded.map((row) => row.runId))
}
