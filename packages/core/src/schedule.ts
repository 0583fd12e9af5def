/** Which ticks of a schedule fire: pure, the ticks computed elsewhere (triggers/) and the clock passed in. */
import { DAY_MS } from './duration.ts'

/** What a tick does while a run of the step still goes on. */
export type Overlap = 'skip' | 'queue' | 'allow'
export const OVERLAPS: readonly Overlap[] = ['skip', 'queue', 'allow']

/** Which missed ticks are made up for, at most 24 h back. */
export type CatchUp = 'none' | 'last' | 'all'
export const CATCH_UPS: readonly CatchUp[] = ['none', 'last', 'all']

/** A tick that is due within this is on time, not missed. */
const ON_TIME_MS = 5_000

/**
 * @param due ticks at or before now that have not fired, ascending, milliseconds since the epoch
 * @returns those that fire now
 */
export function selectTicks(due: readonly number[], nowMs: number, catchUp: CatchUp): number[] {
  const onTime = due.filter((at) => at > nowMs - ON_TIME_MS)
  const missed = due.filter((at) => at <= nowMs - ON_TIME_MS && at > nowMs - DAY_MS)
  if (catchUp === 'all') return [...missed, ...onTime]
  if (catchUp === 'last' && onTime.length === 0) return missed.slice(-1)
  return onTime
}
