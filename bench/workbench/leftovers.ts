/** What lies about in the store besides ended runs: a paused queue, delayed and quarantined runs, state, lost triggers. */
import { randomBytes } from 'node:crypto'
import type { Store } from '@motia/core/store'

const PAUSED = 'clean-cache'
const QUEUED = 300
const DELAYED = 200
const QUARANTINED = 20
const STRIKES = 3
const KEYS = 2_000
const MONTH_MS = 30 * 86_400_000

export async function leaveBacklog(store: Store, now: number): Promise<void> {
  await store.pauses.put(PAUSED, now)
  await accept(store, now, PAUSED, QUEUED)
  await accept(store, now, 'notify-team', DELAYED, { dueAt: now + MONTH_MS })
  await accept(store, now, 'train-model', QUARANTINED)
  for (let strike = 0; strike < STRIKES; strike++) {
    const claimed = await store.runs.claim([{ stepId: 'train-model', limit: QUARANTINED }], now)
    const lost = claimed.map(
      ({ runId, ref, epoch }) => ({ runId, ref, epoch, why: 'alone', cause: 'SIGSEGV' }) as const,
    )
    await store.runs.release(lost, now)
  }
  const unrouted = ['order.payed', 'user.updated', 'send-reciept'].map((target) => ({
    target,
    traceId: newId(),
  }))
  await store.runs.commit({ now, unrouted })
  const writes = Array.from({ length: KEYS }, (_, i) => {
    const value = JSON.stringify({ name: `user ${i}`, visits: i % 90, tags: ['a', 'b'], city: '서울' })
    return { op: 'set', group: i % 4 === 0 ? 'carts' : 'users', key: `u${i}`, value } as const
  })
  await store.runs.commit({ now, writes })
}

async function accept(
  store: Store,
  now: number,
  stepId: string,
  count: number,
  more: { dueAt?: number } = {},
): Promise<void> {
  const accepts = Array.from({ length: count }, (_, n) => {
    const ids = { runId: newId(), traceId: newId(), triggerId: newId() }
    return { ...ids, stepId, cause: 'trigger', input: JSON.stringify({ n }), ...more }
  })
  await store.runs.commit({ now, accepts })
}

function newId(): string {
  return randomBytes(16).toString('hex')
}
