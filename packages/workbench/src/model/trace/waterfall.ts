/**
 * A trace as a waterfall: every run and request a row in tree order, its time in segments. Pure; panels/run draws it.
 *
 *   create-order    ▆▆▆
 *   └ check-stock     ░░▆▆▆▆····▆▆▆     ░ waiting   ▆ attempt   · until the next one
 */
import { isFinal, type RunStatus } from '@motia/core/run'
import type { WireTrace, WireTraceNode } from 'motia/workbench/wire/runs'
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

/** `waiting` before the first attempt, `pause` before a further one. */
export type Segment =
  | { readonly kind: 'waiting' | 'pause'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'attempt'
      readonly from: number
      readonly to: number
      readonly attempt: number
      /** `refused`: a request that was answered with 4xx. */
      readonly mood: 'ok' | 'bad' | 'refused' | 'lost' | 'running'
      readonly message?: string
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
  const attempts = rows.flatMap(({ segments }) => segments.filter(({ kind }) => kind === 'attempt'))
  return { rows, from, to, scale: toTimeScale({ from, to: Math.max(to, from + 1) }, attempts) }
}

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

function toSegments(node: WireTraceNode, now: number): Segment[] {
  const { run, request } = node
  if (request) {
    const { startedAt: from, durationMs, status, failure } = request
    const message = failure && { message: failure.message }
    const mood = status >= 500 ? 'bad' : status >= 400 ? 'refused' : 'ok'
    return [{ kind: 'attempt', from, to: from + durationMs, attempt: 1, mood, ...message }]
  }
  const attempts = toAttempts(node, now)
  const begin = run?.createdAt ?? attempts[0]?.from
  if (begin === undefined) return []
  const segments: Segment[] = []
  let end = begin
  for (const attempt of attempts) {
    if (attempt.from > end) segments.push({ kind: toGap(segments), from: end, to: attempt.from })
    segments.push(attempt)
    end = Math.max(end, attempt.to)
  }
  const goesOn = run && !isFinal(run.status) && run.status !== 'running'
  if (goesOn && now > end) segments.push({ kind: toGap(segments), from: end, to: now })
  const isCancelled = run?.status === 'cancelled' && run.finishedAt !== null && run.finishedAt > end
  if (isCancelled) segments.push({ kind: toGap(segments), from: end, to: run.finishedAt as number })
  return segments
}

const toGap = (before: readonly Segment[]) =>
  before.some(({ kind }) => kind === 'attempt') ? 'pause' : 'waiting'

type Attempt = Extract<Segment, { kind: 'attempt' }>

const MOODS = { succeeded: 'ok', failed: 'bad', scheduled: 'bad', lost: 'lost', conflict: 'lost' } as const

/** As seen, and the latest one by what the store knows, if nobody saw it (yet). */
function toAttempts({ run, attempts }: WireTraceNode, now: number): Attempt[] {
  const seen = attempts.map(
    ({ startedAt: from, durationMs, attempt, status, failure }): Attempt => ({
      kind: 'attempt',
      ...{ from, to: from + durationMs, attempt, mood: MOODS[status] },
      ...(failure && { message: failure.message }),
    }),
  )
  const from = run?.startedAt ?? null
  if (!run || from === null || seen.some((attempt) => Math.abs(attempt.from - from) <= 1)) return seen
  const isRunning = run.status === 'running'
  const to = isRunning ? now : run.finishedAt
  if (to === null || to < from) return seen
  const mood = isRunning ? 'running' : run.status === 'succeeded' ? 'ok' : 'bad'
  const attempt = Math.max(run.attemptsUsed + (isRunning ? 1 : 0), 1)
  return [...seen, { kind: 'attempt' as const, from, to, attempt, mood } as const].sort(
    (a, b) => a.from - b.from,
  )
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
