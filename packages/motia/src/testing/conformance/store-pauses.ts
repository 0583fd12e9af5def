/** Pauses: put, removed, listed; they hold nothing up in the store itself. */
import { expect, it } from 'vitest'
import { acceptOne, type CurrentStore, claim, NOW } from './store-driver.ts'

export function describePauses(store: CurrentStore): void {
  it('keeps which steps are paused, and tells whether anything changed', async () => {
    expect(await store().pauses.list()).toEqual([])
    expect(await store().pauses.put('b', NOW)).toBe(true)
    expect(await store().pauses.put('a', NOW)).toBe(true)
    expect(await store().pauses.put('b', NOW + 1)).toBe(false)
    expect(await store().pauses.list()).toEqual(['a', 'b'])
    expect(await store().pauses.remove('a')).toBe(true)
    expect(await store().pauses.remove('a')).toBe(false)
    expect(await store().pauses.list()).toEqual(['b'])
  })

  it('accepts runs of a paused step, and leaves it to the engine not to claim them', async () => {
    await store().pauses.put('a', NOW)
    const runId = await acceptOne(store(), 'a')
    expect(await store().runs.get(runId)).toMatchObject({ status: 'queued' })
    expect(await claim(store(), 'a')).toHaveLength(1)
  })
}
