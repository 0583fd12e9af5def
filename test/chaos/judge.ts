/** Whether a chaos run lost or doubled anything. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openLedger } from './ledger.ts'

export const CHAIN = ['first', 'second', 'third'] as const
const BUCKETS = 40

/** Resolves when every accepted run has ended; rejects after `timeoutMs`. */
export async function settled(databasePath: string, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const ledger = openLedger(databasePath)
    const left = ledger.unfinished()
    ledger.close()
    if (left.length === 0) return
    if (Date.now() > until) throw new Error(`not ended after ${timeoutMs} ms: ${left.join('; ')}`)
    await sleep(100)
  }
}

/** What is not as it has to be after `total` chains; empty if nothing was lost or doubled. */
export function findLosses(databasePath: string, total: number): string[] {
  const ledger = openLedger(databasePath)
  const sum = (total * (total - 1)) / 2
  const losses: string[] = []
  const expect = (what: string, found: unknown, wanted: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
      losses.push(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`)
    }
  }
  for (const step of CHAIN) {
    expect(`runs of ${step}`, ledger.statuses(step), { succeeded: total })
    expect(`items of ${step}`, ledger.items(step), total)
    expect(`sum of ${step}'s items`, ledger.sum(step), sum)
    expect(`running sum of ${step}`, ledger.value('sums', step), sum)
  }
  expect('buckets', ledger.items('buckets'), Math.min(BUCKETS, total))
  expect('sum of buckets', ledger.sum('buckets'), total)
  ledger.close()
  return losses
}
