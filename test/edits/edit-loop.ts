/** Edits a running project again and again, and measures how long each takes to be answered by. */
import { setTimeout as sleep } from 'node:timers/promises'
import { BODY_BYTES, EDIT_KINDS, type EditKind, type SeenState, toEdit, writeFiles } from './project.ts'

export interface EditOptions {
  readonly folder: string
  readonly url: string
  readonly count: number
  /** After each, before the next: whoever edits looks at what came of it. */
  readonly pauseMs: number
  /** After each edit, from 1. */
  onEdit?(n: number): void
}

/** Milliseconds from the save to the first new answer. */
export type Latencies = Readonly<Record<EditKind, number[]>>

const POLL_MS = 2
const PATIENCE_MS = 30_000

/** @throws if an edit does not take effect */
export async function makeEdits({ folder, url, count, pauseMs, onEdit }: EditOptions): Promise<Latencies> {
  const latencies: Latencies = { step: [], helper: [], env: [], config: [], pair: [] }
  let configs = 0
  for (let n = 1; n <= count; n++) {
    const kind = EDIT_KINDS[(n - 1) % EDIT_KINDS.length] as EditKind
    const value = kind === 'config' ? ++configs : n
    const savedAt = performance.now()
    writeFiles(folder, toEdit(kind, value))
    await untilSeen(url, kind, value)
    latencies[kind].push(performance.now() - savedAt)
    onEdit?.(n)
    await sleep(pauseMs)
  }
  return latencies
}

/** The value below which a share of the latencies lies, all kinds together unless one is named. */
export function quantile(latencies: Latencies, share: number, kind?: EditKind): number {
  const all = (kind ? latencies[kind] : Object.values(latencies).flat()).toSorted((a, b) => a - b)
  return all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? Number.NaN
}

async function untilSeen(url: string, kind: EditKind, n: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    if (await isSeen(url, kind, n)) return
    await sleep(POLL_MS)
  }
  throw new Error(`edit ${n}, of ${kind}, was not answered by within ${PATIENCE_MS} ms`)
}

async function isSeen(url: string, kind: EditKind, n: number): Promise<boolean> {
  const headers = { connection: 'close', 'content-type': 'application/json' }
  if (kind === 'config') {
    const body = JSON.stringify('x'.repeat(BODY_BYTES - 2))
    const { status } = await fetch(`${url}/sized`, { method: 'POST', headers, body })
    return status === (n % 2 === 0 ? 200 : 413)
  }
  const answer = await fetch(`${url}/state`, { headers })
  if (!answer.ok) return false
  const state = (await answer.json()) as SeenState
  if (kind === 'env') return state.env === String(n)
  return kind === 'pair' ? state.pair.every((one) => one === n) : state[kind] === n
}
