/**
 * Attempts that their worker did not begin in time go to one that has nothing waiting. crew.ts calls it.
 *
 *   given ── 8 ms ──► asked back ── 8 ms ──► moved
 *     └────── begun ──────┴──────► stays
 *
 * In two steps, since the word that it has begun may be on its way: a worker that finds itself asked does not begin.
 */
import { BEGIN_MS } from './begin-watch.ts'
import type { Held } from './held-attempts.ts'
import { type Candidate, chooseWorker, isOpen } from './worker-choice.ts'

/** A worker between which attempts move. */
export interface Mover extends Candidate {
  readonly held: Candidate['held'] & {
    /** When the oldest that is not begun was given. */
    readonly unbegunSince: number | undefined
    unbegunAttempts(): readonly (readonly [number, Pick<Held, 'askedBackAt'>])[]
  }
  /** It gets nothing until it is heard from. */
  fallSilent(): void
  /** Asks for an attempt that was not begun. */
  askBack(n: number, time: number): void
  /** Takes back an attempt that was not begun. */
  withdraw(n: number): Held | undefined
  take(held: Held, time: number): void
}

/** What a look needs to know. */
interface Moment {
  readonly workers: readonly Mover[]
  readonly slots: number
  readonly now: number
  readonly time: number
}

/**
 * Gives the milliseconds until there is something to see again, if there is.
 * @param time on the clock of begin-watch.ts
 */
export function moveUnbegun(
  all: Iterable<Mover>,
  slots: number,
  now: number,
  time: number,
): number | undefined {
  const moment = { workers: [...all], slots, now, time }
  for (const worker of moment.workers) {
    moveDue(worker, moment)
    if (waitedMs(worker, time) < BEGIN_MS) continue
    if (!worker.isSilent) worker.fallSilent()
    askBackWhatFits(worker, moment)
  }
  const waiting = moment.workers.filter((worker) => worker.held.unbegun > 0)
  if (waiting.length === 0) return undefined
  const nexts = waiting.map((worker) => BEGIN_MS - waitedMs(worker, time)).filter((ms) => ms > 0)
  return Math.min(BEGIN_MS, ...nexts)
}

/** How long the oldest attempt that it has not begun has waited. */
function waitedMs({ phase, held: { unbegunSince } }: Mover, time: number): number {
  const mayHold = phase === 'ready' || phase === 'retiring'
  return unbegunSince === undefined || !mayHold ? 0 : time - unbegunSince
}

/** To any that takes work, the same one included: what it was asked for it has dropped. */
function moveDue(from: Mover, { workers, slots, now, time }: Moment): void {
  for (const [n, { askedBackAt }] of from.held.unbegunAttempts()) {
    if (askedBackAt === undefined || time - askedBackAt < BEGIN_MS) continue
    const worker = chooseWorker(workers, slots, now)
    const held = worker && from.withdraw(n)
    if (held) worker.take(held, time)
  }
}

/** As many as others have slots for that have nothing waiting. */
function askBackWhatFits(from: Mover, { workers, slots, now, time }: Moment): void {
  const free = workers.filter((worker) => worker !== from && worker.held.unbegun === 0 && isOpen(worker, now))
  const attempts = from.held.unbegunAttempts()
  const asked = attempts.filter(([, { askedBackAt }]) => askedBackAt !== undefined).length
  const room = free.reduce((sum, { load }) => sum + Math.max(0, slots - load), 0) - asked
  const rest = attempts.filter(([, { askedBackAt }]) => askedBackAt === undefined)
  for (const [n] of rest.slice(0, Math.max(0, room))) from.askBack(n, time)
}
