/**
 * Where times are drawn on a line of a certain width: in proportion, except that long stretches in which nothing runs (a
 * gate that waits for days, a late retry) are cut short, so that what runs can be seen. Pure; waterfall.ts makes it.
 */

interface Span {
  readonly from: number
  readonly to: number
}

export interface TimeScale {
  /** Without gaps, in order. */
  readonly pieces: readonly Piece[]
}

/** `left` and `width` in percent. */
export interface Piece extends Span {
  readonly isCut: boolean
  readonly left: number
  readonly width: number
}

export interface Tick {
  readonly left: number
  /** Milliseconds after the begin. */
  readonly ms: number
}

/** What a stretch has to take of what is not cut yet, to be cut. */
const CUT_SHARE = 0.6
const MIN_CUT_MS = 2_000
const MAX_CUTS = 3
/** Percent that a stretch takes that is cut. */
const CUT_WIDTH = 7

/** @param busy when something ran: what is between may be cut */
export function toTimeScale(whole: Span, busy: readonly Span[]): TimeScale {
  const idle = toIdle(whole, busy)
  const cuts: Span[] = []
  let left = whole.to - whole.from
  for (const gap of idle.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
    const ms = gap.to - gap.from
    if (cuts.length === MAX_CUTS || ms < MIN_CUT_MS || ms < left * CUT_SHARE || ms === left) break
    cuts.push(gap)
    left -= ms
  }
  return {
    pieces: toPieces(
      whole,
      cuts.toSorted((a, b) => a.from - b.from),
      left,
    ),
  }
}

function toIdle(whole: Span, busy: readonly Span[]): Span[] {
  const idle: Span[] = []
  let at = whole.from
  for (const { from, to } of busy.toSorted((a, b) => a.from - b.from)) {
    if (from > at) idle.push({ from: at, to: from })
    at = Math.max(at, to)
  }
  if (at < whole.to) idle.push({ from: at, to: whole.to })
  return idle
}

function toPieces(whole: Span, cuts: readonly Span[], uncutMs: number): Piece[] {
  const percentPerMs = (100 - cuts.length * CUT_WIDTH) / uncutMs
  const pieces: Piece[] = []
  let at = whole.from
  const add = (to: number, isCut: boolean) => {
    if (to <= at) return
    const before = pieces.at(-1)
    const left = before ? before.left + before.width : 0
    pieces.push({ from: at, to, isCut, left, width: isCut ? CUT_WIDTH : (to - at) * percentPerMs })
    at = to
  }
  for (const cut of cuts) {
    add(cut.from, false)
    add(cut.to, true)
  }
  add(whole.to, false)
  return pieces
}

/** In percent of the width. */
export function toPlace({ pieces }: TimeScale, at: number): number {
  const piece = pieces.find(({ to }) => at <= to) ?? pieces.at(-1)
  if (!piece) return 0
  const share = (at - piece.from) / (piece.to - piece.from)
  return piece.left + Math.min(1, Math.max(0, share)) * piece.width
}

/** Round times after the begin, some `most` over the whole width; none within what is cut. */
export function toTicks({ pieces }: TimeScale, most: number): Tick[] {
  const begin = pieces[0]?.from ?? 0
  const uncut = pieces.filter(({ isCut }) => !isCut)
  const ms = uncut.reduce((sum, { from, to }) => sum + to - from, 0)
  const step = toRoundStep(ms / Math.max(1, most))
  const ticks: Tick[] = []
  for (const { from, to, left, width } of uncut) {
    const first = Math.ceil((from - begin) / step) * step
    for (let at = first; at <= to - begin; at += step) {
      ticks.push({ ms: at, left: left + ((at + begin - from) / (to - from)) * width })
    }
  }
  return ticks
}

const UNITS = [
  { ms: 1, parts: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  { ms: 1000, parts: [1, 2, 5, 10, 15, 30] },
  { ms: 60_000, parts: [1, 2, 5, 10, 15, 30] },
  { ms: 3_600_000, parts: [1, 2, 4, 6, 12] },
] as const
const DAY_MS = 86_400_000

/** The smallest that people count in and that is not smaller: 50 ms, 2 s, 15 min, 1 d. */
function toRoundStep(atLeast: number): number {
  for (const { ms, parts } of UNITS) {
    const part = parts.find((each) => each * ms >= atLeast)
    if (part !== undefined) return part * ms
  }
  return Math.ceil(atLeast / DAY_MS) * DAY_MS
}
