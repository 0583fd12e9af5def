/**
 * What a run or a request spent its time on, part by part, as the bars of a waterfall: as it was seen, and what nobody saw
 * (yet) by what the store knows. Pure; waterfall.ts puts them into rows.
 */
import { isFinal } from '@motia/core/run'
import type { WireTraceNode } from 'motia/workbench/wire/runs'

/**
 * `waiting` before the first attempt: until it was due, or all the wait where no more is known. `pause` before a further
 * one. `queue`, `limit`: it could have begun, but for a worker, or for what its step's concurrency allows.
 */
export type Segment =
  | {
      readonly kind: 'waiting' | 'pause' | 'queue' | 'limit' | 'commit'
      readonly from: number
      readonly to: number
    }
  | {
      readonly kind: 'attempt'
      readonly from: number
      readonly to: number
      readonly attempt: number
      /** `refused`: a request that was answered with 4xx. */
      readonly mood: 'ok' | 'bad' | 'refused' | 'lost' | 'running'
      readonly message?: string
    }

/** Without gaps, in order. @param now until when what has not ended is drawn */
export function toSegments(node: WireTraceNode, now: number): Segment[] {
  const { run, request } = node
  if (request) return fromRequest(request)
  const attempts = toAttempts(node, now)
  const begin = run?.createdAt ?? attempts[0]?.[0]?.from
  if (begin === undefined) return []
  const segments: Segment[] = []
  let end = begin
  for (const part of attempts.flat()) {
    const isWhole = part.kind === 'attempt' || part.from >= end
    if (!isWhole && part.to <= end) continue
    if (part.from > end) segments.push({ kind: toGap(segments), from: end, to: part.from })
    // a retry may be due before the commit that asked for it is on disk
    segments.push(isWhole ? part : { ...part, from: end })
    end = Math.max(end, part.to)
  }
  const goesOn = run && !isFinal(run.status) && run.status !== 'running'
  if (goesOn && now > end) segments.push({ kind: toGap(segments), from: end, to: now })
  const isCancelled = run?.status === 'cancelled' && run.finishedAt !== null && run.finishedAt > end
  if (isCancelled) segments.push({ kind: toGap(segments), from: end, to: run.finishedAt as number })
  return segments
}

function fromRequest(request: NonNullable<WireTraceNode['request']>): Segment[] {
  const { startedAt, durationMs, status, failure, phases } = request
  const message = failure && { message: failure.message }
  const mood = status >= 500 ? 'bad' : status >= 400 ? 'refused' : 'ok'
  return toParts(phases, {
    kind: 'attempt',
    ...{ from: startedAt, to: startedAt + durationMs, attempt: 1, mood },
    ...message,
  })
}

const toGap = (before: readonly Segment[]) =>
  before.some(({ kind }) => kind === 'attempt') ? 'pause' : 'waiting'

type Attempt = Extract<Segment, { kind: 'attempt' }>
type Phases = WireTraceNode['attempts'][number]['phases']

/** An attempt with what was before and after its execution, as far as that was seen. */
function toParts(phases: Phases, attempt: Attempt): Segment[] {
  if (!phases) return [attempt]
  return phases
    .filter(({ name, durationMs }) => name === 'execution' || durationMs > 0)
    .map(({ name, startedAt: from, durationMs }) => {
      const to = from + durationMs
      return name === 'execution' ? { ...attempt, from, to } : { kind: name, from, to }
    })
}

const MOODS = { succeeded: 'ok', failed: 'bad', scheduled: 'bad', lost: 'lost', conflict: 'lost' } as const

/** As seen, and the latest one by what the store knows, if nobody saw it (yet); each in parts. */
function toAttempts({ run, attempts }: WireTraceNode, now: number): Segment[][] {
  const seen = attempts.map(({ startedAt: from, durationMs, attempt, status, failure, phases }) =>
    toParts(phases, {
      kind: 'attempt',
      ...{ from, to: from + durationMs, attempt, mood: MOODS[status] },
      ...(failure && { message: failure.message }),
    }),
  )
  const from = run?.startedAt ?? null
  const isSeen = (at: number) => attempts.some(({ startedAt }) => Math.abs(startedAt - at) <= 1)
  if (!run || from === null || isSeen(from)) return seen
  const isRunning = run.status === 'running'
  const to = isRunning ? now : run.finishedAt
  if (to === null || to < from) return seen
  const mood = isRunning ? 'running' : run.status === 'succeeded' ? 'ok' : 'bad'
  const attempt = Math.max(run.attemptsUsed + (isRunning ? 1 : 0), 1)
  const known: Segment[] = [{ kind: 'attempt', from, to, attempt, mood }]
  return [...seen, known].sort(([a], [b]) => (a?.from ?? 0) - (b?.from ?? 0))
}
