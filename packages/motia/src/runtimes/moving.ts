/** Attempts that their worker did not begin in time go to one that has nothing waiting. crew.ts calls it. */
import { BEGIN_MS } from './begin-watch.ts'
import type { Held } from './held-attempts.ts'
import { type Candidate, chooseWorker, isOpen } from './worker-choice.ts'

/** A worker between which attempts move. */
export interface Mover extends Candidate {
  readonly held: Candidate['held'] & {
    /** When the oldest that is not begun was given. */
    readonly unbegunSince: number | undefined
    unbegunNumbers(): readonly number[]
  }
  /** It gets nothing until it is heard from. */
  fallSilent(): void
  /** Takes back an attempt that was not begun. */
  withdraw(n: number): Held | undefined
  take(held: Held, time: number): void
}

/**
 * Gives the milliseconds until there is something to see again, if there is.
 * @param time on the clock of begin-watch.ts
 */
export function moveUnbegun(
  workers: Iterable<Mover>,
  slots: number,
  now: number,
  time: number,
): number | undefined {
  const all = [...workers]
  const free = all.filter((worker) => worker.held.unbegun === 0 && isOpen(worker, now))
  for (const worker of all) {
    if (waitedMs(worker, time) < BEGIN_MS) continue
    if (!worker.isSilent) worker.fallSilent()
    moveTo(free, worker, slots, now, time)
  }
  const waiting = all.filter((worker) => worker.held.unbegun > 0)
  if (waiting.length === 0) return undefined
  const nexts = waiting.map((worker) => BEGIN_MS - waitedMs(worker, time)).filter((ms) => ms > 0)
  return Math.min(BEGIN_MS, ...nexts)
}

/** How long the oldest attempt that it has not begun has waited. */
function waitedMs({ phase, held: { unbegunSince } }: Mover, time: number): number {
  return unbegunSince === undefined || phase !== 'ready' ? 0 : time - unbegunSince
}

function moveTo(free: readonly Mover[], from: Mover, slots: number, now: number, time: number): void {
  for (const n of from.held.unbegunNumbers()) {
    const worker = chooseWorker(free, slots, now)
    if (!worker || worker.load >= slots) return
    const held = from.withdraw(n)
    if (held) worker.take(held, time)
  }
}
