/** Which worker gets the next attempt, and which is one too many. Pure; crew.ts asks. */

/** A worker, as far as it matters for the choice. */
export interface Candidate {
  readonly phase: string
  /** Attempts that use a slot. */
  readonly load: number
  readonly held: { readonly size: number; readonly unbegun: number }
  /** It did not begin in time what it was given, and has not been heard from since. */
  readonly isSilent: boolean
  readonly lastHeardAt: number
  /** When it last held anything, about. */
  readonly lastBusyAt: number
}

/** A worker that has not answered for this long gets no new work, and hands back what it has not begun. */
const BLOCKED_MS = 1_000
/** A worker beyond those that are kept ends when it held nothing for this long. */
const SPARE_MS = 30_000

export function isBlocked({ lastHeardAt }: Pick<Candidate, 'lastHeardAt'>, now: number): boolean {
  return now - lastHeardAt > BLOCKED_MS
}

/** It takes work. */
export function isOpen(worker: Candidate, now: number): boolean {
  return worker.phase === 'ready' && !worker.isSilent && !isBlocked(worker, now)
}

/** None if no worker is open; one that is full, if all are. */
export function chooseWorker<W extends Candidate>(
  workers: Iterable<W>,
  slots: number,
  now: number,
): W | undefined {
  let best: W | undefined
  for (const worker of workers)
    if (isOpen(worker, now) && (!best || compare(worker, best, slots) < 0)) best = worker
  return best
}

/** A worker to stop, if more than `count` are ready and one of them has been idle for long. */
export function chooseSurplus<W extends Candidate>(
  workers: Iterable<W>,
  count: number,
  now: number,
): W | undefined {
  const ready = [...workers].filter(({ phase }) => phase === 'ready')
  if (ready.length <= count) return undefined
  return ready.find(({ held, lastBusyAt }) => held.size === 0 && now - lastBusyAt >= SPARE_MS)
}

/** Negative if `a` is the better one. */
function compare(a: Candidate, b: Candidate, slots: number): number {
  return (
    Number(a.load >= slots) - Number(b.load >= slots) ||
    // What was not begun yet may be waiting for a handler that blocks.
    Number(a.held.unbegun > 0) - Number(b.held.unbegun > 0) ||
    a.load - b.load ||
    // A sign of life, and it leaves the others idle enough to be stopped.
    b.lastHeardAt - a.lastHeardAt
  )
}
